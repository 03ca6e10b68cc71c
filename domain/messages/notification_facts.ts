import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Role } from "../base/schema.ts";
import { may } from "../people/roles.ts";
import { mentionedIn } from "./mentions.ts";
import type { Audience } from "./notification_rules.ts";

/** An event as it is told. */
export interface ToldEvent {
  id: number;
  xid: string;
  at: Date;
  kind: string;
  account_id: string | null;
  subject_id: string | null;
  actor_id: string | null;
  data: Record<string, unknown>;
}

/** Answers who the people of an audience are, for one event. */
export type Finder = (event: ToldEvent, audience: Audience) => string[];

const MOST_HOLDERS = 50;

/** Everything that the audiences of these events need, in a fixed number of questions. */
export async function readFacts(tx: OrgDb, events: ToldEvent[]): Promise<Finder> {
  const accountIds = unique(events.map(({ account_id }) => account_id));
  const [accounts, collaborators, handoffs, holders, importers, mentions] = await Promise.all([
    accountIds.length === 0 ? [] : tx.selectFrom("accounts").select(["id", "csm_id", "ae_id"])
      .where("id", "in", accountIds).execute(),
    accountIds.length === 0
      ? []
      : tx.selectFrom("collaborators").select(["account_id", "member_id"])
        .where("account_id", "in", accountIds).execute(),
    rowsOf(tx, "handoffs", subjectsOf(events, "handoff.")),
    holdersOf(tx),
    rowsOf(tx, "imports", subjectsOf(events, "import.")),
    mentionedIn(tx, events.flatMap(noteOf)),
  ]);
  const accountOf = byId(accounts);
  const handoffOf = byId(handoffs);
  const importOf = byId(importers);
  const besides = Map.groupBy(collaborators, ({ account_id }) => account_id);
  const find: Record<Audience, (event: ToldEvent) => unknown[]> = {
    csm: ({ account_id }) => [accountOf.get(account_id)?.csm_id],
    ae: ({ account_id }) => [accountOf.get(account_id)?.ae_id],
    collaborators: ({ account_id }) =>
      (besides.get(account_id!) ?? []).map(({ member_id }) => member_id),
    received: ({ data }) => [data.toId],
    passed_on: ({ data }) => [data.fromId],
    asked: ({ subject_id }) => [handoffOf.get(subject_id)?.ae_id],
    asker: ({ subject_id }) => [handoffOf.get(subject_id)?.asked_by],
    named: ({ data }) => [data.memberId, data.memberIds].flat(),
    lead: ({ data }) => [data.leadIds].flat(),
    mentioned: (event) => noteOf(event).flatMap((note) => mentions.get(note) ?? []),
    importer: ({ subject_id }) => [importOf.get(subject_id)?.confirmed_by],
    admins: () => holders.filter(({ roles }) => roles.includes("admin")).map(({ id }) => id),
    ops: () => holders.filter(({ roles }) => roles.includes("ops")).map(({ id }) => id),
  };
  return (event, audience) =>
    find[audience](event).filter((id): id is string => typeof id === "string");
}

export interface Listener {
  id: string;
  roles: Role[];
}

/** Of these, the members who are active. */
export async function activeMembers(tx: OrgDb, ids: string[]): Promise<Map<string, Listener>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom("members").select(["id", "roles"])
    .where("id", "in", ids).where("deactivated_at", "is", null).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** An account executive hears of the accounts that name them, and of the one that has left them. */
export function mayHear({ roles }: Listener, reason: Audience, hasAccount: boolean): boolean {
  if (!hasAccount || may(roles, "accounts.readAll")) return true;
  return ["ae", "asked", "received", "passed_on"].includes(reason);
}

function holdersOf(tx: OrgDb) {
  return tx.selectFrom("members").select(["id", "roles"])
    .where(sql<boolean>`roles && '{admin,ops}'`).where("deactivated_at", "is", null)
    .orderBy("name_key").limit(MOST_HOLDERS).execute();
}

interface Row {
  id: string;
  [column: string]: unknown;
}

async function rowsOf(tx: OrgDb, table: "handoffs" | "imports", ids: string[]): Promise<Row[]> {
  if (ids.length === 0) return [];
  const query = table === "handoffs"
    ? tx.selectFrom("handoffs").select(["id", "ae_id", "asked_by"]).where("id", "in", ids)
    : tx.selectFrom("imports").select(["id", "confirmed_by"]).where("id", "in", ids);
  return await query.execute();
}

function subjectsOf(events: ToldEvent[], noun: string): string[] {
  return unique(events.filter(({ kind }) => kind.startsWith(noun)).map((one) => one.subject_id));
}

function noteOf({ kind, data }: ToldEvent): string[] {
  return kind === "account.note_added" && typeof data.noteId === "string" ? [data.noteId] : [];
}

function byId<T extends { id: string }>(rows: T[]): Map<string | null, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

function unique(ids: (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
