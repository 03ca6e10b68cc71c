import { sql } from "kysely";
import type { SystemDb } from "./db.ts";

/** Something that comes round: at `atSecond` of every `everySeconds` since 1970, in UTC. */
export interface Schedule {
  name: string;
  everySeconds: number;
  atSecond: number;
  /** After downtime: only the newest slot that was missed, or each of them, oldest first. */
  missed: "newest" | "each";
}

/** How many missed slots one ring does, so that catching up leaves room for what is due now. */
export const MOST_SLOTS = 10;
/** Older slots are not caught up with, and not kept. */
export const KEEP_DAYS = 7;

export const minutely = (name: string): Schedule => (
  { name, everySeconds: 60, atSecond: 0, missed: "newest" }
);

export const everyMinutes = (name: string, minutes: number): Schedule => (
  { name, everySeconds: minutes * 60, atSecond: 0, missed: "newest" }
);

export const daily = (name: string, hour: number, minute: number): Schedule => (
  { name, everySeconds: 86_400, atSecond: hour * 3600 + minute * 60, missed: "newest" }
);

/** The newest slot that is not in the future. */
export function lastSlot({ everySeconds, atSecond }: Schedule, now: Date): Date {
  const rounds = Math.floor((now.getTime() / 1000 - atSecond) / everySeconds);
  return new Date((rounds * everySeconds + atSecond) * 1000);
}

export function nextSlot(schedule: Schedule, now: Date): Date {
  return new Date(lastSlot(schedule, now).getTime() + schedule.everySeconds * 1000);
}

/** The slots after `done` that a ring at `now` does, oldest first. */
export function slotsDue(schedule: Schedule, done: Date | undefined, now: Date): Date[] {
  const newest = lastSlot(schedule, now);
  if (!done || schedule.missed === "newest") return done && done >= newest ? [] : [newest];
  const step = schedule.everySeconds * 1000;
  const horizon = nextSlot(schedule, new Date(now.getTime() - KEEP_DAYS * 86_400_000)).getTime();
  const first = Math.max(lastSlot(schedule, done).getTime() + step, horizon);
  const slots: Date[] = [];
  for (let at = first; at <= newest.getTime() && slots.length < MOST_SLOTS; at += step) {
    slots.push(new Date(at));
  }
  return slots;
}

/** Those with a slot to claim by the database's clock: one look for all. */
export async function schedulesDue(tx: SystemDb, schedules: Schedule[]): Promise<Schedule[]> {
  const { rows } = await sql<{ name: string; now: Date; done: Date | null }>`
    select name, clock_timestamp() as now,
      (select max(slot) from cron_slots where cron_slots.name = known.name) as done
    from unnest(${schedules.map(({ name }) => name)}::text[]) as known (name)`.execute(tx);
  return schedules.filter((schedule) => {
    const state = rows.find(({ name }) => name === schedule.name)!;
    return slotsDue(schedule, state.done ?? undefined, state.now).length > 0;
  });
}

/**
 * Claims the slots that are due by the database's clock. The rows belong to the caller's
 * transaction, and so to the work it enqueues: of two processes ringing at once, one gets them.
 */
export async function claimSlots(tx: SystemDb, schedule: Schedule): Promise<Date[]> {
  const { rows: [state] } = await sql<{ now: Date; done: Date | null }>`
    select clock_timestamp() as now,
      (select max(slot) from cron_slots where name = ${schedule.name}) as done`.execute(tx);
  const slots = slotsDue(schedule, state!.done ?? undefined, state!.now);
  if (slots.length === 0) return [];
  const claimed = await tx.insertInto("cron_slots")
    .values(slots.map((slot) => ({ name: schedule.name, slot })))
    .onConflict((conflict) => conflict.doNothing())
    .returning("slot").execute();
  return claimed.map(({ slot }) => slot).sort((a, b) => a.getTime() - b.getTime());
}

export async function pruneSlots(tx: SystemDb): Promise<void> {
  await sql`
    delete from cron_slots c where slot < now() - make_interval(days => ${KEEP_DAYS})
      and slot < (select max(slot) from cron_slots newer where newer.name = c.name)`.execute(tx);
}
