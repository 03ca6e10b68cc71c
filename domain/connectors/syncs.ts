import {
  type Account,
  changeFacts,
  type Facts,
  lockAccount,
  recordAccount,
} from "../accounts/accounts.ts";
import { assign, assignable } from "../accounts/assignments.ts";
import { SERVICE_NAMES } from "../base/service_names.ts";
import type { OrgDb } from "../base/db.ts";
import type { FieldValue } from "../base/schema.ts";
import { refreshAccounts } from "../onboarding/account_rollups.ts";
import { syncContact } from "./contact_syncs.ts";
import { FACTS, heldBy } from "./held_values.ts";
import {
  convert,
  type Fault,
  type FieldMapping,
  labelOf,
  listMappings,
  type Mapped,
  type MappedValues,
  refusal,
  type Rules,
  rulesOf,
} from "./mappings.ts";
import { keepRecord, type KnownRecord } from "./outside_records.ts";
import type { Connected, OutsideRecord } from "./service.ts";
import { isTaken } from "./sync_rules.ts";
import { OWN, type Policy } from "./targets.ts";

export interface Synced {
  record: KnownRecord;
  /** The labels of what changed here. */
  changed: string[];
  faults: Fault[];
  /** Why nothing was changed, where there was something to change. */
  why: string;
}

/** One value of an account that follows a record. */
export interface Following {
  target: string;
  policy: Policy;
  last: FieldValue | null | undefined;
  now: FieldValue | null;
}

/** What an account's own history says of where a change came from. */
export type Origin = { followed: string; connectionId: string };

/**
 * Brings the account of a record up to date, by the policy of each field. A field that was mapped
 * otherwise when the account was last brought up to date is left alone, unless somebody asked for
 * all of them `anew`. Undefined where no account follows the record.
 */
export async function syncRecord(
  tx: OrgDb,
  connection: Pick<Connected, "id" | "service" | "environment">,
  record: OutsideRecord,
  { anew = false }: { anew?: boolean } = {},
): Promise<Synced | undefined> {
  const before = await tx.selectFrom("outside_records").selectAll()
    .where("connection_id", "=", connection.id).where("record_id", "=", record.id)
    .forUpdate().executeTakeFirst();
  if (!before?.account_id) return undefined;
  const [mappings, rules] = await Promise.all([
    listMappings(tx, connection.id),
    rulesOf(tx, connection.id),
  ]);
  const { mapped, faults } = convert(mappings, record, rules);
  const account = await lockAccount(tx, before.account_id);
  const why = whyNot(connection, account, record);
  const kept = await keepRecord(tx, connection.id, record, mapped);
  if (why) return { record: kept, changed: [], faults, why };
  const held = before.mapped as MappedValues;
  const followed = follow(mappings, held, mapped, anew);
  const origin = { followed: sourceOf(connection, record), connectionId: connection.id };
  const unknown = await dropUnknownMember(tx, followed, mapped, faults, rules);
  const changed = [
    ...await syncFacts(tx, account, followed, origin),
    ...await syncMember(tx, account, followed, origin),
    ...await syncContact(tx, account.id, followed, origin),
  ];
  const next = nextMapped(held, mapped, followed.map(({ target }) => target), record, unknown);
  await flagLost(tx, account, held, next, origin);
  const after = await tx.updateTable("outside_records").set({ mapped: next })
    .where("id", "=", kept.id).returningAll().executeTakeFirstOrThrow();
  return { record: after, changed: changed.map((key) => labelOf(rules, key)), faults, why: "" };
}

/** In words, why an account is left alone. */
function whyNot(
  { environment }: Pick<Connected, "environment">,
  account: Account,
  record: OutsideRecord,
): string {
  if (record.gone) return "It is deleted or archived there, so the account stays as it is.";
  if (account.archived_at) return `${account.name} is archived.`;
  if (environment !== "production" && !account.test) {
    return `${account.name} is a real account, and this is a ${environment} connection.`;
  }
  return "";
}

/** "Salesforce: Northwind 2026" */
export function sourceOf({ service }: Pick<Connected, "service">, { name }: { name: string }) {
  return `${SERVICE_NAMES[service]}: ${name}`;
}

