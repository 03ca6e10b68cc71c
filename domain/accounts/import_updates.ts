import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { type Happening, recordEvents } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import { differences } from "../people/versions.ts";
import type { Account } from "./accounts.ts";
import { matchKey } from "./duplicates.ts";
import {
  importedBy,
  insertContacts,
  keepAllWords,
  namesOf,
  type Outcome,
  ownFields,
  type Planned,
} from "./import_creations.ts";
import type { Import } from "./imports.ts";

const FACTS = [
  ...["name", "domain", "segment", "industry", "product_line", "use_case"] as const,
  ...["arr_cents", "arr_currency", "closed_on", "go_live_on"] as const,
];

interface Update extends Planned {
  before: Account;
}

/** Accounts that are there already take what their row says; what it leaves empty stays. */
export async function updateImported(
  tx: OrgDb,
  found: Import,
  rows: Planned[],
): Promise<Outcome[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ twin_account_id }) => twin_account_id!).sort();
  const accounts = await tx.selectFrom("accounts").selectAll().where("id", "in", ids)
    .orderBy("id").forUpdate().execute();
  const free = new Map(accounts.map((account) => [account.id, account]));
  const outcomes: Outcome[] = [];
  const updates: Update[] = [];
  for (const row of rows) {
    const before = free.get(row.twin_account_id!);
    const account_id = row.twin_account_id!;
    if (!before) outcomes.push(rejected(row, "A row above updates the same account."));
    else if (before.archived_at) outcomes.push(rejected(row, "The account is archived now."));
    else {
      updates.push({ ...row, before });
      outcomes.push({ row_no: row.row_no, outcome: "updated", account_id });
    }
    free.delete(account_id);
  }
  await change(tx, found, updates);
  return outcomes;
}

function rejected({ row_no }: Planned, error: string): Outcome {
  return { row_no, outcome: "rejected", error };
}

async function change(tx: OrgDb, found: Import, updates: Update[]): Promise<void> {
  if (updates.length === 0) return;
  const origin = await importedBy(tx, found);
  const people = updates.flatMap(({ reading, before }) => [
    ...[reading.csm_id, reading.ae_id],
    ...[before.csm_id, before.ae_id],
  ]);
  const names = await namesOf(tx, people);
  const events: Happening[] = [];
  const after = updates.map(({ reading, before }) => {
    const account = merged(before, reading);
    const about = { subjectId: before.id, accountId: before.id };
    const { fields, csm_id, ae_id, ...plain } = account;
    const changes = {
      ...differences<Record<string, unknown>>({ ...before }, plain),
      ...differences<Record<string, unknown>>(before.fields, fields),
    };
    if (Object.keys(changes).length > 0) {
      const data = { name: account.name, changes, ...origin };
      events.push({ kind: "account.changed", ...about, data });
    }
    for (const [role, toId] of [["csm", csm_id], ["ae", ae_id]] as const) {
      const fromId = before[`${role}_id`];
      if (!toId || toId === fromId) continue;
      const kind = `account.${role}_${fromId ? "transferred" : "assigned"}`;
      const from = fromId ? { from: names.get(fromId), fromId } : {};
      const data = { name: account.name, ...from, to: names.get(toId), toId, ...origin };
      events.push({ kind, ...about, data });
    }
    return { id: before.id, match_key: matchKey(account.name), ...account };
  });
  await sql`update accounts a set name = u.name, match_key = u.match_key, domain = u.domain,
      segment = u.segment, industry = u.industry, product_line = u.product_line,
      use_case = u.use_case, arr_cents = u.arr_cents, arr_currency = u.arr_currency,
      closed_on = u.closed_on, go_live_on = u.go_live_on, csm_id = u.csm_id, ae_id = u.ae_id,
      fields = u.fields, version = a.version + 1
    from jsonb_to_recordset(${after}::jsonb) as u (id uuid, name text, match_key text,
      domain text, segment text, industry text, product_line text, use_case text,
      arr_cents bigint, arr_currency text, closed_on date, go_live_on date, csm_id uuid,
      ae_id uuid, fields jsonb)
    where a.id = u.id`.execute(tx);
  await sql`delete from search_words where source_id = account_id
    and account_id = any(${after.map(({ id }) => id)}::uuid[])`.execute(tx);
  await keepAllWords(
    tx,
    after.map(({ id, name, domain, industry, fields }) => {
      const own = Object.values(fields).filter((value) => typeof value === "string");
      const text = [name, domain, industry, ...own].filter(Boolean).join(" ");
      return { accountId: id, sourceId: id, text };
    }),
  );
  await recordEvents(tx, [...events, ...await addContacts(tx, updates, origin)]);
}

function merged(before: Account, { account, given, csm_id, ae_id }: Planned["reading"]) {
  const says = (fact: typeof FACTS[number]) =>
    given.includes(fact.startsWith("arr_") ? "arr" : fact);
  const facts = Object.fromEntries(
    FACTS.map((fact) => [fact, says(fact) ? account[fact] : before[fact]]),
  ) as Pick<Account, typeof FACTS[number]>;
  return {
    ...facts,
    fields: { ...before.fields, ...ownFields(account.fields, given) },
    csm_id: csm_id ?? before.csm_id,
    ae_id: ae_id ?? before.ae_id,
  };
}

/** A contact whose address the account does not have is added; those it has stay as they are. */
async function addContacts(
  tx: OrgDb,
  updates: Update[],
  origin: Record<string, unknown>,
): Promise<Happening[]> {
  const ids = updates.map(({ before }) => before.id);
  const held = await tx.selectFrom("contacts").select(["account_id", "email"])
    .where("account_id", "in", ids).where("removed_at", "is", null).execute();
  const emails = new Set(held.map(({ account_id, email }) => `${account_id} ${email}`));
  const haveSome = new Set(held.map(({ account_id }) => account_id));
  const added = updates.flatMap(({ before: { id: account_id }, reading: { contact } }) =>
    contact && !emails.has(`${account_id} ${contact.email}`)
      ? [{ ...contact, id: newId(), account_id, is_primary: !haveSome.has(account_id) }]
      : []
  );
  await insertContacts(tx, added);
  return added.map(({ account_id, name, email }) => ({
    kind: "account.contact_added",
    subjectId: account_id,
    accountId: account_id,
    data: { name, email, ...origin },
  }));
}
