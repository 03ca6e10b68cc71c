import { sql } from "kysely";
import { formatDay } from "../base/calendar.ts";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { differences } from "../people/versions.ts";
import type { AccountField } from "./account_fields.ts";
import { keepWords } from "./account_search.ts";
import { fieldInWords } from "./account_words.ts";
import {
  type Account,
  type AccountWithPeople,
  filled,
  recordAccount,
  searchText,
  updateAccount,
} from "./accounts.ts";
import { matchKey } from "./duplicates.ts";
import { formatMoney } from "./money.ts";

/** A fact of two accounts, side by side; it is chosen where they differ. */
export interface MergeFact {
  key: string;
  label: string;
  /** In words, empty where nothing is known. */
  words: [string, string];
  differs: boolean;
}

const PLAIN = [
  ["name", "Name"],
  ["domain", "Domain"],
  ["segment", "Segment"],
  ["industry", "Industry"],
  ["product_line", "Product line"],
  ["use_case", "Use case"],
  ["time_zone", "Time zone"],
] as const;

export function factsToMerge(
  pair: [AccountWithPeople, AccountWithPeople],
  fields: AccountField[],
): MergeFact[] {
  const fact = (key: string, label: string, say: (one: AccountWithPeople) => string): MergeFact => {
    const words: [string, string] = [say(pair[0]), say(pair[1])];
    return { key, label, words, differs: words[0] !== words[1] };
  };
  const day = (on: string | null) => on ? formatDay(on, "en-GB") : "";
  return [
    ...PLAIN.map(([key, label]) => fact(key, label, (one) => one[key] ?? "")),
    fact(
      "arr",
      "ARR",
      ({ arr_cents: cents, arr_currency: currency }) =>
        cents === null ? "" : formatMoney({ cents, currency }),
    ),
    fact("closed_on", "Close date", (one) => day(one.closed_on)),
    fact("go_live_on", "Go-live", (one) => day(one.go_live_on)),
    fact("csm_id", "CSM", (one) => one.csm ?? ""),
    fact("ae_id", "Account executive", (one) => one.ae ?? ""),
    ...fields.map(({ key, label }) =>
      fact(`field_${key}`, label, (one) => fieldInWords(one.fields[key]))
    ),
  ];
}

/** Which account each differing fact is taken from, by its key. */
export type FactChoices = ReadonlyMap<string, string>;

/** Unites what the two accounts say and hold. The account that goes points to the one that stays. */
export async function mergeRecords(
  tx: OrgDb,
  kept: Account,
  gone: Account,
  choices: FactChoices,
): Promise<Account> {
  const facts = chosenFacts(kept, gone, choices);
  const account = await updateAccount(tx, kept.id, { ...facts, match_key: matchKey(facts.name) });
  await keepWords(tx, kept.id, kept.id, searchText(account));
  await moveContacts(tx, kept, gone);
  moveNotes(tx, kept, gone);
  moveWords(tx, kept, gone);
  joinCollaborators(tx, kept, gone);
  joinChannels(tx, kept, gone);
  await pointTo(tx, kept, gone);
  const changes = differences<Record<string, unknown>>({ ...kept }, facts);
  await recordAccount(tx, kept.id, "account.merged", {
    name: kept.name,
    other: gone.name,
    otherId: gone.id,
    changes,
  });
  await recordAccount(tx, gone.id, "account.merged_away", { name: gone.name, into: kept.name });
  return account;
}

function chosenFacts(kept: Account, gone: Account, choices: FactChoices) {
  const from = (key: string) => choices.get(key) === gone.id ? gone : kept;
  const keys = new Set([...Object.keys(kept.fields), ...Object.keys(gone.fields)]);
  const fields = [...keys].map((key) => [key, from(`field_${key}`).fields[key] ?? null] as const);
  const arr = from("arr");
  return {
    name: from("name").name,
    domain: from("domain").domain,
    segment: from("segment").segment,
    industry: from("industry").industry,
    product_line: from("product_line").product_line,
    use_case: from("use_case").use_case,
    time_zone: from("time_zone").time_zone,
    arr_cents: arr.arr_cents,
    arr_currency: arr.arr_currency,
    closed_on: from("closed_on").closed_on,
    go_live_on: from("go_live_on").go_live_on,
    csm_id: from("csm_id").csm_id,
    ae_id: from("ae_id").ae_id,
    fields: filled(Object.fromEntries(fields)),
  };
}

