import { short } from "./figures.ts";
import type { Figure } from "./figures.ts";
import { adminSession, asAdmin, type BenchHouse, type Floor, serve } from "./house.ts";
import { load, request } from "./load.ts";
import { faults } from "./pages.ts";

const ROWS = 50_000;

/** Goal T42: a sheet of 50,000 accounts, and how much slower a page gets meanwhile. */
export async function benchImports({ large }: BenchHouse, rows = ROWS): Promise<Figure[]> {
  await using program = await serve(large);
  const [token, other] = [await adminSession(large, 1), await adminSession(large, 2)];
  const requests = [request({ path: "/members", token: other })];
  const ask = (seconds: number, stop?: AbortSignal) =>
    load({ url: program.url, connections: 4, seconds, requests, stop });
  // The planner knows nothing of a table that was always empty.
  await importSheet(large, program.url, token, 200, "Known");
  await asAdmin(large.adminUrl, "vacuum analyze");
  await ask(2);
  const idle = await ask(5);
  const over = new AbortController();
  const importing = importSheet(large, program.url, token, rows, "Bench").finally(() =>
    over.abort()
  );
  const [busy, seconds] = await Promise.all([ask(600, over.signal), importing]);
  const total = seconds.read + seconds.check + seconds.import;
  return [
    {
      goal: "T42",
      what: `${rows} rows read, checked and imported: rows a second`,
      value: rows / total,
      must: 500,
      stretch: 1500,
      better: "more",
      note: `read ${short(seconds.read)} s, checked ${short(seconds.check)} s, imported ${
        short(seconds.import)
      } s`,
    },
    {
      goal: "T42",
      what: "members at 4 connections while rows are imported: p99 against idle",
      value: busy.p99 / idle.p99,
      must: 6,
      stretch: 3,
      better: "less",
      note: `p99 ${short(busy.p99)} against ${short(idle.p99)} ms${faults(busy)}`,
    },
  ];
}

/** As a person would, with the pages' own forms. */
async function importSheet(
  floor: Floor,
  url: string,
  token: string,
  rows: number,
  prefix: string,
) {
  const headers = { cookie: `thread=${token}`, "sec-fetch-site": "same-origin" };
  const post = async (path: string, body: FormData | URLSearchParams) => {
    const init = { method: "POST", headers, body, redirect: "manual" } as const;
    const answer = await fetch(new URL(path, url), init);
    const text = await answer.text();
    if (answer.status !== 303) throw new Error(`${path} answers ${answer.status}: ${text}`);
  };
  const id = crypto.randomUUID();
  const upload = new FormData();
  upload.set("id", id);
  upload.set("file", new File([sheet(rows, prefix)], "bench.csv"));
  const since = performance.now();
  await post("/import", upload);
  const read = await untilState(floor, id, "columns");
  const form = new URLSearchParams({ version: String(read.version) });
  read.columns.forEach(({ field }, at) => form.set(`column_${at}`, field));
  const afterReading = performance.now();
  await post(`/import/${id}/columns`, form);
  const { version } = await untilState(floor, id, "review");
  const afterChecking = performance.now();
  await post(
    `/import/${id}/confirmation`,
    new URLSearchParams({ version: String(version), template: "" }),
  );
  await untilState(floor, id, "done");
  return {
    read: (afterReading - since) / 1000,
    check: (afterChecking - afterReading) / 1000,
    import: (performance.now() - afterChecking) / 1000,
  };
}

function sheet(rows: number, prefix: string): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const name = `${prefix} customer ${n.toString(36)}`;
    const domain = `${prefix.toLowerCase()}${n}.example`;
    const rest = `SMB,${n % 900}k,2026-12-${10 + n % 20},Person ${n},p${n}@${domain}`;
    return `${name},${domain},${rest}`;
  });
  return ["Company,Website,Segment,ARR,Go-live,Contact,Email", ...lines].join("\r\n");
}

interface Found {
  state: string;
  version: number;
  columns: { field: string }[];
}

async function untilState({ adminUrl }: Floor, id: string, state: string): Promise<Found> {
  const deadline = performance.now() + 600_000;
  for (;;) {
    const [found] = await asAdmin(adminUrl, "select * from imports where id = $1", [id]);
    if (found?.state === state) return found as unknown as Found;
    if (performance.now() > deadline) throw new Error(`The import is still ${found?.state}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
