type Data = Record<string, unknown>;

const pair = ({ from, to }: Data) => `"${from}" to "${to}"`;
const of = ({ name }: Data) => `in the connection ${name}`;
const list = (labels: unknown) => Array.isArray(labels) ? labels.join(", ") : "a value";

/** What happens with fields of connected services, and with accounts that follow their records. */
export const MAPPING_SENTENCES: Record<string, (data: Data) => string> = {
  "mapping.added": (data) => `mapped ${pair(data)} ${of(data)}`,
  "mapping.changed": (data) => `changed the mapping of ${pair(data)} ${of(data)}`,
  "mapping.removed": (data) => `removed the mapping of ${pair(data)} ${of(data)}`,
  "mapping.refresh_asked": (data) =>
    `asked to bring ${data.records} accounts up to date ${of(data)}`,
  "mapping.refresh_stopped": (data) => `stopped bringing accounts up to date ${of(data)}`,
  "mapping.refreshed": (data) =>
    `brought ${data.changed} of ${data.records} accounts up to date ${of(data)}`,
  "account.linked": (data) => `linked ${data.name} with ${data.service}: ${data.record}`,
  "account.source_lost": (data) =>
    `could not read ${list(data.labels)} for ${data.name} any more, which keeps what it holds`,
};
