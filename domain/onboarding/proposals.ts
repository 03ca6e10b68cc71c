import { type Selectable, sql, type UpdateObject } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Typed } from "../base/forms.ts";
import { enqueue } from "../base/queue.ts";
import type { Proposals, Tables } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { staleError } from "../people/versions.ts";
import { createTemplate } from "./template_changes.ts";
import { findAction } from "./template_edits.ts";
import type { ProposedTemplate } from "./template_outline.ts";
import { findTemplate, type Template } from "./templates.ts";

export type Proposal = Selectable<Proposals>;
export type ProposalState = Proposal["state"];

const OPEN: ProposalState[] = ["waiting", "writing", "written", "failed"];
const MOST_LISTED = 20;

export async function findProposal(tx: OrgDb, id: string): Promise<Proposal> {
  const row = await tx.selectFrom("proposals").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw new NotFound();
  return row;
}

/** A text for this very action; any other is not found. */
export async function findActionProposal(
  tx: OrgDb,
  id: string,
  templateId: string,
  actionId: string,
): Promise<Proposal> {
  const row = await findProposal(tx, id);
  if (row.template_id !== templateId || row.action_id !== actionId) throw new NotFound();
  return row;
}

/** The newest one that this person asked for here and has not answered. */
export async function openActionProposal(
  tx: OrgDb,
  templateId: string,
  actionId: string,
  memberId: string,
): Promise<Proposal | undefined> {
  return await tx.selectFrom("proposals").selectAll()
    .where("template_id", "=", templateId).where("action_id", "=", actionId)
    .where("asked_by", "=", memberId).where("state", "in", OPEN)
    .orderBy("id", "desc").limit(1).executeTakeFirst();
}

export type OpenProposal = Pick<Proposal, "id" | "wish" | "state" | "asked_at"> & {
  by: string | null;
};

/** Templates that were asked for and are neither taken nor discarded, newest first. */
export async function listOpenProposals(tx: OrgDb): Promise<OpenProposal[]> {
  return await tx.selectFrom("proposals as p").leftJoin("members as m", "m.id", "p.asked_by")
    .select(["p.id", "p.state", "p.asked_at", "m.name as by"])
    .select(sql<string>`left(p.wish, 160)`.as("wish"))
    .where("p.kind", "=", "template").where("p.state", "in", OPEN)
    .orderBy("p.id", "desc").limit(MOST_LISTED).execute();
}

export async function askForTemplate(
  tx: OrgDb,
  memberId: string,
  { wish, rulesOnly }: { wish: string; rulesOnly: boolean },
): Promise<string> {
  return await ask(tx, {
    kind: "template",
    wish,
    rules_only: rulesOnly,
    asked_by: memberId,
  });
}

/** `typed` is the action's form as it stands in the browser, so that nothing in it is lost. */
export async function askForText(
  tx: OrgDb,
  memberId: string,
  { templateId, actionId, typed, rulesOnly }: {
    templateId: string;
    actionId: string;
    typed: Typed;
    rulesOnly: boolean;
  },
): Promise<string> {
  const found = findAction((await findTemplate(tx, templateId)).draft, actionId);
  if (!found) throw new NotFound();
  const kind = found.action.type === "SEND_EMAIL" ? "email" : "questions";
  if (kind === "questions" && found.action.type !== "COLLECT_INFO") {
    throw new Refused("Only emails and forms can be written.");
  }
  return await ask(tx, {
    kind,
    template_id: templateId,
    action_id: actionId,
    typed,
    rules_only: rulesOnly,
    asked_by: memberId,
  });
}

type Asked = Partial<Pick<Proposal, "template_id" | "action_id" | "wish" | "rules_only">> & {
  kind: Proposal["kind"];
  asked_by: string;
  typed?: object;
};

async function ask(tx: OrgDb, asked: Asked): Promise<string> {
  const id = newId();
  await tx.insertInto("proposals").values({ id, ...asked }).execute();
  await recordEvent(tx, { kind: "proposal.asked", subjectId: id, data: { of: asked.kind } });
  await enqueue(tx, "write_proposal", { proposalId: id });
  return id;
}

/** Once more by the model, or by rules, which need nobody. */
export async function askAgain(tx: OrgDb, id: string, rulesOnly: boolean): Promise<void> {
  const { state } = await lockProposal(tx, id);
  if (state !== "failed") throw new Refused("This is being written, or is written already.");
  await update(tx, id, { state: "waiting", rules_only: rulesOnly, problem: null });
  await recordEvent(tx, { kind: "proposal.asked", subjectId: id });
  await enqueue(tx, "write_proposal", { proposalId: id });
}

export async function keepEdits(
  tx: OrgDb,
  id: string,
  version: number,
  answer: ProposedTemplate,
): Promise<void> {
  await lockWritten(tx, id, version);
  await update(tx, id, { answer });
  await recordEvent(tx, { kind: "proposal.edited", subjectId: id });
}

/** Only now is there a template. */
export async function takeTemplate(
  tx: OrgDb,
  id: string,
  version: number,
  { name, description, content }: ProposedTemplate,
): Promise<Template> {
  await lockWritten(tx, id, version);
  const made = await createTemplate(tx, { name, description }, content);
  await update(tx, id, {
    state: "taken",
    answer: { name, description, content },
    made_template_id: made.id,
    settled_at: sql<Date>`now()`,
  });
  await recordEvent(tx, { kind: "proposal.taken", subjectId: id, data: { name } });
  return made;
}

/** While it is written, or whenever somebody goes on typing beside it. */
export async function keepTyped(tx: OrgDb, id: string, typed: Typed): Promise<void> {
  const { state } = await lockProposal(tx, id);
  if (state !== "taken") await update(tx, id, { typed });
}

/** What is typed stays with it, so that the action's form goes on as it was. */
export async function takeText(tx: OrgDb, id: string, typed: Typed): Promise<void> {
  const { state } = await lockProposal(tx, id);
  if (state !== "written") throw new Refused("There is nothing to take here any more.");
  await update(tx, id, { state: "taken", typed, settled_at: sql<Date>`now()` });
  await recordEvent(tx, { kind: "proposal.taken", subjectId: id });
}

export async function dismissProposal(tx: OrgDb, id: string, typed?: Typed): Promise<void> {
  const { state, kind } = await lockProposal(tx, id);
  if (state === "dismissed") return;
  if (state === "taken" && kind === "template") {
    throw new Refused("A template was made of this already.");
  }
  await update(tx, id, {
    state: "dismissed",
    ...typed ? { typed } : {},
    settled_at: sql<Date>`now()`,
  });
  await recordEvent(tx, { kind: "proposal.dismissed", subjectId: id });
}

async function lockProposal(tx: OrgDb, id: string): Promise<Proposal> {
  const row = await tx.selectFrom("proposals").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
  if (!row) throw new NotFound();
  return row;
}

async function lockWritten(tx: OrgDb, id: string, version: number): Promise<void> {
  const row = await lockProposal(tx, id);
  if (row.state !== "written") throw new Refused("There is nothing to take here any more.");
  if (row.version !== version) throw await staleError(tx, "this proposal", id);
}

async function update(tx: OrgDb, id: string, change: UpdateObject<Tables, "proposals">) {
  await tx.updateTable("proposals").set({ ...change, version: sql<number>`version + 1` })
    .where("id", "=", id).execute();
}
