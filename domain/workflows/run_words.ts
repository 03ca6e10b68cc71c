import type { FailureCause, RunState } from "../base/schema.ts";

export const RUN_STATES: { state: RunState; label: string }[] = [
  { state: "running", label: "Running" },
  { state: "waiting", label: "Waiting" },
  { state: "failed", label: "Failed" },
  { state: "parked", label: "Parked" },
  { state: "completed", label: "Completed" },
  { state: "cancelled", label: "Cancelled" },
];

export const CAUSES: { cause: FailureCause; label: string }[] = [
  { cause: "missing_data", label: "Missing data" },
  { cause: "integration", label: "Integration error" },
  { cause: "validation", label: "Validation" },
  { cause: "internal", label: "Error in Thread" },
];

export const runStateLabel = (state: RunState) =>
  RUN_STATES.find((one) => one.state === state)!.label;

export const causeLabel = (cause: FailureCause) =>
  CAUSES.find((one) => one.cause === cause)?.label ?? cause;

/** "0.4 s", "12 min", "3 h", "2 d". */
export function tookWords(from: Date, to: Date): string {
  const seconds = Math.max(0, to.getTime() - from.getTime()) / 1000;
  if (seconds < 1) return "at once";
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800
    ? `${Math.round(seconds / 3600)} h`
    : `${Math.round(seconds / 86_400)} d`;
}

export function causeOfStart(cause: string): string {
  if (cause.startsWith("hook:")) return "An HTTP call";
  if (cause.startsWith("delivery:")) return "A connected service";
  if (cause.startsWith("run:")) return "Another workflow";
  if (cause.startsWith("again:")) return "Started again";
  return cause === "form" ? "A form" : "By hand";
}
