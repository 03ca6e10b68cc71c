type Data = Record<string, unknown>;

const text = (data: Data, field: string) => String(data[field] ?? "");

/** What people do to workflows, after the name of who did it. */
export const WORKFLOW_SENTENCES: Record<string, (data: Data) => string> = {
  "workflow.created": (data) => `created the workflow ${text(data, "name")}`,
  "workflow.described": (data) => `renamed or described the workflow ${text(data, "name")}`,
  "workflow.changed": (data) => `${text(data, "what")} in the workflow ${text(data, "name")}`,
  "workflow.published": (data) =>
    `published version ${text(data, "number")} of the workflow ${text(data, "name")}`,
  "workflow.activated": (data) => `activated the workflow ${text(data, "name")}`,
  "workflow.paused": (data) => `paused the workflow ${text(data, "name")}`,
  "workflow.archived": (data) => `archived the workflow ${text(data, "name")}`,
  "workflow.restored": (data) => `restored the workflow ${text(data, "name")}`,
};
