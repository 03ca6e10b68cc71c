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
};
