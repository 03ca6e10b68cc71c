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
  const [accounts, collaborators, handoffs, holders, importers, mentions, tasks, workflows] =
    await Promise.all([
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
      rowsOf(tx, "tasks", subjectsOf(events, "task.")),
      rowsOf(tx, "workflows", unique(events.map(workflowOf))),
    ]);
  const accountOf = byId(accounts);
  const handoffOf = byId(handoffs);
  const importOf = byId(importers);
  const taskOf = byId(tasks);
  const ownedOf = byId(workflows);
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
    owner: (event) => [ownedOf.get(workflowOf(event))?.owner_id],
    escalated: ({ data }) => [data.toIds].flat(),
    claimant: ({ subject_id }) => [taskOf.get(subject_id)?.claimed_by],
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
  return ["ae", "asked", "received", "passed_on", "escalated", "claimant"].includes(reason);
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

/** Who stands in a row, beside the members that the event itself names. */
const HOLDERS = {
  handoffs: ["ae_id", "asked_by"],
  imports: ["confirmed_by"],
  tasks: ["claimed_by"],
  workflows: ["owner_id"],
} as const;

async function rowsOf(tx: OrgDb, table: keyof typeof HOLDERS, ids: string[]): Promise<Row[]> {
  if (ids.length === 0) return [];
  const columns = sql.join(["id", ...HOLDERS[table]].map((name) => sql.ref(name)));
  const { rows } = await sql<Row>`
    select ${columns} from ${sql.table(table)}
    where org_id = current_org() and id = any(${ids}::uuid[])`.execute(tx);
  return rows;
}

const workflowOf = ({ kind, data }: ToldEvent) =>
  kind.startsWith("run.") && typeof data.workflowId === "string" ? data.workflowId : null;

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
