import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { differences, staleError } from "../people/versions.ts";

export const FAILURES_TO_SHUT = 5;
const SHUT_SECONDS = 60;
const MOST_SHUT_SECONDS = 900;
/** Longer than one question may take. */
const PROBE_SECONDS = 90;

export type Admission =
  | { ok: true; tokens: number; dayAt: Date; probe: boolean }
  | { ok: false; kind: "budget" | "unavailable"; words: string; afterMs: number };

/**
 * Takes tokens out of the day's budget before anything is asked, so that many who ask at once stay
 * within it. Who is never settled, because the process died, has used what it took.
 */
export async function admit(tx: OrgDb, tokens: number): Promise<Admission> {
  const meter = await lockMeter(tx);
  if (meter.shut_for > 0) return shut(meter.failures, meter.shut_for);
  const probe = meter.is_shut;
  if (probe && meter.probed_for > 0) return shut(meter.failures, meter.probed_for);
  if (meter.used + tokens > meter.daily_tokens) {
    return {
      ok: false,
      kind: "budget",
      words: `Today's budget of ${count(meter.daily_tokens)} tokens does not hold this: ` +
        `${count(meter.used)} are used and this may take ${count(tokens)}.`,
      afterMs: meter.day_left_ms,
    };
  }
  await tx.updateTable("model_meters").set({
    used_tokens: meter.used + tokens,
    day_at: meter.today,
    ...probe ? { probed_until: secondsFromNow(PROBE_SECONDS) } : {},
  }).where("org_id", "=", meter.org_id).execute();
  return { ok: true, tokens, dayAt: meter.today, probe };
}

/** How a question ended: answered in any way, in vain, or cut off by Thread itself. */
export type Ending = { kind: "answered" | "cut_off" } | { kind: "failed"; words: string };

/** Gives back what was not used, and notes whether the provider works. */
export async function settle(
  tx: OrgDb,
  { tokens: reserved, dayAt, probe }: Extract<Admission, { ok: true }>,
  used: number,
  ending: Ending,
): Promise<void> {
  const meter = await lockMeter(tx);
  const change = tx.updateTable("model_meters").where("org_id", "=", meter.org_id);
  if (meter.today.getTime() === dayAt.getTime()) {
    await change.set({ used_tokens: Math.max(0, meter.used - reserved + used) }).execute();
  }
  if (probe) await change.set({ probed_until: null }).execute();
  if (ending.kind === "answered" && meter.failures > 0) {
    await change.set({ failures: 0, shuts: 0, shut_until: null, last_trouble: null }).execute();
    if (meter.is_shut) await recordEvent(tx, { kind: "model.opened" });
  }
  if (ending.kind !== "failed") return;
  const failures = meter.failures + 1;
  await change.set({ failures, last_trouble: ending.words.slice(0, 500) }).execute();
  if (!probe && (meter.is_shut || failures < FAILURES_TO_SHUT)) return;
  const seconds = Math.min(MOST_SHUT_SECONDS, SHUT_SECONDS * 2 ** Math.min(meter.shuts, 10));
  await change.set({ shuts: meter.shuts + 1, shut_until: secondsFromNow(seconds) }).execute();
  await recordEvent(tx, { kind: "model.shut", data: { failures, seconds } });
}

export interface Meter {
  daily_tokens: number;
  used: number;
  failures: number;
  /** Until when nobody asks; past or present while one asks again for all. */
  shut_until: Date | null;
  last_trouble: string | null;
  version: number;
}

/** For the settings page: as a meter stands, also where none was needed yet. */
export async function readMeter(tx: OrgDb): Promise<Meter> {
  const row = await meters(tx).executeTakeFirst();
  return row ?? {
    daily_tokens: DEFAULT_DAILY_TOKENS,
    used: 0,
    failures: 0,
    shut_until: null,
    last_trouble: null,
    version: 1,
  };
}

export const DEFAULT_DAILY_TOKENS = 200_000;

export async function changeBudget(tx: OrgDb, version: number, daily_tokens: number) {
  const meter = await lockMeter(tx);
  if (meter.version !== version) throw await staleError(tx, "the AI settings", meter.org_id);
  const changes = differences({ daily_tokens: meter.daily_tokens }, { daily_tokens });
  if (Object.keys(changes).length === 0) return;
  await tx.updateTable("model_meters")
    .set({ daily_tokens, version: version + 1, changed_at: sql<Date>`now()` })
    .where("org_id", "=", meter.org_id).execute();
  await recordEvent(tx, {
    kind: "model.budget_changed",
    subjectId: meter.org_id,
    data: { changes, tokens: daily_tokens },
  });
}

async function lockMeter(tx: OrgDb) {
  await sql`insert into model_meters default values on conflict do nothing`.execute(tx);
  return await meters(tx).forUpdate("m").executeTakeFirstOrThrow();
}

const TODAY = sql<Date>`date_trunc('day', now() at time zone o.time_zone) at time zone o.time_zone`;

function meters(tx: OrgDb) {
  return tx.selectFrom("model_meters as m").innerJoin("orgs as o", "o.id", "m.org_id").select([
    "m.org_id",
    "m.daily_tokens",
    "m.failures",
    "m.shuts",
    "m.shut_until",
    "m.last_trouble",
    "m.version",
    sql<boolean>`m.shut_until is not null`.as("is_shut"),
    sql<number>`case when m.day_at >= ${TODAY} then m.used_tokens else 0 end`.as("used"),
    sql<number>`coalesce(extract(epoch from m.shut_until - now()), 0)::float8`.as("shut_for"),
    sql<number>`coalesce(extract(epoch from m.probed_until - now()), 0)::float8`.as("probed_for"),
    sql<number>`extract(epoch from ${TODAY} + interval '1 day' - now())::float8 * 1000`
      .as("day_left_ms"),
    TODAY.as("today"),
  ]);
}

function shut(failures: number, seconds: number): Admission {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return {
    ok: false,
    kind: "unavailable",
    words: `The AI provider has failed ${failures} times in a row, so it rests. ` +
      `Thread asks it again in about ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
    afterMs: seconds * 1000,
  };
}

const secondsFromNow = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;
const count = (tokens: number) => tokens.toLocaleString("en");
