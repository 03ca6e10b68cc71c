import { measureCommits, pgbench } from "./commits.ts";
import { type Figure, inRounds, perSecond, short } from "./figures.ts";
import { adminSession, type BenchHouse, serve } from "./house.ts";
import { load, request } from "./load.ts";
import { statementsOf } from "./statements.ts";
import { startYardstick } from "./yardstick.ts";

const SECONDS = 2;

/** Goals 12, 13 and 17: a list page against its own statements, and against a smaller database. */
export async function benchPages({ large, small }: BenchHouse): Promise<Figure[]> {
  const [token, smallToken] = [await adminSession(large), await adminSession(small)];
  const { script, count, trips } = await statementsOf(large.appUrl, "/members", token);
  await using program = await serve(large);
  await using smallProgram = await serve(small);
  const ask = (url: string, token: string, connections: number) =>
    load({ url, connections, seconds: SECONDS, requests: [request({ path: "/members", token })] });
  await ask(program.url, token, 8);
  await ask(smallProgram.url, smallToken, 8);
  return await inRounds(async () => {
    const sql1 = await pgbench(large.appUrl, script, 1, SECONDS);
    const page1 = await ask(program.url, token, 1);
    const smaller = await ask(smallProgram.url, smallToken, 1);
    const sql8 = await pgbench(large.appUrl, script, 8, SECONDS);
    const page8 = await ask(program.url, token, 8);
    const alone = 1000 / sql1;
    const asked = `${count} statements, ${trips} trips`;
    return [
      {
        goal: 12,
        what: "members, 1 connection: p50 against SQL alone",
        value: page1.p50 / alone,
        must: 2,
        stretch: 1.5,
        better: "less",
        note: `p50 ${short(page1.p50)} ms, SQL ${short(alone)} ms, ${asked}${faults(page1)}`,
      },
      {
        goal: 12,
        what: "members, 1 connection: p99 ms",
        value: page1.p99,
        must: 15,
        stretch: 8,
        better: "less",
        note: `${perSecond(page1.rate)}, SQL ${perSecond(sql1)}`,
      },
      {
        goal: 13,
        what: "members, 8 connections: rate against SQL alone",
        value: page8.rate / sql8,
        must: 0.45,
        stretch: 0.6,
        better: "more",
        note: `${perSecond(page8.rate)}, SQL ${perSecond(sql8)}${faults(page8)}`,
      },
      {
        goal: 13,
        what: "members, 8 connections: p99 ms",
        value: page8.p99,
        must: 40,
        stretch: 25,
        better: "less",
        note: `p50 ${short(page8.p50)} ms`,
      },
      {
        goal: 17,
        what: "growth: large against small, 1 connection",
        value: page1.rate / smaller.rate,
        must: 0.6,
        stretch: 0.8,
        better: "more",
        note: `${perSecond(page1.rate)} against ${perSecond(smaller.rate)}`,
      },
    ];
  });
}

/** Goal 14: one row alone, drawn by Hono without a database, and a fragment of the program. */
export async function benchFragments({ large }: BenchHouse): Promise<Figure[]> {
  const token = await adminSession(large);
  await using yardstick = await startYardstick();
  await using program = await serve(large);
  const ask = (url: string, path: string, connections: number) =>
    load({
      url,
      connections,
      seconds: SECONDS,
      requests: [request({ path, token, fragment: true })],
    });
  await ask(yardstick.url, "/row", 8);
  await ask(program.url, "/counts", 8);
  return await inRounds(async () => {
    const still = await ask(yardstick.url, "/page", 8);
    const row = await ask(yardstick.url, "/row", 8);
    const counts = await ask(program.url, "/counts", 8);
    return [
      {
        goal: 14,
        what: "a row without SQL against H",
        value: row.rate / still.rate,
        must: 0.3,
        stretch: 0.5,
        better: "more",
        note: `${perSecond(row.rate)}, H ${perSecond(still.rate)} at 8 connections${faults(row)}`,
      },
      {
        goal: 14,
        what: "a fragment with SQL, 8 connections: p99 ms",
        value: counts.p99,
        must: 10,
        stretch: 10,
        better: "less",
        note: `${perSecond(counts.rate)}, p50 ${short(counts.p50)} ms${faults(counts)}`,
      },
    ];
  });
}

/** A verb of one row through the whole house: session, tenancy, form, event, commit. */
export async function benchVerb({ large }: BenchHouse): Promise<Figure[]> {
  const tokens = await Promise.all(
    Array.from({ length: 100 }, (_, org) => adminSession(large, org + 1)),
  );
  await using program = await serve(large);
  let year = 2030;
  const changes = () => {
    const first = Date.UTC(year++, 0, 1);
    return Array.from({ length: 80 }, (_, day) => new Date(first + day * 86_400_000))
      .flatMap((day) =>
        tokens.map((token) =>
          request({
            method: "POST",
            path: "/settings/holidays",
            token,
            form: { day: day.toISOString().slice(0, 10), name: "" },
          })
        )
      );
  };
  const change = () =>
    load({ url: program.url, connections: 32, seconds: 3, requests: changes(), once: true });
  await change();
  return await inRounds(async () => {
    const { c8 } = await measureCommits(large);
    const made = await change();
    return [{
      goal: "verb",
      what: "a row changed through HTTP, 32 connections, against C8",
      value: made.rate / c8,
      must: 0.22,
      stretch: 0.3,
      better: "more",
      note: `${perSecond(made.rate)}, C8 ${perSecond(c8)}, p50 ${short(made.p50)} ms, p99 ${
        short(made.p99)
      } ms${faults(made)}`,
    }];
  });
}

export function faults({ errors }: { errors: number }): string {
  return errors > 0 ? `, ${errors} FAILED` : "";
}
