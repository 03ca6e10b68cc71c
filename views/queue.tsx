import type { ListedTask, TaskCounts, TaskPage } from "../domain/workflows/task_lists.ts";
import { taskAddress, type TaskPlace, type TaskView } from "../domain/workflows/task_search.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { KeyHint } from "./parts/keys.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Pagination, RowActions, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { Decision, Holder, TaskKindLabel, TaskTime } from "./task_parts.tsx";

export interface QueueProps {
  place: TaskPlace;
  page: TaskPage;
  counts: TaskCounts;
  /** What can be filtered by. */
  queues: { id: string; name: string }[];
  me: string;
  /** Admins and operations work on every queue. */
  worksOnAll: boolean;
  /** In no queue, and not somebody who reads them all. */
  isOutside: boolean;
}

export function Queue(props: QueueProps) {
  const { place, page, isOutside } = props;
  if (isOutside && page.tasks.length === 0) return <NoQueue />;
  return (
    <>
      <TaskTabs {...props} />
      <div
        id="task-list"
        class="task-list"
        hx-get={taskAddress(place)}
        hx-trigger="task from:#live throttle:2s"
        hx-select="#task-list"
        hx-swap="outerMorph"
      >
        {page.tasks.length > 0 ? <TaskTable {...props} /> : <NoTasks place={place} />}
        <Pagination
          previous={page.previous &&
            taskAddress({ ...place, after: undefined, before: page.previous })}
          next={page.next && taskAddress({ ...place, before: undefined, after: page.next })}
          summary={place.view !== "decided" && page.tasks.length > 0 && <Keys />}
        />
      </div>
    </>
  );
}

const VIEWS: { view: TaskView; label: string }[] = [
  { view: "queues", label: "My queues" },
  { view: "mine", label: "Mine" },
  { view: "all", label: "All open" },
  { view: "decided", label: "Decided" },
];

function TaskTabs({ place, counts, queues }: QueueProps) {
  const { queue, late } = place;
  return (
    <Tabs
      label="Tasks"
      tabs={VIEWS.map(({ view, label }) => ({
        href: taskAddress({ view, queue, late }),
        label,
        count: view === "decided" ? undefined : counts[view],
        current: view === place.view,
      }))}
    >
      <form class="filter-bar" method="get" action="/queue" aria-label="Filter the tasks">
        {place.view !== "queues" && <input type="hidden" name="view" value={place.view} />}
        <select class="input select" name="queue" aria-label="Queue">
          <option value="">All queues</option>
          {queues.map(({ id, name }) => <option value={id} selected={id === queue}>{name}</option>)}
        </select>
        {place.view !== "decided" && (
          <select class="input select" name="late" aria-label="Deadline">
            <option value="">Any deadline</option>
            <option value="1" selected={late}>Late only</option>
          </select>
        )}
        <button type="submit" class="button plain">Filter</button>
        {(queue || late) && (
          <a class="button quiet" href={taskAddress({ view: place.view })}>Clear</a>
        )}
      </form>
    </Tabs>
  );
}

function TaskTable(props: QueueProps) {
  const decided = props.place.view === "decided";
  return (
    <Table
      caption="Tasks"
      columns={[
        { label: "Task" },
        { label: "Queue", wideOnly: true },
        { label: decided ? "Decision" : "Deadline" },
        { label: decided ? "Decided" : "Waiting since", roomyOnly: true },
        { label: decided ? "By" : "Who has it", wideOnly: true },
        { label: "Act", quiet: true },
      ]}
    >
      {props.page.tasks.map((task) => <TaskRow task={task} {...props} />)}
    </Table>
  );
}

function TaskRow({ task, place, me, worksOnAll }: QueueProps & { task: ListedTask }) {
  const at = `/queue/${task.id}`;
  const decided = task.state === "decided";
  return (
    <tr id={`task-${task.id}`}>
      <th scope="row">
        <a href={at} data-row-key="o">{task.title}</a>
        <span class="sub">
          {task.account ?? "No account yet"}, <TaskKindLabel kind={task.kind} />
        </span>
      </th>
      <td class="wide-only">{task.queue}</td>
      <td>{decided ? <Decision task={task} /> : <TaskTime task={task} />}</td>
      <td class="roomy-only">
        <RelativeTime at={decided ? task.decided_at! : task.opened_at} />
      </td>
      <td class="wide-only">
        <Holder task={task} me={me} />
      </td>
      <RowActions>
        {!decided && (task.theirs || worksOnAll) && (
          <RowButtons task={task} at={at} me={me} list={taskAddress(place)} />
        )}
      </RowActions>
    </tr>
  );
}

/** The presses that need nothing further; whatever asks for words is on the task's page. */
function RowButtons(
  { task, at, me, list }: { task: ListedTask; at: string; me: string; list: string },
) {
  const theirs = task.claimed_by === me;
  if (task.state === "claimed" && !theirs) return null;
  return (
    <>
      {!theirs && (
        <form method="post" action={`${at}/claim`}>
          <input type="hidden" name="list" value={list} />
          <Button
            type="submit"
            small
            data-row-key="c"
            aria-label={`${task.kind === "assignment" ? "Take" : "Claim"} ${task.title}`}
          >
            {task.kind === "assignment" ? "Take it" : "Claim"}
          </Button>
        </form>
      )}
      {task.kind === "approval" && (
        <>
          <form method="post" action={`${at}/decision`} class="wide-only">
            <input type="hidden" name="list" value={list} />
            <Button
              type="submit"
              kind="quiet"
              small
              name="decision"
              value="approved"
              data-row-key="a"
              aria-label={`Approve ${task.title}`}
            >
              Approve
            </Button>
          </form>
          <span class="wide-only">
            <LinkButton
              kind="quiet"
              small
              href={`${at}#field-reason`}
              data-row-key="r"
              aria-label={`Reject ${task.title}`}
            >
              Reject
            </LinkButton>
          </span>
        </>
      )}
    </>
  );
}

function Keys() {
  return (
    <span class="task-keys muted wide-only">
      <KeyHint keys="j" /> <KeyHint keys="k" /> go through, <KeyHint keys="o" /> opens,{" "}
      <KeyHint keys="c" /> claims, <KeyHint keys="a" /> approves, <KeyHint keys="r" /> rejects
    </span>
  );
}

function NoQueue() {
  return (
    <EmptyState title="You work on no queue">
      Workflows wait here for approvals, assignments and other decisions. An admin or somebody in
      operations can put you into a queue, under Settings, Queues.
    </EmptyState>
  );
}

function NoTasks({ place }: { place: TaskPlace }) {
  if (place.queue || place.late) {
    return (
      <EmptyState
        title="No task matches"
        action={<LinkButton href={taskAddress({ view: place.view })}>Clear the filter</LinkButton>}
      />
    );
  }
  if (place.view === "mine") {
    return (
      <EmptyState title="You have claimed nothing">
        Claim a task under My queues, and nobody else does the same work.
      </EmptyState>
    );
  }
  if (place.view === "decided") {
    return (
      <EmptyState title="Nothing has been decided yet">
        What was decided is kept here, with who decided it and why.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing waits for a decision">
      When a workflow needs somebody to approve, to take an account over or to do something, its
      task comes here, and the workflow goes on as soon as it is decided.
    </EmptyState>
  );
}
