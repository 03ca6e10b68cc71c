import { type RawBuilder, sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import type { Viewer } from "./viewers.ts";
import { seesAll } from "./viewers.ts";

export interface FoundAccount {
  id: string;
  name: string;
  domain: string | null;
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
export function keepWords(
  tx: OrgDb,
  accountId: string,
  sourceId: string,
  text: string,
): Promise<void> {
  const words = wordsIn(text);
  sendAlong(
    tx,
    sql`with gone as (
        delete from search_words where account_id = ${accountId} and source_id = ${sourceId}
          and word <> all(${words}::text[])
      )
      insert into search_words (word, account_id, source_id)
      select word, ${accountId}, ${sourceId} from unnest(${words}::text[]) word
      on conflict do nothing`,
  );
  return Promise.resolve();
}

export async function forgetWords(tx: OrgDb, accountId: string, sourceId: string): Promise<void> {
  await tx.deleteFrom("search_words")
    .where("account_id", "=", accountId).where("source_id", "=", sourceId).execute();
}

/**
 * Accounts in the lists for which every typed word begins a word of the account, a contact or a
 * note. Of words that very many have, the first thousand places are looked at before all are.
 */
export async function searchAccounts(
  tx: OrgDb,
  viewer: Viewer,
  typed: string,
  limit = 8,
): Promise<FoundAccount[]> {
  const words = await countWords(tx, typed);
  if (words.length === 0) return [];
  const find = (conditions: RawBuilder<boolean>[]) =>
    tx.selectFrom("accounts as a")
      .select(["a.id", "a.name", "a.domain"])
      .where(sql<boolean>`${sql.join(conditions, sql` and `)}`)
      .where("a.archived_at", "is", null)
      .$if(!seesAll(viewer), (q) => q.where("a.ae_id", "=", viewer.id))
      .orderBy("a.name_key")
      .orderBy("a.id")
      .limit(limit)
      .execute();
  const [rarest, ...others] = words;
  const found = await find([isAmong(rarest!.word), ...others.map(({ word }) => has(word))]);
  return found.length > 0 || rarest!.found < COMMON ? found : await find(conditionsOn(words));
}

/**
 * Conditions on the account `a`; none where nothing was typed that can be looked for. A rare word
 * is looked up first, and the others are tried on what it finds. Where all are common, each account
 * is tried in the order of the list, which is soon full.
 */
export async function wordConditions(tx: OrgDb, typed: string): Promise<RawBuilder<boolean>[]> {
  return conditionsOn(await countWords(tx, typed));
}

interface CountedWord {
  word: string;
  /** In how many places, up to `COMMON`. */
  found: number;
}

const COMMON = 1000;

async function countWords(tx: OrgDb, typed: string): Promise<CountedWord[]> {
  const words = wordsIn(typed.slice(0, 200)).slice(0, MOST_WORDS);
  if (words.length === 0) return [];
  const { rows } = await sql<CountedWord>`
    select typed.word, (select count(*)::int from (
      select from search_words w where ${begins(sql`typed.word`)} limit ${COMMON}) counted) as found
    from unnest(${words}::text[]) typed (word) order by found`.execute(tx);
  return rows;
}

function conditionsOn(words: CountedWord[]): RawBuilder<boolean>[] {
  return words.map(({ word, found }, at) => at === 0 && found < COMMON ? isAmong(word) : has(word));
}

function isAmong(word: string) {
  return sql<boolean>`a.id = any(array(select w.account_id from search_words w
    where ${begins(sql`${word}`)} order by w.word, w.account_id limit ${COMMON}))`;
}

function has(word: string) {
  return sql<boolean>`(select true from search_words w
    where w.account_id = a.id and ${begins(sql`${word}`)} limit 1)`;
}

/** The words from this one to the last that it begins: a range of the index. */
function begins(word: RawBuilder<unknown>) {
  return sql`w.org_id = current_org() and w.word >= ${word}::text
    and w.word < ${word}::text || ${LAST_CHARACTER}`;
}
