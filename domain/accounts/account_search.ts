import { type RawBuilder, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Viewer } from "./viewers.ts";
import { seesAll } from "./viewers.ts";

export interface FoundAccount {
  id: string;
  name: string;
  domain: string | null;
  archived: boolean;
}

const LAST_CHARACTER = "\u{10ffff}";
const MOST_WORDS = 5;

/** What a text can be found by: its words in lower case, without marks, and addresses in parts. */
export function wordsIn(text: string): string[] {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => [...word].slice(0, 40).join("")))];
}

/** Puts the words of one thing (an account, a contact, a note) in the place of those it had. */
export async function keepWords(
  tx: OrgDb,
  accountId: string,
  sourceId: string,
  text: string,
): Promise<void> {
  await sql`with gone as (
      delete from search_words where source_id = ${sourceId}
        and word <> all(${wordsIn(text)}::text[])
    )
    insert into search_words (word, account_id, source_id)
    select word, ${accountId}, ${sourceId} from unnest(${wordsIn(text)}::text[]) word
    on conflict do nothing`.execute(tx);
}

export async function forgetWords(tx: OrgDb, sourceId: string): Promise<void> {
  await tx.deleteFrom("search_words").where("source_id", "=", sourceId).execute();
}

/** Accounts for which every typed word begins a word of the account, a contact or a note. */
export async function searchAccounts(
  tx: OrgDb,
  viewer: Viewer,
  typed: string,
  { limit = 8, archived = false } = {},
): Promise<FoundAccount[]> {
  const conditions = wordConditions(typed);
  if (conditions.length === 0) return [];
  return await tx.selectFrom("accounts as a")
    .select(["a.id", "a.name", "a.domain", sql<boolean>`a.archived_at is not null`.as("archived")])
    .where(sql<boolean>`${sql.join(conditions, sql` and `)}`)
    .$if(!archived, (q) => q.where("a.archived_at", "is", null))
    .$if(!seesAll(viewer), (q) => q.where("a.ae_id", "=", viewer.id))
    .orderBy("a.archived_at", (order) => order.desc().nullsFirst())
    .orderBy("a.name_key")
    .orderBy("a.id")
    .limit(limit)
    .execute();
}

/** One condition on `a.id` for each word; none where nothing was typed that can be looked for. */
export function wordConditions(typed: string): RawBuilder<boolean>[] {
  return wordsIn(typed.slice(0, 200)).slice(0, MOST_WORDS).map((word) =>
    sql<boolean>`a.id in (select w.account_id from search_words w
      where w.org_id = current_org() and w.word >= ${word} and w.word < ${word + LAST_CHARACTER})`
  );
}
