import { type Selectable, sql, type UpdateObject } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue, enqueueAll } from "../base/queue.ts";
import type { ActionState, Drafts, Tables } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { staleError } from "../people/versions.ts";
import { refreshAccounts } from "./account_rollups.ts";
import { actionType } from "./action_types.ts";
import { lockAccountsOf } from "./draft_context.ts";
import { obstaclesOf, UNDO_SECONDS } from "./draft_checks.ts";

export type Draft = Selectable<Drafts>;

const AT_ONCE = 100;

/**
 * Asks for a draft of each of these actions that has none on its way, except of meetings, which need
 * none. The rows are there at once; a job fills them.
 */
export async function askForDrafts(tx: OrgDb, actionIds: string[], wish = ""): Promise<void> {
  if (actionIds.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    insert into drafts (id, action_id, account_id, number, wish)
    select asked.id, a.id, a.account_id,
      1 + coalesce((select max(number) from drafts d where d.action_id = a.id), 0), ${wish}
    from unnest(${actionIds}::uuid[], ${actionIds.map(newId)}::uuid[]) as asked (action_id, id)
    join actions a on a.org_id = current_org() and a.id = asked.action_id
    where a.type <> 'SCHEDULE_MEETING'
    on conflict (org_id, action_id) where state in ('asked', 'ready', 'failed', 'approved')
    do nothing
    returning id`.execute(tx);
  const draftIds = rows.map(({ id }) => id);
  if (draftIds.length === 1) await enqueue(tx, "write_draft", { draftId: draftIds[0]! });
  else await enqueueAll(tx, "write_drafts", inChunks(draftIds));
}

function inChunks(draftIds: string[]) {
  return Array.from({ length: Math.ceil(draftIds.length / AT_ONCE) }, (_, i) => ({
    payload: { draftIds: draftIds.slice(i * AT_ONCE, (i + 1) * AT_ONCE) },
  }));
}

/** A person's word that it may leave. It does in ten seconds, unless they take that back. */
export async function approveDraft(tx: OrgDb, id: string, version: number): Promise<Draft> {
  const { draft, action, account } = await lockDraft(tx, id, version);
  if (!actionType(action.type).executable) {
    throw new Refused("This is a text for a channel: it is posted where its text stands.");
  }
  if (draft.state !== "ready" || action.state !== "draft_ready") {
    throw new Refused(`"${action.label}" does not wait for an approval any more.`);
  }
  const [obstacle] = obstaclesOf(draft, account);
  if (obstacle) throw new Refused(obstacle);
  return await approve(tx, { draft, action });
}

/** Approves what was checked already, also where nobody is asked because the action says so. */
export async function approve(
  tx: OrgDb,
  { draft, action }: Pick<Locked, "draft" | "action">,
  data: { without_review?: true } = {},
): Promise<Draft> {
  const approved = await updateDraft(tx, draft.id, {
    state: "approved",
    approved_by: data.without_review ? null : sql<string>`current_actor_id()`,
    approved_at: sql<Date>`now()`,
    leaves_at: sql<Date>`now() + make_interval(secs => ${UNDO_SECONDS})`,
  });
  await moveAction(tx, action, "approved");
  await recordDraft(tx, approved, action, "draft.approved", data);
  await enqueue(tx, "leave_draft", { draftId: draft.id }, { delaySeconds: UNDO_SECONDS });
  return approved;
}

/** Within the ten seconds after its approval. */
export async function takeBackDraft(tx: OrgDb, id: string): Promise<Draft> {
  const { draft, action } = await lockDraft(tx, id);
  if (draft.state === "left") {
    throw new Refused("It has left already, and what is sent cannot be recalled.");
  }
  if (draft.state !== "approved") throw new Refused("It is not approved.");
  return await takeBack(tx, { draft, action });
}

export async function takeBack(
  tx: OrgDb,
  { draft, action }: Pick<Locked, "draft" | "action">,
  problem?: string,
): Promise<Draft> {
  const back = await updateDraft(tx, draft.id, {
    state: "ready",
    approved_by: null,
    approved_at: null,
    leaves_at: null,
    ...(problem ? { problem } : {}),
  });
  // What is posted by hand as well never waits for an approval.
  await moveAction(tx, action, action.type === "SLACK" ? "due" : "draft_ready");
  await recordDraft(tx, back, action, "draft.taken_back", problem ? { words: problem } : {});
  return back;
}

export type DraftWords = Pick<
  Draft,
  "to_addresses" | "cc_addresses" | "bcc_addresses" | "subject" | "body"
>;

/** Also how a person writes one where Thread has not, or could not. */
export async function editDraft(
  tx: OrgDb,
  id: string,
  version: number,
  words: DraftWords,
): Promise<Draft> {
  const { draft, action, account } = await lockDraft(tx, id, version);
  if (!isOpen(draft)) throw new Refused("This text is not open any more, so it was not changed.");
  if (account.archived_at) {
    throw new Refused(`${account.name} is archived. Restore it before you change this.`);
  }
  const edited = await updateDraft(tx, id, {
    ...words,
    state: "ready",
    problem: null,
    written_by: draft.state === "ready" ? draft.written_by : "person",
    edited_by: sql<string>`current_actor_id()`,
    edited_at: sql<Date>`now()`,
  });
  if (action.type !== "SLACK") await moveAction(tx, action, "draft_ready", ["due"]);
  await recordDraft(tx, edited, action, "draft.edited");
  return edited;
}

/** The text that is there is kept as the one before. */
export async function regenerateDraft(
  tx: OrgDb,
  id: string,
  version: number,
  wish: string,
): Promise<void> {
  const { draft, action } = await lockDraft(tx, id, version);
  if (!isOpen(draft)) throw new Refused("This text is not open any more.");
  await updateDraft(tx, id, { state: "replaced" });
  await moveAction(tx, action, "due", ["draft_ready"]);
  await askForDrafts(tx, [action.id], wish);
  await recordDraft(tx, draft, action, "draft.regenerated", wish ? { wish } : {});
}

/** Its action is left to be done by hand. */
export async function discardDraft(tx: OrgDb, id: string, version: number): Promise<void> {
  const { draft, action } = await lockDraft(tx, id, version);
  if (!isOpen(draft)) throw new Refused("This text is not open any more.");
  await updateDraft(tx, id, { state: "discarded" });
  await moveAction(tx, action, "due", ["draft_ready"]);
  await recordDraft(tx, draft, action, "draft.discarded");
}

/** For actions that end without their draft: whatever of it is open is not sent any more. */
export async function dropDrafts(tx: OrgDb, actionIds: string[]): Promise<void> {
  if (actionIds.length === 0) return;
  await tx.updateTable("drafts")
    .set({ state: "discarded", leaves_at: null, version: sql`version + 1` })
    .where("action_id", "in", actionIds)
    .where("state", "in", ["asked", "ready", "failed", "approved"])
    .execute();
}

/** A newer text has taken its place, so what becomes of this one is only history. */
export async function isFollowed(tx: OrgDb, draft: Draft): Promise<boolean> {
  const newer = await tx.selectFrom("drafts").select("id")
    .where("action_id", "=", draft.action_id).where("number", ">", draft.number)
    .limit(1).executeTakeFirst();
  return newer !== undefined;
}

export type Locked = Awaited<ReturnType<typeof lockDraft>>;

export async function lockDraft(tx: OrgDb, id: string, version?: number) {
  lockAccountsOf(tx, [id]);
  const action = await tx.selectFrom("drafts as d")
    .innerJoin("actions as a", "a.id", "d.action_id")
    .select(["a.id", "a.account_id", "a.label", "a.type", "a.state", "a.held"])
    .where("d.id", "=", id).executeTakeFirst();
  if (!action) throw new NotFound();
  const [draft, account] = await Promise.all([
    tx.selectFrom("drafts").selectAll().where("id", "=", id)
      .executeTakeFirstOrThrow(),
    tx.selectFrom("accounts").select(["id", "name", "archived_at"])
      .where("id", "=", action.account_id).executeTakeFirstOrThrow(),
  ]);
  if (version !== undefined && draft.version !== version) {
    throw await staleError(tx, `the draft of "${action.label}"`, action.id);
  }
  return { draft, action, account };
}

const isOpen = ({ state }: Draft) => state === "asked" || state === "ready" || state === "failed";

export async function updateDraft(
  tx: OrgDb,
  id: string,
  change: UpdateObject<Tables, "drafts">,
): Promise<Draft> {
  return await tx.updateTable("drafts").set({ ...change, version: sql`version + 1` })
    .where("id", "=", id).returningAll().executeTakeFirstOrThrow();
}

async function moveAction(
  tx: OrgDb,
  action: Pick<Locked["action"], "id" | "account_id">,
  state: ActionState,
  from?: ActionState[],
) {
  await tx.updateTable("actions").set({ state, version: sql`version + 1` })
    .where("id", "=", action.id)
    .$if(from !== undefined, (q) => q.where("state", "in", from!))
    .execute();
  await refreshAccounts(tx, [action.account_id]);
}

export async function recordDraft(
  tx: OrgDb,
  { id, account_id, number }: Draft,
  action: { id: string; label: string },
  kind: `draft.${string}`,
  data: Record<string, unknown> = {},
) {
  await recordEvent(tx, {
    kind,
    subjectId: action.id,
    accountId: account_id,
    data: { label: action.label, draftId: id, number, ...data },
  });
}
