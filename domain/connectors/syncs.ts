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
import { refreshAccounts } from "../onboarding/account_rollups.ts";
import { syncContact } from "./contact_syncs.ts";
import { begun, follow, type Following, nextMapped, pick } from "./following.ts";
import { FACTS, followedElsewhere, heldBy } from "./held_values.ts";
import {
  convert,
  type Fault,
  type FieldMapping,
  labelOf,
  listMappings,
  type MappedValues,
  refusal,
  type Rules,
  rulesOf,
} from "./mappings.ts";
import { keepRecord, type KnownRecord } from "./outside_records.ts";
import type { Connected, OutsideRecord } from "./service.ts";
import { isTaken } from "./sync_rules.ts";
import { OWN } from "./targets.ts";

export interface Synced {
  record: KnownRecord;
  /** The labels of what changed here. */
  changed: string[];
  faults: Fault[];
  /** Why nothing was changed, where there was something to change. */
  why: string;
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
  const ours = await followedHere(tx, before, mappings);
  const followed = follow(ours, held, mapped, anew);
  const unknown = await dropUnknownMember(tx, followed, mapped, faults, rules);
  const origin = { followed: sourceOf(connection, record), connectionId: connection.id };
  const changed = await takeOver(tx, account, followed, origin);
  const taken = followed.map(({ target }) => target).filter((one) => !unknown.includes(one));
  const next = {
    ...nextMapped(held, pick(mapped, taken), record),
    ...begun(ours, held, mapped, anew),
  };
  await flagLost(tx, account, held, next, origin);
  const after = await tx.updateTable("outside_records").set({ mapped: next })
    .where("id", "=", kept.id).returningAll().executeTakeFirstOrThrow();
  return { record: after, changed: changed.map((key) => labelOf(rules, key)), faults, why: "" };
}

/** Of several records of one account, the first that brought a value goes on to bring it. */
async function followedHere(
  tx: OrgDb,
  { id, account_id, mapped }: KnownRecord,
  mappings: FieldMapping[],
): Promise<FieldMapping[]> {
  const elsewhere = await followedElsewhere(tx, account_id!, id);
  return mappings.filter(({ target }) => {
    const other = elsewhere.get(target);
    return other === undefined || target in (mapped as MappedValues) && other > id;
  });
}

/** Answers the targets of which something changed here. */
async function takeOver(tx: OrgDb, account: Account, followed: Following[], origin: Origin) {
  return [
    ...await syncFacts(tx, account, followed, origin),
    ...await syncMember(tx, account, followed, origin),
    ...await syncContact(tx, account.id, followed, origin),
  ];
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
