import { randomBytes } from "node:crypto";
import { reachDatabase } from "./boot.ts";
import { startEmbedded } from "./embedded.ts";
import { Refused } from "./errors.ts";
import type { Settings } from "./settings.ts";

/** Where this Thread keeps its data, and how it signs in there. */
export interface Home {
  appUrl: string;
  ownerUrl: string;
  /** The setting, or keys of its own that are kept with the data. */
  secretKeys(): Promise<string>;
  /** Refuses in one sentence when a database that is not its own cannot be used. */
  reach(as: "app" | "owner"): Promise<void>;
  /** What it says about itself at start. */
  where: string;
  /** Stops its own PostgreSQL where nobody else uses it, or lets it run on for a next start. */
  leave(runsOn?: boolean): Promise<void>;
}

/** The server of DATABASE_URL, or a PostgreSQL of its own in the data folder. */
export async function openHome(settings: Settings, log: (line: string) => void): Promise<Home> {
  const { databaseUrl, migrationDatabaseUrl, dataDir, secretKeys } = settings;
  const ownKeys = async () => secretKeys ?? await keptKeys(dataDir);
  if (databaseUrl) {
    return {
      appUrl: databaseUrl,
      ownerUrl: migrationDatabaseUrl ?? databaseUrl,
      secretKeys: ownKeys,
      reach: (as) =>
        as === "app" || !migrationDatabaseUrl
          ? reachDatabase(databaseUrl, "DATABASE_URL")
          : reachDatabase(migrationDatabaseUrl, "MIGRATION_DATABASE_URL"),
      where: `the database at ${new URL(databaseUrl).host}`,
      leave: () => Promise.resolve(),
    };
  }
  const embedded = await startEmbedded(dataDir, log);
  return {
    appUrl: embedded.appUrl,
    ownerUrl: embedded.ownerUrl,
    secretKeys: ownKeys,
    reach: () => Promise.resolve(),
    where: `its own PostgreSQL in ${dataDir}`,
    leave: async (runsOn) => runsOn ? embedded.leave() : await embedded.stop(),
  };
}

/** Made once, readable by this user only. Without it nothing in the vault opens again. */
async function keptKeys(dataDir: string): Promise<string> {
  const path = `${dataDir}/secret_keys`;
  try {
    await Deno.mkdir(dataDir, { recursive: true });
    const fresh = `k1:${randomBytes(32).toString("base64")}`;
    await Deno.writeTextFile(path, fresh, { createNew: true, mode: 0o600 });
    return fresh;
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AlreadyExists)) {
      throw new Refused(`Cannot write "${path}": choose another data folder with --data`, {
        cause,
      });
    }
    return (await Deno.readTextFile(path)).trim();
  }
}