function follow(
  mappings: FieldMapping[],
  held: MappedValues,
  mapped: MappedValues,
  anew: boolean,
): Following[] {
  // Nobody is removed where nobody is named, so whoever was followed is followed further.
  const namesNobody = (mapped.contact_email?.value ?? null) === null;
  return mappings.flatMap(({ target, policy, field }) => {
    const read = target.startsWith("contact_") && namesNobody ? undefined : mapped[target];
    if (!read || (!anew && held[target]?.field !== field)) return [];
    return [{ target, policy, last: held[target]?.value, now: read.value }];
  });
}

/** An owner whom nobody here has the address of is told, and takes nobody's place. */
async function dropUnknownMember(
  tx: OrgDb,
  followed: Following[],
  mapped: MappedValues,
  faults: Fault[],
  rules: Rules,
): Promise<string[]> {
  const at = followed.findIndex(({ target }) => target === "ae");
  const email = followed[at]?.now;
  if (typeof email !== "string") return [];
  const members = await assignable(tx, "ae");
  if (members.some((one) => one.email === email)) return [];
  followed.splice(at, 1);
  const expected = "the address of an account executive in Thread";
  faults.push({
    target: "ae",
    required: false,
    kind: "invalid",
    text: refusal(mapped.ae!.label || labelOf(rules, "ae"), email, expected),
  });
  return ["ae"];
}

async function syncFacts(
  tx: OrgDb,
  account: Account,
  followed: Following[],
  origin: Origin,
): Promise<string[]> {
  const taken = followed.filter((one) => {
    const here = heldBy(account, one.target);
    return here !== undefined && isTaken({ ...one, here }) &&
      !(one.target === "name" && one.now === null);
  });
  if (taken.length === 0) return [];
  const health = account.health_by_hand ? account.health : null;
  await changeFacts(tx, account.id, account.version, { ...given(account, taken), health }, origin);
  if (taken.some(({ target }) => target === "go_live_on")) await refreshAccounts(tx, [account.id]);
  return taken.map(({ target }) => target);
}

function given(account: Account, taken: Following[]): Facts {
  const facts: Record<string, unknown> = {
    ...Object.fromEntries(FACTS.map((fact) => [fact, account[fact]])),
    arr_cents: account.arr_cents,
    arr_currency: account.arr_currency,
  };
  const fields: Facts["fields"] = {};
  for (const { target, now } of taken) {
    if (target.startsWith(OWN)) fields[target.slice(OWN.length)] = now;
    else if (target !== "arr") facts[target] = now;
    else {
      const money = now as { cents: number; currency: string } | null;
      facts.arr_cents = money?.cents ?? null;
      if (money) facts.arr_currency = money.currency;
    }
  }
  return { ...facts, fields } as Facts;
}

async function syncMember(
  tx: OrgDb,
  account: Account,
  followed: Following[],
  origin: Origin,
): Promise<string[]> {
  const one = followed.find(({ target }) => target === "ae");
  if (!one) return [];
  const members = await assignable(tx, "ae");
  const present = account.ae_id === null
    ? undefined
    : await tx.selectFrom("members").select("email").where("id", "=", account.ae_id)
      .executeTakeFirst();
  if (!isTaken({ ...one, here: present?.email ?? null })) return [];
  const member = members.find(({ email }) => email === one.now);
  await assign(tx, account.id, "ae", member?.id ?? null, undefined, origin);
  return ["ae"];
}

/** What the account follows from now on, and what it still holds from when it could be read. */
function nextMapped(
  held: MappedValues,
  mapped: MappedValues,
  followed: string[],
  { hidden, missing }: OutsideRecord,
  unknown: string[],
): MappedValues {
  const old = Object.entries(held).map(([target, one]): [string, Mapped] => {
    const { lost: _, ...plain } = one;
    if (hidden.includes(one.field)) return [target, { ...plain, lost: "hidden" }];
    return [target, missing.includes(one.field) ? { ...plain, lost: "missing" } : plain];
  });
  const fresh = followed.filter((target) => !unknown.includes(target))
    .map((target) => [target, mapped[target]!]);
  return { ...Object.fromEntries(old), ...Object.fromEntries(fresh) };
}

/** Nothing here is erased for it: the account keeps what it holds, and says how old that is. */
async function flagLost(
  tx: OrgDb,
  account: Account,
  held: MappedValues,
  next: MappedValues,
  origin: Origin,
): Promise<void> {
  const lost = Object.entries(next).filter(([target, one]) =>
    one.lost !== undefined && held[target]?.lost !== one.lost
  );
  if (lost.length === 0) return;
  await recordAccount(tx, account.id, "account.source_lost", {
    name: account.name,
    labels: lost.map(([, { label }]) => label),
    ...origin,
  });
}
