import { sql } from "kysely";
import { asSystem, type Db } from "../domain/base/db.ts";
import { openLoopProbe } from "../domain/base/loop_lag.ts";
import { gauge, measureLoopLag, type Reading, total } from "../domain/base/telemetry.ts";

/** What only the database knows. Each process tells the same, so take the largest, not the sum. */
interface Sample {
  oldestDue: Reading[];
  due: Reading[];
  parked: Reading[];
  mails: Reading[];
}

const EVERY_MS = 15_000;
const MOST_COUNTED = 10_000;

/**
 * Until the process ends: shows what is in memory at each export, and asks the database for the rest
 * in one query now and then.
 */
export function startGauges(db: Db, openStreams: () => number): void {
  let sample: Sample | undefined;
  const look = async () => {
    sample = await readSample(db).catch(() => undefined);
  };
  const one = (read: () => number) => () => [{ value: read() }];
  const sampled = (read: (sample: Sample) => Reading[]) => () => sample ? read(sample) : [];

  const pool = db.figures;
  gauge("thread.database.up", "1 while the database answers", one(() => sample ? 1 : 0));
  gauge("thread.database.open", "Open connections", one(() => pool().open));
  gauge("thread.database.idle", "Open connections nobody uses", one(() => pool().idle));
  gauge("thread.database.waiting", "Units of work that wait for one", one(() => pool().waiting));
  total("thread.database.waited_ms", "Time spent waiting for one", () => pool().waitedMs);
  gauge("thread.streams.open", "Open event streams", one(openStreams));
  gauge("thread.memory.rss", "Bytes of memory", one(() => Deno.memoryUsage().rss));
  gauge(
    "thread.jobs.oldest_due_seconds",
    "How long the oldest job that is due has waited, by lane",
    sampled(({ oldestDue }) => oldestDue),
  );
  gauge("thread.jobs.due", "Jobs that wait, by kind", sampled(({ due }) => due));
  gauge("thread.jobs.parked", "Jobs that wait for a person", sampled(({ parked }) => parked));
  gauge(
    "thread.mails.unsettled",
    "Mails by state, sent ones excepted",
    sampled((now) => now.mails),
  );

  openLoopProbe(measureLoopLag);
  Deno.unrefTimer(setInterval(look, EVERY_MS));
  look();
}

const LANES = ["inside", "outside"];
const noneDue = (lane: string): Reading => ({ value: 0, of: { lane } });

interface Figure {
  what: "oldest" | "due" | "parked" | "mails";
  name: string;
  value: number;
}

/** Counting stops where more would not change what is done about it, so it stays cheap. */
export async function readSample(db: Db): Promise<Sample> {
  const { rows } = await asSystem(
    db,
    (tx) =>
      sql<Figure>`
      select 'oldest' as what, lane as name, extract(epoch from now() - oldest)::float8 as value
      from unnest(${LANES}::text[]) lane, lateral (
        select min(run_at) as oldest from jobs
        where jobs.lane = lane.lane and lease_token is null and parked_at is null
      ) next where oldest <= now()
      union all
      select 'due', kind, count(*)::float8 from (
        select kind from jobs where lease_token is null and parked_at is null and run_at <= now()
        limit ${MOST_COUNTED}
      ) waiting group by kind
      union all
      select 'parked', kind, count(*)::float8 from (
        select kind from jobs where parked_at is not null limit ${MOST_COUNTED}
      ) parked group by kind
      union all
      select 'mails', state, count(*)::float8 from (
        select state from mails where state in ('unknown', 'failed') limit ${MOST_COUNTED}
      ) unsettled group by state
      union all
      select 'mails', 'sending', count(*)::float8 from mails where state = 'sending'`.execute(tx),
    { readOnly: true, attempts: 1, deadlineMs: 5_000 },
  );
  const of = (what: Figure["what"], label: string) =>
    rows.filter((row) => row.what === what)
      .map(({ name, value }) => ({ value, of: { [label]: name } }));
  const oldest = of("oldest", "lane");
  return {
    oldestDue: LANES.map((lane) => oldest.find(({ of }) => of!.lane === lane) ?? noneDue(lane)),
    due: of("due", "kind"),
    parked: of("parked", "kind"),
    mails: of("mails", "state"),
  };
}
