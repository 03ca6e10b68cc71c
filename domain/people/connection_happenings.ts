type Data = Record<string, unknown>;

const name = (data: Data) => String(data.name ?? "a connection");
const because = (data: Data) => data.reason ? `: ${data.reason}` : "";

/** What happens to connections, after the name of who did it. */
export const CONNECTION_SENTENCES: Record<string, (data: Data) => string> = {
  "connection.connected": (data) => `connected ${name(data)}`,
  "connection.reconnected": (data) => `connected ${name(data)} again`,
  "connection.lost": (data) => `lost the permission to read ${name(data)}${because(data)}`,
  "connection.disconnected": (data) => `disconnected ${name(data)}`,
  "connection.changed": (data) => `changed the settings of ${name(data)}`,
  "connection.hook_opened": (data) => `made a new address for calls of ${name(data)}`,
  "connection.resent": (data) => `sent ${String(data.record ?? "a delivery")} again`,
};
