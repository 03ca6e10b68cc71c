import { z } from "zod";
import { waitBeforeRetry } from "../base/backoff.ts";
import { type Actor, type Db, inOrg } from "../base/db.ts";
import type { Outside } from "../base/outside.ts";
import { countModelCall } from "../base/telemetry.ts";
import { readAnswer } from "./model_answer.ts";
import { type Admission, admit, type Ending, settle } from "./model_meter.ts";
import { type Asking, type Failed, type Missing, type Tried, tryOnce } from "./model_wire.ts";
import { type Provider, providerOf } from "./provider.ts";
import { fenceAll, fitSources, type Source } from "./sources.ts";
import { SYSTEM_RULES } from "./prompts.ts";

export interface Question<T> {
  /** Names the schema on the wire: letters and _ only. */
  name: string;
  /** Who the model is and how it writes. What it may never do is added. */
  system: string;
  instructions: string;
  sources: Source[];
  answer: z.ZodType<T>;
  mostTokens?: number;
  /** Of all tries together. A job's step has 60 s, and what came of it must still be written. */
  withinMs?: number;
  /** The job's: when it aborts, the question is cut off and nobody has failed. */
  signal?: AbortSignal;
}

export type Refusal = "no_provider" | "budget" | "unavailable" | "nonsense" | "too_late";

export type Answer<T> =
  | { ok: true; value: T; tokens: number; model: string }
  | { ok: false; kind: Refusal; words: string; tokens: number; afterMs?: number };

const ACTOR: Actor = { kind: "system", cause: "model" };
const WITHIN_MS = 50_000;
const MOST_TOKENS = 8_000;
const MOST_TRIES = 3;
const BACKOFF = { firstMs: 500, mostMs: 4_000 };

/**
 * Asks the language model once, for one organisation, within its budget. Whatever goes wrong outside
 * is a refusal in words, never an error: the caller lets rules write, or a person.
 */
export async function askModel<T>(
  db: Db,
  out: Outside,
  orgId: string,
  question: Question<T>,
): Promise<Answer<T>> {
  const provider = providerOf(out);
  if (!provider) return refuse("no_provider", "No AI provider is set.");
  const asking = askingOf(question);
  const estimate = estimateTokens(asking);
  const admission = await inOrg(db, orgId, ACTOR, (tx) => admit(tx, estimate));
  if (!admission.ok) return { ...admission, tokens: 0 };
  const asked = await askAgain(out, provider, asking, question).catch(async (error) => {
    await close(db, orgId, admission, estimate, { kind: "cut_off" });
    throw error;
  });
  await close(db, orgId, admission, asked.tokens, endingOf(asked.last));
  const answer = answerOf(asked, question);
  countModelCall(answer.ok ? "answered" : answer.kind, asked.tokens);
  return answer;
}

/** About three characters are a token, and it is better to guess too many. */
function estimateTokens({ system, user, schema, mostTokens }: Asking): number {
  const characters = system.length + user.length + JSON.stringify(schema).length;
  return Math.ceil(characters / 3) + mostTokens;
}

function askingOf<T>(question: Question<T>): Asking {
  const schema = z.toJSONSchema(question.answer, { io: "input", unrepresentable: "any" });
  const sources = fenceAll(fitSources(question.sources));
  return {
    system: `${question.system}\n\n${SYSTEM_RULES}`,
    user: `${question.instructions}\n\n${sources}\n\n${answerIn(schema)}`,
    schemaName: question.name,
    schema,
    mostTokens: question.mostTokens ?? MOST_TOKENS,
  };
}

/** For servers that do not take a schema, and at the end, where no source can speak after it. */
const answerIn = (schema: unknown) =>
  "The sources end here. Answer with one JSON object of this schema and nothing else:\n" +
  JSON.stringify(schema);

interface Asked {
  last: Exclude<Tried, { kind: "missing" }>;
  tokens: number;
}

/** Up to two more tries, where the server asked for it or the answer was lost, and time is left. */
async function askAgain(
  out: Outside,
  provider: Provider,
  asking: Asking,
  { withinMs = WITHIN_MS, signal: cutOff }: Pick<Question<unknown>, "withinMs" | "signal">,
): Promise<Asked> {
  const end = performance.now() + withinMs;
  const timeout = AbortSignal.timeout(withinMs);
  const signal = cutOff ? AbortSignal.any([timeout, cutOff]) : timeout;
  const without = new Set<Missing>();
  let tokens = 0;
  for (let attempt = 1;;) {
    const tried = await tryOnce(out, provider, asking, without, signal);
    cutOff?.throwIfAborted();
    if (tried.kind === "missing") {
      if (without.has(tried.what)) return { last: misunderstood, tokens };
      without.add(tried.what);
      continue;
    }
    tokens += tried.kind === "late"
      ? estimateTokens(asking)
      : tried.tokens ?? estimateTokens(asking);
    if (tried.kind !== "failed" || !tried.again || attempt++ === MOST_TRIES) {
      return { last: tried, tokens };
    }
    const waitMs = tried.afterMs ?? waitBeforeRetry(attempt, Math.random, BACKOFF);
    if (performance.now() + waitMs >= end) return { last: tried, tokens };
    await pause(waitMs, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      done();
    }, { once: true });
  });
}

const misunderstood: Failed = {
  kind: "failed",
  words: "The AI provider does not understand how Thread asks",
  again: false,
  isTrouble: true,
};

function endingOf(last: Asked["last"]): Ending {
  if (last.kind === "late") return { kind: "failed", words: TOO_LATE };
  return last.kind === "failed" && last.isTrouble
    ? { kind: "failed", words: last.words }
    : { kind: "answered" };
}

const TOO_LATE = "The AI provider did not answer in time.";

function answerOf<T>({ last, tokens }: Asked, { answer }: Question<T>): Answer<T> {
  if (last.kind === "late") return refuse("too_late", TOO_LATE, tokens);
  if (last.kind === "failed") {
    const kind = last.isTrouble ? "unavailable" : "nonsense";
    return { ...refuse(kind, `${last.words}.`, tokens), afterMs: last.afterMs };
  }
  const read = readAnswer(last.text, answer);
  if (!read.ok) return refuse("nonsense", read.words, tokens);
  return { ok: true, value: read.value, tokens, model: last.model };
}

function refuse(kind: Refusal, words: string, tokens = 0): Extract<Answer<never>, { ok: false }> {
  return { ok: false, kind, words, tokens };
}

async function close(
  db: Db,
  orgId: string,
  admission: Extract<Admission, { ok: true }>,
  tokens: number,
  ending: Ending,
): Promise<void> {
  await inOrg(db, orgId, ACTOR, (tx) => settle(tx, admission, tokens, ending));
}
