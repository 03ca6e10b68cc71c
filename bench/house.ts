import { seedBig, seedId } from "../domain/base/big_seed.ts";
import { connect, type Db } from "../domain/base/db.ts";
import { openConnection } from "../domain/base/driver.ts";
import { startEmbedded } from "../domain/base/embedded.ts";
import { migrate } from "../domain/base/migrate.ts";
import { peopleSeeds } from "../domain/people/big_seed.ts";
import { startSession } from "../domain/people/sessions.ts";
import { type Program, startProgram } from "../tests/processes.ts";
import type { BenchUrls } from "./commits.ts";

/** One database of the house, and how to look at it from outside. */
export interface Floor extends BenchUrls {
  ownerUrl: string;
  db: Db;
}

export interface BenchHouse extends AsyncDisposable {
  /** 50,000 members and 1,000,000 events in 100 organisations. */
  large: Floor;
  /** A hundredth of that. */
  small: Floor;
  /** These, and what was opened since. */
  floors: Floor[];
  folder: string;
}

const quiet = () => {};

/** A Postgres of its own that writes through to the disk, with both seeds. */
export async function openBenchHouse(say: (line: string) => void): Promise<BenchHouse> {
  const folder = await Deno.makeTempDir({ prefix: "thread-bench-" });
  const server = await startEmbedded(folder, quiet);
  await asAdmin(server.adminUrl, "create database thread_small owner thread_owner");
  const large = await furnish(server, "thread", 1);
  const small = await furnish(server, "thread_small", 0.01);
  const floors = [large, small];
  say(`The seeds are in ${folder}`);
  return {
    large,
    small,
    floors,
    folder,
    async [Symbol.asyncDispose]() {
      for (const { db } of floors) db.close();
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** The real program, as in production, over one of the databases. */
export function serve({ appUrl }: Floor): Promise<Program> {
  return startProgram({ command: "serve", env: { DATABASE_URL: appUrl } });
}

/** A session of the admin of the nth seeded organisation. The first is the largest. */
export function adminSession({ db }: Floor, org = 1): Promise<string> {
  const visitor = { userAgent: "Bench", ip: "127.0.0.1" };
  return startSession(db, seedId(`identity ${org} 1`), "password", visitor, orgId(org));
}

export const orgId = (org: number) => seedId(`org ${org}`);

export async function asAdmin(adminUrl: string, text: string, values: unknown[] = []) {
  const admin = await openConnection({
    url: adminUrl,
    applicationName: "thread-bench",
    statementTimeoutMs: 120_000,
  });
  const { rows } = await admin.query(text, values);
  admin.destroy(new Error("Done"));
  return rows;
}

/** An empty database more on the same server, open until the house is closed. */
export async function openFloor(house: BenchHouse, database: string): Promise<Floor> {
  await asAdmin(house.large.adminUrl, `create database ${database} owner thread_owner`);
  const floor = floorOf(house.large, database);
  house.floors.push(floor);
  await migrate(floor.ownerUrl);
  return floor;
}

type Urls = { ownerUrl: string; appUrl: string; adminUrl: string };

function floorOf(server: Urls, database: string): Floor {
  const within = (url: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href;
  const appUrl = within(server.appUrl);
  return {
    ownerUrl: within(server.ownerUrl),
    appUrl,
    adminUrl: within(server.adminUrl),
    db: connect(appUrl, 10, "thread-bench"),
  };
}

async function furnish(server: Urls, database: string, scale: number): Promise<Floor> {
  const floor = floorOf(server, database);
  const { ownerUrl, adminUrl } = floor;
  await migrate(ownerUrl);
  await seedBig(ownerUrl, peopleSeeds, quiet, { orgs: 100, scale });
  await asAdmin(adminUrl, "delete from jobs");
  // What was seeded counts as sealed, or the program would begin with a million events.
  await asAdmin(
    adminUrl,
    `insert into event_seals (org_id, seal_no, event_id, hash)
     select distinct on (org_id) org_id, 1, id, sha256('seed') from events
     order by org_id, xid desc, id desc`,
  );
  await asAdmin(adminUrl, "vacuum analyze");
  return floor;
}
