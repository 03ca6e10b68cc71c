import { seedBig, seedId } from "../domain/base/big_seed.ts";
import { startSession } from "../domain/people/sessions.ts";
import { testApp } from "../tests/test_app.ts";
import { openClient } from "../tests/client.ts";
import { quantile } from "./commits.ts";
import type { Figure } from "./figures.ts";
import { sizedSeeds } from "./tenants.ts";

/** The same pages for two organisations of one database, asked in turn. */
const PAGES: Record<string, string> = {
  "the list": "/accounts?view=all",
  "the list by go-live": "/accounts?view=all&sort=go-live",
  "a filtered list": "/accounts?view=all&segment=SMB&health=at_risk",
  "what needs me": "/accounts?view=needs-me",
  search: "/search?q=northwind+tr",
  "an account": "/accounts/{account}",
  "the drafts to review": "/review",
};

/** How much slower the p99 of a page is with so many accounts than with a thousand. */
export async function benchAccounts(many = 100_000, rounds = 200): Promise<Figure[]> {
  await using thread = await testApp();
  const say = () => {};
  for (const [accounts, number] of [[many, 1], [1000, 2]] as const) {
    const seeds = sizedSeeds(() => ({ members: 300, accounts }));
    await seedBig(thread.urls.ownerUrl, seeds, say, { orgs: number, scale: 1 });
  }
  const clients = await Promise.all([1, 2].map(async (number) => {
    const identity = seedId(`identity ${number} 1`);
    const visitor = { userAgent: "Bench", ip: "192.0.2.1" };
    const org = seedId(`org ${number}`);
    const token = await startSession(thread.db, identity, "password", visitor, org);
    const [account] = await thread.rows<{ account_id: string }>(
      "select account_id from plans where org_id = $1 order by id offset 100 limit 1",
      [org],
    );
    return {
      client: openClient(thread.app, thread.settings, token),
      account: account!.account_id,
    };
  }));
  const figures: Figure[] = [];
  for (const [what, path] of Object.entries(PAGES)) {
    const times: [number[], number[]] = [[], []];
    for (let round = -20; round < rounds; round++) {
      for (const [at, { client, account }] of clients.entries()) {
        const since = performance.now();
        const res = await client.get(path.replace("{account}", account));
        await res.text();
        if (res.status !== 200) throw new Error(`${path} answers ${res.status}`);
        if (round >= 0) times[at]!.push(performance.now() - since);
      }
    }
    const [large, small] = times.map((some) => quantile(some, 0.99)) as [number, number];
    const [medianLarge, medianSmall] = times.map((some) => quantile(some, 0.5)) as [number, number];
    figures.push({
      goal: 21,
      what: `p99 of ${what}, ${many} accounts against 1000`,
      value: large / small,
      must: 1.5,
      stretch: 1.2,
      better: "less",
      note:
        `p99 ${large.toFixed(1)} and ${small.toFixed(1)} ms, median ${medianLarge.toFixed(1)} ` +
        `and ${medianSmall.toFixed(1)} ms`,
    });
  }
  return figures;
}
