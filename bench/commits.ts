import { openConnection } from "../domain/base/driver.ts";

export interface BenchUrls {
  adminUrl: string;
  appUrl: string;
}

/** The limit of the machine at this moment: commits a second of one plain row each. */
export interface Commits {
  c1: number;
  c8: number;
}

/** With pgbench where it is installed; else by a loop of ours, which reaches about two thirds. */
export async function measureCommits({ adminUrl }: BenchUrls, seconds = 1): Promise<Commits> {
  await makeTable(adminUrl);
  const measure = await hasPgbench() ? byPgbench : byLoop;
  return { c1: await measure(adminUrl, 1, seconds), c8: await measure(adminUrl, 8, seconds) };
}

export async function hasPgbench(): Promise<boolean> {
  try {
    return (await new Deno.Command("pgbench", { args: ["--version"], stdout: "null" }).output())
      .success;
  } catch {
    return false;
  }
}

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** Transactions a second of a pgbench script, its statements prepared. */
export async function pgbench(
  url: string,
  statements: string,
  clients: number,
  seconds: number,
): Promise<number> {
  const script = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(script, statements);
    const { stdout, stderr, success } = await new Deno.Command("pgbench", {
      args: ["-n", "-M", "prepared", "-c", `${clients}`, "-j", `${Math.min(clients, 2)}`]
        .concat(["-T", `${Math.ceil(seconds)}`, "-f", script, url]),
    }).output();
    const tps = /tps = ([\d.]+) \(without/.exec(new TextDecoder().decode(stdout))?.[1];
    if (!success || !tps) throw new Error(`pgbench failed: ${new TextDecoder().decode(stderr)}`);
    return Number(tps);
  } finally {
    await Deno.remove(script);
  }
}

const INSERT = "insert into bench_commits (account, amount) values (1, 2)";

async function makeTable(adminUrl: string) {
  const admin = await openConnection({ url: adminUrl, applicationName: "thread-bench" });
  await admin.script(
    `create table if not exists bench_commits (
       id bigint generated always as identity primary key, account integer, amount integer,
       at timestamptz not null default now());
     truncate bench_commits`,
  );
  admin.destroy(new Error("Done"));
}

function byPgbench(url: string, clients: number, seconds: number): Promise<number> {
  return pgbench(url, `${INSERT};\n`, clients, seconds);
}

async function byLoop(url: string, clients: number, seconds: number): Promise<number> {
  const connections = await Promise.all(
    Array.from({ length: clients }, () => openConnection({ url, applicationName: "thread-bench" })),
  );
  let commits = 0;
  const since = performance.now();
  const end = since + seconds * 1000;
  await Promise.all(connections.map(async (connection) => {
    for (; performance.now() < end; commits++) await connection.query(INSERT, []);
  }));
  const rate = commits / ((performance.now() - since) / 1000);
  for (const connection of connections) connection.destroy(new Error("Done"));
  return rate;
}
