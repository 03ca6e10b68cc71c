type Data = Record<string, unknown>;

const text = (data: Data, field: string) => String(data[field] ?? "somebody");

/** What happened to the ways in: an organisation's own domains, and who may see what of a customer. */
export const ACCESS_SENTENCES: Record<string, (data: Data) => string> = {
  "domain.added": (data) => `added the domain ${text(data, "name")}`,
  "domain.check_asked": (data) => `asked for a check of ${text(data, "name")}`,
  "domain.checked": (data) => `looked up the records of ${text(data, "name")}`,
  "domain.verified": (data) => `verified ${text(data, "name")}`,
  "domain.ready": (data) => `found the records of ${text(data, "name")} complete`,
  "domain.misled": (data) => `found the records of ${text(data, "name")} changed`,
  "domain.failing": (data) => `could no longer verify ${text(data, "name")}`,
  "domain.recovered": (data) => `verified ${text(data, "name")} again`,
  "domain.lapsed": (data) => `took ${text(data, "name")} out of use`,
  "domain.taken": (data) => `could not use ${text(data, "name")} here`,
  "domain.removed": (data) => `removed the domain ${text(data, "name")}`,
  "org.invites_changed": () => "changed whom customers may invite",
  "account.portal_role_changed": (data) =>
    data.role === "viewer"
      ? `let ${text(data, "name")} read the portal, and not answer in it`
      : `let ${text(data, "name")} answer in the portal`,
  "account.task_delegated": (data) => `handed "${text(data, "label")}" to ${text(data, "name")}`,
  "account.delegation_ended": (data) =>
    `took "${text(data, "label")}" back from ${text(data, "name")}`,
  "account.question_asked": (data) =>
    `asked ${text(data, "name")} for answers in "${text(data, "label")}"`,
  "account.sponsor_page_made": (data) => `made a page to read for ${text(data, "name")}`,
  "account.sponsor_page_ended": (data) => `ended the page for ${text(data, "name")}`,
};
