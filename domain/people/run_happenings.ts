type Data = Record<string, unknown>;

const text = (data: Data, field: string) => String(data[field] ?? "something");
const workflow = (data: Data) => `the workflow ${text(data, "name")}`;
const at = (data: Data) => data.step ? ` at "${text(data, "step")}"` : "";
const because = (data: Data, field: string) => data[field] ? `: ${data[field]}` : "";

/** What happens to runs, after the name of who did it; "Thread" where nobody did. */
export const RUN_SENTENCES: Record<string, (data: Data) => string> = {
  "run.started": (data) => `started ${workflow(data)}`,
  "run.completed": (data) => `went through ${workflow(data)}${because(data, "outcome")}`,
  "run.failed": (data) =>
    `could not go on with ${workflow(data)}${at(data)}${because(data, "why")}`,
  "run.parked": (data) => `set a run of ${workflow(data)} aside${at(data)}${because(data, "why")}`,
  "run.retried": (data) => `tried ${workflow(data)} again${at(data)}`,
  "run.step_skipped": (data) =>
    `skipped "${text(data, "step")}" of ${workflow(data)}${because(data, "reason")}`,
  "run.cancelled": (data) => `cancelled a run of ${workflow(data)}${because(data, "reason")}`,
};
