import { decidedWords, kindLabel, type TaskKind } from "../domain/workflows/task_words.ts";
import type { ListedTask } from "../domain/workflows/task_lists.ts";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

type Timed = Pick<
  ListedTask,
  "state" | "late" | "soon" | "due_at" | "escalated_at" | "decision" | "csm" | "queue"
>;

/** How it stands with what was promised: a shape, a word, and then a colour. */
export function TaskTime({ task }: { task: Timed }) {
  if (task.state === "cancelled") return <StatusLabel kind="none">Not needed any more</StatusLabel>;
  if (task.state === "decided") return <Decision task={task} />;
  if (!task.due_at) return <StatusLabel kind="none">No deadline</StatusLabel>;
  if (task.late) {
    return (
      <>
        <StatusLabel kind="bad">Late</StatusLabel>{" "}
        <span class="muted">
          was due <RelativeTime at={task.due_at} />
          {task.escalated_at && ", escalated"}
        </span>
      </>
    );
  }
  return (
    <>
      <StatusLabel kind={task.soon ? "warn" : "ok"}>
        {task.soon ? "Due soon" : "In time"}
      </StatusLabel>{" "}
      <span class="muted">
        due <RelativeTime at={task.due_at} />
      </span>
    </>
  );
}

const DECISIONS = {
  approved: { kind: "ok", label: "Approved" },
  rejected: { kind: "bad", label: "Rejected" },
  assigned: { kind: "ok", label: "Assigned" },
  done: { kind: "ok", label: "Done" },
} as const;

export function Decision({ task }: { task: Pick<ListedTask, "decision" | "csm"> }) {
  const { kind, label } = DECISIONS[task.decision ?? "done"];
  return (
    <StatusLabel kind={kind}>
      {label}
      {task.decision === "assigned" && ` to ${task.csm}`}
    </StatusLabel>
  );
}

export function TaskKindLabel({ kind }: { kind: TaskKind }) {
  return <span class="muted">{kindLabel(kind)}</span>;
}

/** Who has it: somebody, the reader, or nobody yet. */
export function Holder({ task, me }: { task: ListedTask; me: string }) {
  if (task.state === "decided") {
    return <>{task.decided_by === me ? "You" : task.decider} {decidedWords(task)}</>;
  }
  if (task.state === "claimed") {
    return (
      <>
        {task.claimed_by === me ? "You" : task.claimant}
        {task.claimed_at && (
          <span class="muted">
            , <RelativeTime at={task.claimed_at} />
          </span>
        )}
      </>
    );
  }
  return <span class="muted">Nobody yet</span>;
}
