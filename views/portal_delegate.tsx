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
  const { t } = words;
  if (tasks.length === 0) {
    return (
      <>
        <h1>{t("delegate.none")}</h1>
        <p class="portal-lead">{t("delegate.noneLead", { account })}</p>
      </>
    );
  }
  return (
    <>
      <h1>{t("delegate.title", { count: tasks.length })}</h1>
      <ul class="portal-cards" aria-label={t("tasks.list")}>
        {tasks.map((task, at) => {
          const due = dueInWords(task.deadlineOn, today, words);
          return (
            <li class="portal-card" id={`task-${task.id}`}>
              <div>
                <p class="portal-due">
                  <StatusLabel kind={due.isLate ? "bad" : "info"}>{due.words}</StatusLabel>
                </p>
                <h2>{task.label}</h2>
                <p class="muted">
                  {t("delegate.askedBy", { name: task.by, effort: effortOf(task, words) })}
                </p>
                {task.note && <p class="portal-says">{task.note}</p>}
              </div>
              <LinkButton href={`/p/tasks/${task.id}`} kind={at === 0 ? "primary" : "plain"}>
                {t("delegate.open")}
                <span class="hidden">: {task.label}</span>
              </LinkButton>
            </li>
          );
        })}
      </ul>
    </>
  );
}
