import type { Actor, UnitOptions } from "./db.ts";

/** What begins a transaction, with its settings, in one message. */
export function opening(
  { readOnly }: UnitOptions,
  settings: Record<string, string | undefined> = {},
): string {
  const begin = readOnly ? "begin read only" : "begin";
  const lines = Object.entries(settings).filter(([, value]) => value)
    .map(([name, value]) => `set local thread.${name} = '${value}'`);
  return [begin, ...lines].join("; ");
}

export function actorSettings({ kind, id, cause }: Actor) {
  return {
    actor_kind: kind,
    actor_id: id && uuid(id),
    cause: cause?.replace(/[^\w:./ -]/g, "").slice(0, 200),
  };
}

/** These values are written into SQL text, so nothing but a UUID passes. */
export function uuid(value: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) {
    throw new Error("An organisation, account or actor id must be a UUID");
  }
  return value;
}
