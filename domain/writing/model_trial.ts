import { z } from "zod";
import { type Actor, type Db, inOrg, type OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { Outside } from "../base/outside.ts";
import { enqueue } from "../base/queue.ts";
import { askModel } from "./model.ts";

const ACTOR: Actor = { kind: "system", cause: "job:try_model" };

/** What came of asking the model for one word, as the events keep it. */
export interface Trial {
  at: Date;
  /** Absent while it runs. */
  outcome?: { ok: boolean; words: string; tokens: number; ms: number };
}

export async function askForTrial(tx: OrgDb, orgId: string): Promise<void> {
  await recordEvent(tx, { kind: "model.trial_asked", subjectId: orgId });
  await enqueue(tx, "try_model", {}, { key: "try_model" });
}

export async function tryModelOnce(
  db: Db,
  out: Outside,
  { orgId, signal }: { orgId: string; signal: AbortSignal },
): Promise<void> {
  const since = performance.now();
  const asked = await askModel(db, out, orgId, {
    name: "one_word",
    system: "You answer with one word.",
    instructions: "Greet with one word.",
    sources: [],
    answer: z.strictObject({ word: z.string().min(1).max(80) }),
    mostTokens: 1_000,
    signal,
  });
  const ms = Math.round(performance.now() - since);
  const words = asked.ok ? asked.value.word : asked.words;
  await inOrg(db, orgId, ACTOR, (tx) =>
    recordEvent(tx, {
      kind: "model.tried",
      subjectId: orgId,
      data: { ok: asked.ok, words, tokens: asked.tokens, ms },
    }));
}

export async function lastTrial(tx: OrgDb, orgId: string): Promise<Trial | undefined> {
  const row = await tx.selectFrom("events").select(["kind", "at", "data"])
    .where("subject_id", "=", orgId).where("kind", "in", ["model.trial_asked", "model.tried"])
    .orderBy("id", "desc").limit(1).executeTakeFirst();
  if (!row) return;
  return row.kind === "model.tried"
    ? { at: row.at, outcome: row.data as unknown as Trial["outcome"] }
    : { at: row.at };
}
