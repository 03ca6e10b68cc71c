import { createHash } from "node:crypto";
import { type Connection, openConnection } from "./driver.ts";

/** What one area of the domain adds to each organisation. Areas build on those before them. */
export interface BigSeed {
  /** Counted, and left alone in an organisation that has rows in it already. */
  table: string;
  add(owner: Connection, org: SeedOrg): Promise<unknown>;
}

export interface SeedOrg {
  id: string;
  /** From 1. */
  number: number;
  name: string;
  members: number;
  /** This organisation's part of all rows, by which the tables that are not about people grow. */
  share: number;
}

export interface BigSeedSize {
  orgs: number;
  /** 1 is the full size: 50,000 members, 1,000,000 events. */
  scale: number;
}

const FULL: BigSeedSize = { orgs: 100, scale: 1 };
const LARGEST_ORG = 20_000;
const OTHER_MEMBERS = 30_000;
const AT_ONCE = 2;

/**
 * Fills the database with what a large installation has. Row security binds the owner too, so each
 * organisation is filled as itself. A killed run goes on where it stopped.
 */
export async function seedBig(
  ownerUrl: string,
  seeds: BigSeed[],
  say: (line: string) => void,
  size: BigSeedSize = FULL,
): Promise<Record<string, number>> {
  const owners = await Promise.all(Array.from({ length: AT_ONCE }, () => openOwner(ownerUrl)));
  try {
    const waiting = planOrgs(size);
    const all = { added: tally(seeds), there: tally(seeds) };
    await Promise.all(owners.map(async (owner) => {
      for (let org = waiting.shift(); org; org = waiting.shift()) {
        for (const seed of seeds) {
          const { rows, isNew } = await addOnce(owner, org, seed);
          (isNew ? all.added : all.there)[seed.table]! += rows;
        }
      }
    }));
    for (const { table } of seeds) {
      await owners[0]!.script(`analyze ${table}`);
      say(
        `${table.padEnd(14)} ${figure(all.added[table]!)} added ${figure(all.there[table]!)} there`,
      );
    }
    return Object.fromEntries(
      seeds.map(({ table }) => [table, all.added[table]! + all.there[table]!]),
    );
  } finally {
    for (const owner of owners) owner.destroy(new Error("The seed is sown"));
  }
}

/** One organisation holds two fifths of all people; the others shrink from large to small. */
export function planOrgs({ orgs, scale }: BigSeedSize): SeedOrg[] {
  const weights = Array.from({ length: orgs - 1 }, (_, n) => 1 / (n + 4));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const sizes = [LARGEST_ORG, ...weights.map((weight) => OTHER_MEMBERS * weight / sum)];
  return sizes.map((people, index) => ({
    id: seedId(`org ${index + 1}`),
    number: index + 1,
    name: `Seed ${String(index + 1).padStart(3, "0")}`,
    members: Math.max(1, Math.round(people * scale)),
    share: scale * people / (LARGEST_ORG + OTHER_MEMBERS),
  }));
}

/** The same name is the same row in every run. In SQL: md5('seed ' || name)::uuid. */
export function seedId(name: string): string {
  const hex = createHash("md5").update(`seed ${name}`).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function addOnce(owner: Connection, org: SeedOrg, { table, add }: BigSeed) {
  const column = table === "orgs" ? "id" : "org_id";
  const counted = async () => {
    const { rows } = await owner.query(
      `select count(*)::int as rows from ${table} where ${column} = $1`,
      [org.id],
    );
    return rows[0]!.rows as number;
  };
  await owner.script("begin");
  await owner.query("select set_config('thread.org_id', $1, true)", [org.id]);
  await owner.script("set local synchronous_commit = off; set local work_mem = '64MB'");
  const there = await counted();
  if (there === 0) await add(owner, org);
  const rows = there === 0 ? await counted() : there;
  await owner.script("commit");
  return { rows, isNew: there === 0 };
}

function openOwner(url: string): Promise<Connection> {
  return openConnection({
    url,
    applicationName: "thread-seed",
    statementTimeoutMs: 600_000,
    lockTimeoutMs: 60_000,
    idleInTransactionMs: 600_000,
  });
}

function tally(seeds: BigSeed[]): Record<string, number> {
  return Object.fromEntries(seeds.map(({ table }) => [table, 0]));
}

function figure(count: number): string {
  return count.toLocaleString("en").padStart(9);
}
