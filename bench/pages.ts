import { measureCommits, pgbench } from "./commits.ts";
import { type Figure, inRounds, perSecond, short } from "./figures.ts";
import { adminSession, asAdmin, type BenchHouse, type Floor, serve } from "./house.ts";
import { load, request } from "./load.ts";
import { statementsOf } from "./statements.ts";
import { openTenants } from "./tenants.ts";
import { startYardstick } from "./yardstick.ts";

const SECONDS = 2;

/**
 * Goals 12, 13 and 17. Their page is a dashboard of a tenant: its accounts, with the open counts
 * that are kept on each, and totals. Here that is the list of accounts, fifty to a page, in one of
 * twenty organisations that share 100,000. Thread has no table of a million actions yet; the list
 * would not read it, as its counts are kept with each write. What it is held against are its own
 * statements in pgbench, the look-up of the session among them, and pipelined where the page does
 * not wait either: a harder mark than the same transaction sent one statement after the other.
 */
export async function benchPages(house: BenchHouse): Promise<Figure[]> {
  const { many, few } = await openTenants(house);
  return await benchPage("accounts", "/accounts?view=all", many, few);
}

/** The same for a page that asks little of the database, which no goal speaks of. */
export async function benchLightPage({ large, small }: BenchHouse): Promise<Figure[]> {
  const figures = await benchPage("members", "/members", large, small);
  return figures.map((figure) => ({ ...figure, goal: "light" }));
}

async function benchPage(name: string, path: string, large: Floor, small: Floor) {
  const [token, smallToken] = [await adminSession(large), await adminSession(small)];
  const { script, count, trips } = await statementsOf(large.appUrl, path, token);
  await using program = await serve(large);
  await using smallProgram = await serve(small);
  const ask = (url: string, token: string, connections: number) =>
    load({ url, connections, seconds: SECONDS, requests: [request({ path, token })] });
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
        what: `${name}, 1 connection: p50 against SQL alone`,
        value: page1.p50 / alone,
        must: 2,
        stretch: 1.5,
        better: "less",
        note: `p50 ${short(page1.p50)} ms, SQL ${short(alone)} ms, ${asked}${faults(page1)}`,
      },
      {
        goal: 12,
        what: `${name}, 1 connection: p99 ms`,
        value: page1.p99,
        must: 15,
        stretch: 8,
        better: "less",
        note: `${perSecond(page1.rate)}, SQL ${perSecond(sql1)}`,
      },
      {
        goal: 13,
        what: `${name}, 8 connections: rate against SQL alone`,
        value: page8.rate / sql8,
        must: 0.45,
        stretch: 0.6,
        better: "more",
        note: `${perSecond(page8.rate)}, SQL ${perSecond(sql8)}${faults(page8)}`,
      },
      {
        goal: 13,
        what: `${name}, 8 connections: p99 ms`,
        value: page8.p99,
        must: 40,
        stretch: 25,
        better: "less",
        note: `p50 ${short(page8.p50)} ms`,
      },
      {
        goal: 17,
        what: `${name}: large against small, 1 connection`,
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
  await using program = await serve(large);
  const changes = await changesOf(large);
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

const DAYS = 80;

/** Each time as many holidays that nobody has yet, one after the other in a hundred organisations. */
export async function changesOf(floor: Floor): Promise<() => Uint8Array[]> {
  await asAdmin(floor.adminUrl, "delete from holidays");
  const tokens = await Promise.all(
    Array.from({ length: 100 }, (_, org) => adminSession(floor, org + 1)),
  );
  let first = Date.UTC(2030, 0, 1);
  return () => {
    const days = Array.from({ length: DAYS }, (_, day) => new Date(first + day * DAY_MS));
    first += DAYS * DAY_MS;
    return days.flatMap((day) =>
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
}

const DAY_MS = 86_400_000;

export function faults({ errors }: { errors: number }): string {
  return errors > 0 ? `, ${errors} FAILED` : "";
}