const MOST_CONTACTS = 200;

/** The same address is one contact: theirs stays behind, and fills in what is not known here. */
async function moveContacts(tx: OrgDb, kept: Account, gone: Account) {
  const { rows: [count] } = await sql<{ count: number }>`
    select count(distinct email)::int as count from contacts
    where account_id = any(${[kept.id, gone.id]}::uuid[]) and removed_at is null`.execute(tx);
  if (count!.count > MOST_CONTACTS) {
    throw new Refused(`Together they have more than ${MOST_CONTACTS} contacts. Remove some first.`);
  }
  await sql`update contacts k set version = k.version + 1,
      job_title = case when k.job_title = '' then g.job_title else k.job_title end,
      phone = case when k.phone = '' then g.phone else k.phone end
    from contacts g
    where k.account_id = ${kept.id} and g.account_id = ${gone.id} and g.email = k.email
      and k.removed_at is null and g.removed_at is null
      and (k.job_title = '' and g.job_title <> '' or k.phone = '' and g.phone <> '')`.execute(tx);
  await sql`update contacts c set account_id = ${kept.id}, version = c.version + 1,
      is_primary = c.is_primary
        and not exists (select from contacts p where p.account_id = ${kept.id} and p.is_primary)
    where c.account_id = ${gone.id} and c.removed_at is null
      and c.email not in (select email from contacts k
        where k.account_id = ${kept.id} and k.removed_at is null)`.execute(tx);
}

function moveNotes(tx: OrgDb, kept: Account, gone: Account) {
  sendAlong(tx, sql`update notes set account_id = ${kept.id} where account_id = ${gone.id}`);
}

/** Whoever looks for the old name, or for a contact or a note of it, finds the account that stays. */
function moveWords(tx: OrgDb, kept: Account, gone: Account) {
  sendAlong(
    tx,
    sql`insert into search_words (word, account_id, source_id)
      select word, ${kept.id}, source_id from search_words where account_id = ${gone.id}
      on conflict do nothing`,
  );
  sendAlong(tx, sql`delete from search_words where account_id = ${gone.id}`);
}

function joinCollaborators(tx: OrgDb, kept: Account, gone: Account) {
  sendAlong(
    tx,
    sql`insert into collaborators (account_id, member_id, created_at)
      select ${kept.id}, member_id, created_at from collaborators where account_id = ${gone.id}
      on conflict do nothing`,
  );
}

/** Where one of them has none, it is the other's. */
function joinChannels(tx: OrgDb, kept: Account, gone: Account) {
  sendAlong(
    tx,
    sql`insert into account_channels (account_id, channel_id, chosen_by, chosen_at)
      select ${kept.id}, channel_id, chosen_by, chosen_at from account_channels
      where account_id = ${gone.id} on conflict do nothing`,
  );
}

async function pointTo(tx: OrgDb, kept: Account, gone: Account) {
  await tx.updateTable("accounts").set({ merged_into: kept.id }).where("merged_into", "=", gone.id)
    .execute();
  await updateAccount(tx, gone.id, {
    archived_at: sql<Date>`coalesce(archived_at, now())`,
    merged_at: sql<Date>`now()`,
    merged_into: kept.id,
  });
}

/** The account itself, and every one that went into it: their histories are read as one. */
export async function mergedIds(tx: OrgDb, id: string): Promise<string[]> {
  const gone = await tx.selectFrom("accounts").select("id").where("merged_into", "=", id).execute();
  return [id, ...gone.map((one) => one.id)];
}
