import { type ExpressionBuilder, type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import type { Members, Role, Tables } from "../base/schema.ts";

export type Member = Selectable<Members>;

export interface MemberFilter {
  q?: string;
  role?: Role;
  deactivated?: boolean;
  /** The id of the member after, or before, which the page stands. */
  after?: string;
  before?: string;
}

export interface MemberPage {
  members: Member[];
  previous?: string;
  next?: string;
}

const PAGE = 50;

export async function findMember(tx: OrgDb, id: string): Promise<Member> {
  const member = await tx.selectFrom("members").selectAll().where("id", "=", id)
    .executeTakeFirst();
  if (!member) throw new NotFound();
  return member;
}

export async function listMembers(tx: OrgDb, filter: MemberFilter): Promise<MemberPage> {
  const backwards = filter.before !== undefined && filter.after === undefined;
  const edge = filter.after ?? filter.before;
  const from = edge === undefined
    ? undefined
    : await tx.selectFrom("members").select(["name_key", "id"])
      .where("id", "=", edge).executeTakeFirst();
  const compare = backwards ? sql`<` : sql`>`;
  const found = await tx.selectFrom("members").selectAll()
    .where("deactivated_at", filter.deactivated ? "is not" : "is", null)
    .$if(Boolean(filter.role), (q) => q.where(sql<boolean>`roles @> array[${filter.role}]`))
    .$if(Boolean(filter.q), (q) => q.where((e) => namedLike(e, filter.q!)))
    .$if(
      Boolean(from),
      (q) =>
        q.where(sql<boolean>`(name_key, id) ${compare} (${from!.name_key}, ${from!.id}::uuid)`),
    )
    .orderBy("name_key", backwards ? "desc" : "asc")
    .orderBy("id", backwards ? "desc" : "asc")
    .limit(PAGE + 1)
    .execute();
  const more = found.length > PAGE;
  const members = found.slice(0, PAGE);
  if (backwards) members.reverse();
  const first = members[0]?.id;
  const last = members.at(-1)?.id;
  return {
    members,
    previous: (backwards ? more : Boolean(from)) ? first : undefined,
    next: (backwards || more) ? last : undefined,
  };
}

/** The few members whose name, surname or address begins like this, each by its own index. */
export async function searchMembers(tx: OrgDb, q: string, limit: number): Promise<Member[]> {
  const columns = ["name_key", "surname_key", "email"] as const;
  const found = await Promise.all(columns.map((column) =>
    tx.selectFrom("members").selectAll()
      .where((e) => beginsWith(e, column, q))
      .where("deactivated_at", "is", null)
      .orderBy(column)
      .limit(limit)
      .execute()
  ));
  const unique = new Map(found.flat().map((member) => [member.id, member]));
  return [...unique.values()].slice(0, limit);
}

type Where = ExpressionBuilder<Tables, "members">;

function namedLike(e: Where, q: string) {
  return e.or([
    beginsWith(e, "name_key", q),
    beginsWith(e, "surname_key", q),
    beginsWith(e, "email", q),
  ]);
}

/**
 * A range instead of `like`: nothing typed is a wildcard, and row security lets an index answer it,
 * which it does not for `like` because that operator is not leakproof.
 */
function beginsWith(e: Where, column: "name_key" | "surname_key" | "email", q: string) {
  return e.and([
    e(column, ">=", sql<string>`lower(${q})`),
    e(column, "<", sql<string>`lower(${q}) || ${LAST_CHARACTER}`),
  ]);
}

const LAST_CHARACTER = "\u{10ffff}";

const MOST_OFFERED = 500;

/** Everybody who can be chosen for something, by name. */
export async function activeMembers(tx: OrgDb): Promise<{ id: string; name: string }[]> {
  return await tx.selectFrom("members").select(["id", "name"]).where("deactivated_at", "is", null)
    .orderBy("name_key").limit(MOST_OFFERED).execute();
}
