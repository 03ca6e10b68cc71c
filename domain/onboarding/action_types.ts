/** The six things an action can be. The first four can be executed; the others happen outside. */
export const ACTION_TYPES = [
  {
    type: "SEND_EMAIL",
    label: "Send email",
    does: "Drafts an email for review, then sends it",
    completes: "Done when the email is sent",
    executable: true,
    internal: true,
  },
  {
    type: "REQUEST_DOCS",
    label: "Request docs",
    does: "Asks the customer for documents",
    completes: "Done when every required document is there",
    executable: true,
    internal: false,
  },
  {
    type: "REQUEST_ASSETS",
    label: "Request assets",
    does: "Asks the customer for logos, images and other files",
    completes: "Done when every required file is there",
    executable: true,
    internal: false,
  },
  {
    type: "COLLECT_INFO",
    label: "Collect info",
    does: "Asks the customer to fill in a form",
    completes: "Done when the form is submitted",
    executable: true,
    internal: false,
  },
  {
    type: "SCHEDULE_MEETING",
    label: "Schedule meeting",
    does: "Reminds its owner to arrange a meeting",
    completes: "Done when its owner marks it complete",
    executable: false,
    internal: false,
  },
  {
    type: "SLACK",
    label: "Slack message",
    does: "Drafts a message, to be posted to a channel by hand or with one press",
    completes: "Done when it is posted, or its owner marks it complete",
    executable: false,
    internal: true,
  },
] as const;

export type ActionType = typeof ACTION_TYPES[number]["type"];

export function actionType(type: ActionType) {
  return ACTION_TYPES.find((known) => known.type === type)!;
}

export const OWNERS = [
  { owner: "csm", label: "CSM" },
  { owner: "ae", label: "Account executive" },
  { owner: "customer", label: "Customer" },
] as const;

export type Owner = typeof OWNERS[number]["owner"];

export function ownerLabel(owner: Owner): string {
  return OWNERS.find((known) => known.owner === owner)!.label;
}

/** People of the account, who have no address before the template is applied. */
export const RECIPIENT_ROLES = [
  { role: "primary_contact", label: "Primary contact" },
  { role: "all_contacts", label: "All contacts" },
  { role: "csm", label: "CSM" },
  { role: "ae", label: "Account executive" },
] as const;

export function recipientLabel(recipient: string): string {
  return RECIPIENT_ROLES.find(({ role }) => role === recipient)?.label ?? recipient;
}

export const FILE_KINDS = [
  { kind: "pdf", label: "PDF" },
  { kind: "document", label: "Text documents" },
  { kind: "spreadsheet", label: "Spreadsheets" },
  { kind: "presentation", label: "Presentations" },
  { kind: "image", label: "Images" },
  { kind: "vector", label: "Vector graphics" },
  { kind: "video", label: "Video" },
  { kind: "archive", label: "ZIP archives" },
] as const;

export type FileKind = typeof FILE_KINDS[number]["kind"];

export function fileKindLabels(kinds: readonly FileKind[]): string {
  return FILE_KINDS.filter(({ kind }) => kinds.includes(kind)).map(({ label }) => label).join(", ");
}

export const FIELD_TYPES = [
  { type: "short_text", label: "Short text", choices: false },
  { type: "long_text", label: "Long text", choices: false },
  { type: "number", label: "Number", choices: false },
  { type: "date", label: "Date", choices: false },
  { type: "choice", label: "Choice", choices: true },
  { type: "multiple_choice", label: "Multiple choice", choices: true },
  { type: "yes_no", label: "Yes or no", choices: false },
  { type: "email", label: "Email address", choices: false },
  { type: "url", label: "Web address", choices: false },
  { type: "file", label: "File", choices: false },
] as const;

export type FieldType = typeof FIELD_TYPES[number]["type"];

export function fieldType(type: FieldType) {
  return FIELD_TYPES.find((known) => known.type === type)!;
}

/** "24 hours after the milestone starts", for a row. */
export function triggerInWords(
  trigger: { kind: "manual" } | { kind: "milestone_start"; delay_hours: number },
): string {
  if (trigger.kind === "manual") return "Started by hand";
  const { delay_hours: hours } = trigger;
  if (hours === 0) return "When the milestone starts";
  if (hours % 24 === 0) return `${counted(hours / 24, "day")} after the milestone starts`;
  return `${counted(hours, "hour")} after the milestone starts`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
