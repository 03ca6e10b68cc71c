import type { Words } from "../domain/messages/words/words.ts";
import type { HandedTask } from "../domain/portal/delegations.ts";
import { dueInWords, effortOf } from "../domain/portal/tasks.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { StatusLabel } from "./parts/status.tsx";

/** For somebody who was handed a task: that task, and nothing that stands around it. */
export function PortalDelegate(
  { tasks, today, account, words }: {
    tasks: HandedTask[];
    today: string;
    account: string;
    words: Words;
  },
) {
  if (tasks.length === 0) {
    return (
      <>
        <h1>Nothing waits for you</h1>
        <p class="portal-lead">
          What you were asked for at {account}{" "}
          is done, or was taken back. Thank you: there is nothing more to do here.
        </p>
      </>
    );
  }
  return (
    <>
      <h1>{tasks.length === 1 ? "You are asked for one task" : "You are asked for these tasks"}</h1>
      <ul class="portal-cards" aria-label="Your tasks">
        {tasks.map((task, at) => {
          const due = dueInWords(task.deadlineOn, today, words);
          return (
            <li class="portal-card" id={`task-${task.id}`}>
              <div>
                <p class="portal-due">
                  <StatusLabel kind={due.isLate ? "bad" : "info"}>{due.words}</StatusLabel>
                </p>
                <h2>{task.label}</h2>
                <p class="muted">Asked by {task.by}. {effortOf(task, words)}</p>
                {task.note && <p class="portal-says">{task.note}</p>}
              </div>
              <LinkButton href={`/p/tasks/${task.id}`} kind={at === 0 ? "primary" : "plain"}>
                Open<span class="hidden">: {task.label}</span>
              </LinkButton>
            </li>
          );
        })}
      </ul>
    </>
  );
}
