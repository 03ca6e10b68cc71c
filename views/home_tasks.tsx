import type { ListedTask } from "../domain/workflows/task_lists.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { Section } from "./parts/page_header.tsx";
import { TaskTime } from "./task_parts.tsx";

/** The most urgent of what this person's queues hold for them. */
export function HomeTasks({ tasks, me }: { tasks: ListedTask[]; me: string }) {
  return (
    <div
      id="home-tasks"
      hx-get="/"
      hx-trigger="task from:#live throttle:2s"
      hx-select="#home-tasks"
      hx-swap="outerMorph"
    >
      {tasks.length > 0 && (
        <Section
          title="Tasks for you"
          actions={<LinkButton small kind="quiet" href="/queue">All tasks</LinkButton>}
        >
          <ul class="needed">{tasks.map((task) => <TaskRow task={task} me={me} />)}</ul>
        </Section>
      )}
    </div>
  );
}

function TaskRow({ task, me }: { task: ListedTask; me: string }) {
  const at = `/queue/${task.id}`;
  const theirs = task.claimed_by === me;
  return (
    <li class="needed-row" data-row>
      <div class="needed-what">
        <p>
          <a class="action-label" href={at}>{task.title}</a>
          <span class="needed-account muted">{task.account ?? task.queue}</span>
        </p>
      </div>
      <div class="action-state">
        <TaskTime task={task} />
      </div>
      <div class="action-buttons">
        <LinkButton small href={at}>
          {theirs ? "Go on" : "Open"}
          <span class="hidden">{task.title}</span>
        </LinkButton>
      </div>
    </li>
  );
}
