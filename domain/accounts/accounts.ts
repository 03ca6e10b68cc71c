import { type Selectable, sql, type UpdateObject } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Moved, NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Accounts, FieldValue, FieldValues, Health, Tables } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { differences, staleError } from "../people/versions.ts";
import { keepWords } from "./account_search.ts";
import { matchKey } from "./duplicates.ts";
import { seesAll, type Viewer } from "./viewers.ts";

export type Account = Selectable<Accounts>;

/** An account with the names that its page shows. */
export type AccountWithPeople = Account & { csm: string | null; ae: string | null };

/** What a person says about an account. The CSM and the AE change by verbs of their own. */
export type Facts =
  & Pick<
    Account,
    | "name"
    | "domain"
    | "segment"
    | "industry"
    | "product_line"
    | "use_case"
    | "arr_cents"
    | "arr_currency"
    | "closed_on"
    | "go_live_on"
  >
  & { fields: FieldChanges };

/** Of the organisation's own fields, those that the form has. What is null is emptied. */
export type FieldChanges = Record<string, FieldValue | null>;

export async function findAccount(
  tx: OrgDb,
  viewer: Viewer,
  id: string,
): Promise<AccountWithPeople> {
  const account = await tx.selectFrom("accounts as a")
    .leftJoin("members as c", "c.id", "a.csm_id")
    .leftJoin("members as e", "e.id", "a.ae_id")
    .selectAll("a")
    .select(["c.name as csm", "e.name as ae"])
    .where("a.id", "=", id)
    .$if(!seesAll(viewer), (q) => q.where("a.ae_id", "=", viewer.id))
    .executeTakeFirst();
  if (!account) throw new NotFound();
  if (account.merged_into) throw new Moved(id, account.merged_into);
  return account;
}

/** The id comes with the form, so that a form which is sent twice makes one account. */
export async function createAccount(
  tx: OrgDb,
  facts: Facts & { id?: string; test?: boolean },
): Promise<Account> {
  const account = await tx.insertInto("accounts")
    .values({
      ...facts,
      id: facts.id ?? newId(),
      match_key: matchKey(facts.name),
      fields: filled(facts.fields),
    })
    .onConflict((conflict) => conflict.columns(["org_id", "id"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!account) throw new Refused("This account has just been added.");
  await keepWords(tx, account.id, account.id, searchText(account));
  await recordAccount(tx, account.id, "account.created", {
    name: account.name,
    ...(account.test && { test: true }),
  });
  return account;
}

export async function changeFacts(
  tx: OrgDb,
  id: string,
  version: number,
  /** Null lets health follow the plan. */
  { health, ...facts }: Facts & { health: Health | null },
  /** Where it comes from, for the account's history. */
  origin: Record<string, unknown> = {},
): Promise<Account> {
  const before = await lockAccount(tx, id, version);
  if (before.archived_at) {
    throw new Refused(`${before.name} is archived. Restore it before changing it.`);
  }
  const { fields: oldFields, ...old } = before;
  const { fields, ...plain } = {
    ...facts,
    health: health ?? before.health,
    health_by_hand: health !== null,
  };
  const changes = {
    ...differences<Record<string, unknown>>(old, plain),
    ...differences<Record<string, unknown>>(nullable(oldFields, fields), fields),
  };
  if (Object.keys(changes).length === 0) return before;
  const account = await updateAccount(tx, id, {
    ...plain,
    match_key: matchKey(facts.name),
    fields: filled({ ...oldFields, ...fields }),
  });
  await keepWords(tx, id, id, searchText(account));
  await recordAccount(tx, id, "account.changed", { name: account.name, changes, ...origin });
  return account;
}

/** Two people who change one account at once decide one after the other; the second is told. */
export async function lockAccount(tx: OrgDb, id: string, version?: number): Promise<Account> {
  const account = await tx.selectFrom("accounts").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
  if (!account) throw new NotFound();
  if (version !== undefined && account.version !== version) {
    throw await staleError(tx, account.name, id);
  }
  return account;
}

export async function updateAccount(
  tx: OrgDb,
  id: string,
  change: UpdateObject<Tables, "accounts">,
): Promise<Account> {
  return await tx.updateTable("accounts").set({ ...change, version: sql`version + 1` })
    .where("id", "=", id).returningAll().executeTakeFirstOrThrow();
}

/** All that happens to an account begins with "account", so its page and its row hear of it. */
export async function recordAccount(
  tx: OrgDb,
  accountId: string,
  kind: `account.${string}`,
  data: Record<string, unknown> = {},
): Promise<void> {
  await recordEvent(tx, { kind, subjectId: accountId, accountId, data });
}

export function searchText({ name, domain, industry, fields }: Account): string {
  const own = Object.values(fields).filter((value) => typeof value === "string");
  return [name, domain, industry, ...own].filter(Boolean).join(" ");
}

/** A field that holds nothing compares as null. */
function nullable(held: FieldValues, fields: FieldChanges): FieldChanges {
  return Object.fromEntries(Object.keys(fields).map((key) => [key, held[key] ?? null]));
}

export function filled(fields: FieldChanges): FieldValues {
  return Object.fromEntries(
    Object.entries(fields).filter((pair): pair is [string, FieldValue] => pair[1] !== null),
  );
}
