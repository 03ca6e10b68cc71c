import type { TaskWithNames } from "./tasks.ts";

export type TaskKind = TaskWithNames["kind"];

export const TASK_KINDS = [
  {
    kind: "approval",
    label: "Approval",
    about: "Somebody approves or rejects, and says why.",
  },
  {
    kind: "assignment",
    label: "CSM assignment",
    about: "Somebody takes the account over, or gives it to a CSM.",
  },
  {
    kind: "custom",
    label: "Custom task",
    about: "Somebody does something and answers a form of yours.",
  },
] as const satisfies { kind: TaskKind; label: string; about: string }[];

export function kindLabel(kind: TaskKind): string {
  return TASK_KINDS.find((one) => one.kind === kind)!.label;
}

type Decided = Pick<TaskWithNames, "decision" | "csm">;

/** After the name of who did it. */
export function decidedWords({ decision, csm }: Decided): string {
  if (decision === "approved") return "approved this";
  if (decision === "rejected") return "rejected this";
  if (decision === "assigned") return `gave this to ${csm ?? "a CSM"}`;
  return "completed this";
}

/** "20 s ago", as somebody says it who was a moment too late. */
export function ago(seconds: number): string {
  if (seconds < 2) return "just now";
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} minutes ago`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} hours ago`;
  return `${Math.floor(seconds / 86_400)} days ago`;
}
