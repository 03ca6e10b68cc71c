import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";

/** "@Maya" or "@Maya Brandt": who is named in these notes, by note. */
export async function mentionedIn(
  tx: OrgDb,
  noteIds: string[],
): Promise<Map<string, string[]>> {
  if (noteIds.length === 0) return new Map();
  const notes = await tx.selectFrom("notes").select(["id", "body"])
    .where("id", "in", noteIds).execute();
  const asked = new Map(notes.map(({ id, body }) => [id, namedIn(body)]));
  const words = [...new Set([...asked.values()].flat().map(firstWord))].slice(0, MOST_NAMES);
  if (words.length === 0) return new Map();
  const people = await tx.selectFrom("members").select(["id", "name_key"])
    .where("deactivated_at", "is", null)
    .where(
      sql<boolean>`exists (select from unnest(${words}::text[]) as word
        where name_key >= word and name_key < word || ${LAST_CHARACTER})`,
    )
    .limit(MOST_PEOPLE).execute();
  return new Map(
    [...asked].map(([id, names]) => [id, [...new Set(names.flatMap((one) => meant(one, people)))]]),
  );
}

interface Person {
  id: string;
  name_key: string;
}

const MOST_NAMES = 20;
const MOST_PEOPLE = 200;
const LAST_CHARACTER = "\u{10ffff}";
const NAME = /(?<![\p{L}\p{N}.])@([\p{L}][\p{L}\p{M}'.-]*(?: [\p{L}][\p{L}\p{M}'.-]*){0,2})/gu;

/** What follows each @, up to three words of it. */
export function namedIn(body: string): string[] {
  return [...body.normalize("NFC").toLowerCase().matchAll(NAME)].map(([, name]) => name!)
    .slice(0, MOST_NAMES);
}

/** The longest name that fits; of a first name alone, the one person who has it. */
export function meant(name: string, people: Person[]): string[] {
  const whole = people.filter((one) => isWhole(name, one.name_key))
    .sort((a, b) => b.name_key.length - a.name_key.length)[0];
  if (whole) return [whole.id];
  const first = firstWord(name);
  const alike = people.filter(({ name_key }) => firstWord(name_key) === first);
  return alike.length === 1 ? [alike[0]!.id] : [];
}

function isWhole(name: string, key: string): boolean {
  return name === key || name.startsWith(`${key} `) || name.startsWith(`${key}.`);
}

function firstWord(name: string): string {
  return name.split(" ")[0]!.replace(/[.'-]+$/, "");
}
