import { type Selectable, sql } from "kysely";
import { lockAccount } from "../accounts/accounts.ts";
import { assign, type Assignment, mayBeAssigned } from "../accounts/assignments.ts";
import { seesAll, type Viewer } from "../accounts/viewers.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Handoffs } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { staleError } from "../people/versions.ts";
import { standingAnswers } from "./handoff_answers.ts";
import { faultOf, isMissing } from "./handoff_questions.ts";
import { useHandoffTemplate } from "./handoff_templates.ts";

export type Handoff = Selectable<Handoffs>;

/** With the names that its page shows. */
export type HandoffWithNames = Handoff & {
  account: string;
  account_archived_at: Date | null;
  ae: string;
  csm: string | null;
};

/** Working days would need the calendar; a reminder may well arrive on a Saturday and wait. */
const REMIND_AFTER = sql<Date>`now() + interval '2 days'`;

/** Asks the account executive to hand the account over. The answers are drafted by a job. */
export async function askHandoff(
  tx: OrgDb,
  { accountId, templateId, aeId, askedBy }: {
    accountId: string;
    templateId: string;
    aeId: string;
    /** Nobody, where a workflow asks. */
    askedBy: string | null;
  },
): Promise<Handoff> {
  const account = await lockAccount(tx, accountId);
  if (account.archived_at) throw new Refused(`${account.name} is archived. Restore it first.`);
  const template = await useHandoffTemplate(tx, templateId);
  await assign(tx, accountId, "ae", aeId);
  const handoff = await tx.insertInto("handoffs").values({
    id: newId(),
    account_id: accountId,
    template_id: templateId,
    template_name: template.name,
    questions: sql`${template.questions}::jsonb`,
    ae_id: aeId,
    asked_by: askedBy,
    csm_id: account.csm_id,
    remind_at: REMIND_AFTER,
  }).onConflict((conflict) => conflict.doNothing()).returningAll().executeTakeFirst();
  if (!handoff) throw new Refused(`${account.name} has a handoff already.`);
  await record(tx, "handoff.asked", handoff, { template: template.name });
  await enqueue(tx, "write_handoff", { handoffId: handoff.id });
  return handoff;
}

/** For those who may see its account; an account executive also sees the ones that ask them. */
export async function findHandoff(
  tx: OrgDb,
  viewer: Viewer,
  id: string,
): Promise<HandoffWithNames> {
  const handoff = await named(tx).where("h.id", "=", id)
    .$if(!seesAll(viewer), (q) => q.where("h.ae_id", "=", viewer.id))
    .executeTakeFirst();
  if (!handoff) throw new NotFound();
  return handoff;
}

/** The one that counts; a cancelled one does not. */
export async function handoffOf(tx: OrgDb, accountId: string) {
  return await named(tx).where("h.account_id", "=", accountId)
    .where("h.state", "<>", "cancelled").executeTakeFirst();
}

const MOST_WAITING = 100;

/** What waits for this account executive, longest first. */
export async function handoffsWaiting(tx: OrgDb, aeId: string): Promise<HandoffWithNames[]> {
  return await named(tx).where("h.ae_id", "=", aeId).where("h.state", "in", ["writing", "open"])
    .where("a.archived_at", "is", null)
    .orderBy("h.id").limit(MOST_WAITING).execute();
}

function named(tx: OrgDb) {
  return tx.selectFrom("handoffs as h")
    .innerJoin("accounts as a", "a.id", "h.account_id")
    .innerJoin("members as e", "e.id", "h.ae_id")
    .leftJoin("members as c", "c.id", "h.csm_id")
    .selectAll("h")
    .select([
      "a.name as account",
      "a.archived_at as account_archived_at",
      "e.name as ae",
      "c.name as csm",
    ]);
}

export async function lockHandoff(tx: OrgDb, id: string, version?: number): Promise<Handoff> {
  const handoff = await tx.selectFrom("handoffs").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
  if (!handoff) throw new NotFound();
  if (version !== undefined && handoff.version !== version) {
    throw await staleError(tx, "this handoff", id);
  }
  return handoff;
}

