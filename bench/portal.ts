import { starters } from "../domain/onboarding/template_starters.ts";
import { openBrowser, type TestBrowser } from "../tests/browser.ts";
import type { Program } from "../tests/processes.ts";
import { median } from "./commits.ts";
import { type Customer, openCustomer } from "./customers.ts";
import { type Figure, inRounds, perSecond, short } from "./figures.ts";
import { type BenchHouse, serve } from "./house.ts";
import { load, request } from "./load.ts";
import { faults } from "./pages.ts";
import { openTenants } from "./tenants.ts";

const KB = 1024;
const CONNECTIONS = 20;
const SECONDS = 3;
const PAINTS = 5;
/** A phone of some years ago, where the signal is weak. */
const LINE = {
  offline: false,
  latency: 150,
  downloadThroughput: 400_000 / 8,
  uploadThroughput: 400_000 / 8,
};
const SLOWER = 4;

/** The page that a customer opens, of one among 100,000 accounts. */
export async function benchPortal(house: BenchHouse): Promise<Figure[]> {
  const { many } = await openTenants(house);
  const { milestones } = starters().find(({ id }) => id === "enterprise")!.content;
  const customer = await openCustomer(many, milestones);
  await using program = await serve(many);
  const answered = await benchAnswers(program, customer);
  await using browser = await openBrowser();
  return [
    await weigh(program, customer),
    ...answered,
    await benchPaint(program, customer, browser),
  ];
}

async function benchAnswers({ url }: Program, { token }: Customer): Promise<Figure[]> {
  const requests = [request({ path: "/p", token, cookie: "portal" })];
  const ask = () => load({ url, connections: CONNECTIONS, seconds: SECONDS, requests });
  await ask();
  return await inRounds(async () => {
    const page = await ask();
    return [{
      goal: "portal",
      what: `Tasks beside 100,000 accounts, ${CONNECTIONS} connections: p99 ms`,
      value: page.p99,
      must: 60,
      stretch: 30,
      better: "less",
      note: `p50 ${short(page.p50)} ms, ${perSecond(page.rate)}${faults(page)}`,
    }];
  });
}

/** The page and all its style sheets, each compressed by itself, as the wire carries them. */
async function weigh({ url }: Program, { token }: Customer): Promise<Figure> {
  const read = async (path: string) => {
    const answer = await fetch(new URL(path, url), { headers: { cookie: `portal=${token}` } });
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`);
    return await answer.text();
  };
  const html = await read("/p");
  const sheets = [...html.matchAll(/<link[^>]+rel="stylesheet"[^>]*>/g)]
    .map(([link]) => /href="([^"]+)"/.exec(link)![1]!);
  const page = await compressed(html);
  const styles = await Promise.all(sheets.map(async (path) => await compressed(await read(path))));
  const all = styles.reduce((sum, size) => sum + size, page);
  return {
    goal: "portal",
    what: "Tasks with its style sheets, compressed, KB",
    value: all / KB,
    must: 30,
    stretch: 25,
    better: "less",
    note: `the page ${short(page / KB)} KB, ${styles.length} sheets`,
  };
}

async function compressed(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

/** The first visit, with nothing of it kept from before. */
async function benchPaint(
  { url }: Program,
  { token }: Customer,
  browser: TestBrowser,
): Promise<Figure> {
  const paints: number[] = [];
  for (let visit = 0; visit < PAINTS; visit++) {
    await using tab = await browser.tab({ viewport: { width: 390, height: 844 } });
    await tab.context.addCookies([{ name: "portal", value: token, url }]);
    const devtools = await tab.context.newCDPSession(tab.page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", LINE);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await tab.page.goto(`${url}/p`, { waitUntil: "load" });
    paints.push(
      await tab.page.evaluate(() =>
        performance.getEntriesByName("first-contentful-paint")[0]!.startTime
      ),
    );
  }
  return {
    goal: "portal",
    what: `Tasks at 400 kbit/s on a processor ${SLOWER} times slower: first paint, s`,
    value: median(paints) / 1000,
    must: 2.5,
    stretch: 1.5,
    better: "less",
    note: `the slowest of ${PAINTS} ${short(Math.max(...paints) / 1000)} s`,
  };
}
