import { sql } from "kysely";
import { type Actor, type Db, inOrg, type OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { Typed } from "../base/forms.ts";
import type { Outside } from "../base/outside.ts";
import { finishJob } from "../base/queue_leases.ts";
import type { Claimed } from "../base/queue_claims.ts";
import { type Answer, askModel } from "../writing/model.ts";
import { WRITING_SYSTEM } from "../writing/prompts_templates.ts";
import type { Proposal } from "./proposals.ts";
import { type Assignment, assignmentOf, type ProposedText } from "./proposal_assignments.ts";
import type { ProposedTemplate } from "./template_outline.ts";
import { findAction } from "./template_edits.ts";
import { findTemplate } from "./templates.ts";

const ACTOR: Actor = { kind: "system", cause: "job:write_proposal" };

/** Where a text that is asked for will stand; absent for a whole template. */
export interface Surroundings {
  label: string;
  milestone: { name: string; ourText: string; yourText: string };
  /** What the form says now, typed and not saved. */
  typed: Typed;
}

/** Asks the model between two transactions. A template that vanished meanwhile needs no text. */
export async function writeProposal(
  db: Db,
  out: Outside,
  job: Pick<Claimed, "id" | "token" | "orgId"> & { signal: AbortSignal },
  id: string,
): Promise<void> {
  const begun = await inOrg(db, job.orgId, ACTOR, (tx) => begin(tx, id));
  if (!begun) return;
  const { proposal, assignment } = begun;
  const asked = proposal.rules_only ? undefined : await askModel(db, out, job.orgId, {
    ...assignment.question,
    system: WRITING_SYSTEM,
    signal: job.signal,
  });
  await inOrg(db, job.orgId, ACTOR, async (tx) => {
    await finishJob(tx, job);
    await end(tx, proposal, resultOf(assignment, asked));
  });
}

async function begin(
  tx: OrgDb,
  id: string,
): Promise<{ proposal: Proposal; assignment: Assignment } | undefined> {
  const proposal = await tx.updateTable("proposals").set({ state: "writing" })
    .where("id", "=", id).where("state", "in", ["waiting", "writing"])
    .returningAll().executeTakeFirst();
  if (!proposal) return;
  await recordEvent(tx, { kind: "proposal.begun", subjectId: id });
  const place = await surroundingsOf(tx, proposal);
  return { proposal, assignment: assignmentOf(proposal, place) };
}

async function surroundingsOf(
  tx: OrgDb,
  { template_id, action_id, typed }: Proposal,
): Promise<Surroundings | undefined> {
  if (!template_id || !action_id) return;
  const found = findAction((await findTemplate(tx, template_id)).draft, action_id);
  const { name = "", our_text: ourText = "", your_text: yourText = "" } = found?.milestone ?? {};
  const label = String((typed as Typed).label || found?.action.label || "");
  return { label, milestone: { name, ourText, yourText }, typed: typed as Typed };
}

type Result =
  | {
    ok: true;
    answer: ProposedTemplate | ProposedText;
    by: "model";
    model: string;
    tokens: number;
  }
  | { ok: true; answer: ProposedTemplate | ProposedText; by: "rules"; tokens: number }
  | { ok: false; problem: string; tokens: number };

/** Rules write where that was wanted or nobody else is there. A model that fails is a failure. */
function resultOf(assignment: Assignment, asked?: Answer<unknown>): Result {
  if (!asked || (!asked.ok && asked.kind === "no_provider")) {
    return { ok: true, answer: assignment.byRules(), by: "rules", tokens: 0 };
  }
  if (!asked.ok) return { ok: false, problem: asked.words, tokens: asked.tokens };
  const { model, tokens } = asked;
  return { ok: true, answer: assignment.read(asked.value), by: "model", model, tokens };
}

/** What was dismissed meanwhile stays so. */
async function end(tx: OrgDb, { id, kind }: Proposal, result: Result): Promise<void> {
  const change = result.ok
    ? {
      state: "written" as const,
      answer: result.answer,
      written_by: result.by,
      model: result.by === "model" ? result.model.slice(0, 200) : null,
      problem: null,
    }
    : { state: "failed" as const, problem: result.problem.slice(0, 500) };
  const { numUpdatedRows } = await tx.updateTable("proposals").set({
    ...change,
    tokens: sql<number>`tokens + ${result.tokens}`,
    written_at: sql<Date>`now()`,
    version: sql<number>`version + 1`,
  }).where("id", "=", id).where("state", "=", "writing").executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await recordEvent(tx, {
    kind: result.ok ? "proposal.written" : "proposal.failed",
    subjectId: id,
    data: { of: kind },
  });
}