/** Once it is submitted its answers stand, until somebody in operations opens it again. */
export async function lockOpenHandoff(tx: OrgDb, id: string): Promise<Handoff> {
  const handoff = await lockHandoff(tx, id);
  if (handoff.state === "submitted") throw new Refused("This handoff has been submitted.");
  if (handoff.state === "cancelled") throw new Refused("This handoff was taken back.");
  return handoff;
}

/** Nobody is the CSM by this yet: that comes with submitting. */
export async function pickCsm(tx: OrgDb, id: string, csmId: string | null): Promise<void> {
  await lockOpenHandoff(tx, id);
  if (csmId && !await mayBeAssigned(tx, "csm", csmId)) {
    throw new Refused("Choose from the people shown.");
  }
  await tx.updateTable("handoffs").set({ csm_id: csmId, version: sql`version + 1` })
    .where("id", "=", id).execute();
}

export class Unanswered extends Refused {
  override name = "Unanswered";
  /** By the id of the question; the CSM's field is `csm_id`. */
  constructor(readonly faults: Record<string, string>) {
    super("The handoff is not complete yet.");
  }
}

/** The account is the picked CSM's from now on; whom to inform is in the answer. */
export async function submitHandoff(
  tx: OrgDb,
  id: string,
  version: number,
  by: string,
): Promise<{ handoff: Handoff; assignment: Assignment }> {
  await lockOpenHandoff(tx, id);
  const handoff = await lockHandoff(tx, id, version);
  const faults = await faultsIn(tx, handoff);
  if (Object.keys(faults).length > 0) throw new Unanswered(faults);
  const assignment = await assign(tx, handoff.account_id, "csm", handoff.csm_id);
  const submitted = await tx.updateTable("handoffs").set({
    state: "submitted",
    submitted_at: sql<Date>`now()`,
    submitted_by: by,
    remind_at: null,
    version: sql`version + 1`,
  }).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
  await record(tx, "handoff.submitted", submitted);
  return { handoff: submitted, assignment };
}

async function faultsIn(tx: OrgDb, handoff: Handoff): Promise<Record<string, string>> {
  const answers = await standingAnswers(tx, handoff.id);
  const faults: Record<string, string> = {};
  for (const question of handoff.questions) {
    const body = answers.get(question.id)?.body ?? "";
    const fault = faultOf(question, body);
    if (fault) faults[question.id] = `${question.label}: ${fault}`;
    else if (isMissing(question, body)) faults[question.id] = `Answer "${question.label}".`;
  }
  if (!handoff.csm_id) faults.csm_id = "Choose who takes the account over.";
  return faults;
}

export async function reopenHandoff(tx: OrgDb, id: string): Promise<Handoff> {
  const handoff = await lockHandoff(tx, id);
  if (handoff.state !== "submitted") throw new Refused("This handoff is open already.");
  const open = await tx.updateTable("handoffs").set({
    state: "open",
    submitted_at: null,
    submitted_by: null,
    remind_at: REMIND_AFTER,
    reminders: 0,
    version: sql`version + 1`,
  }).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
  await record(tx, "handoff.reopened", open);
  return open;
}

/** Its answers are kept; another handoff can be asked for after it. */
export async function cancelHandoff(tx: OrgDb, id: string): Promise<Handoff> {
  const handoff = await lockOpenHandoff(tx, id);
  await tx.updateTable("handoffs")
    .set({ state: "cancelled", remind_at: null, version: sql`version + 1` })
    .where("id", "=", id).execute();
  await record(tx, "handoff.cancelled", handoff);
  return handoff;
}

export async function record(
  tx: OrgDb,
  kind: `handoff.${string}`,
  { id, account_id }: Pick<Handoff, "id" | "account_id">,
  data: Record<string, unknown> = {},
): Promise<void> {
  await recordEvent(tx, { kind, subjectId: id, accountId: account_id, data });
}
