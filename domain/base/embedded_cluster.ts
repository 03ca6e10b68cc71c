import { createHmac } from "node:crypto";
import { statfs } from "node:fs/promises";
import { resolve } from "node:path";
import { chooseRunner, commandAs, type Runner } from "./embedded_runner.ts";
import { installSoftware } from "./embedded_software.ts";
import { Refused } from "./errors.ts";

const VERSION = "18";
const NEEDED_MB = 300;

/** One data folder and what it takes to run its server. */
export interface Cluster {
  root: string;
  data: string;
  programs: string;
  secret: string;
  runner: Runner;
}

export async function openRoot(dataDir: string): Promise<string> {
  try {
    await Deno.mkdir(resolve(dataDir), { recursive: true });
    return await Deno.realPath(resolve(dataDir));
  } catch (cause) {
    throw new Refused(`Cannot make the data folder "${dataDir}": ${reasonOf(cause)}`, { cause });
  }
}

/** Looks at the data folder, fills it on the first start, and refuses what cannot work. */
export async function openCluster(
  root: string,
  log: (line: string) => void,
  durable: boolean,
): Promise<Cluster> {
  const data = `${root}/database`;
  const version = await readVersion(data);
  if (version !== undefined && version !== VERSION) {
    throw new Refused(
      `"${root}" holds a PostgreSQL ${version} database and Thread brings PostgreSQL ${VERSION}: choose another data folder with --data`,
    );
  }
  const runner = await chooseRunner(root, data);
  if (version === undefined) await requireSpace(root);
  const programs = await installSoftware(root, runner);
  const secret = await ownSecret(root, version === undefined);
  const cluster = { root, data, programs, secret, runner };
  if (version === undefined) {
    log("Preparing the database; this happens once");
    await makeCluster(cluster, durable);
  }
  return cluster;
}

async function readVersion(data: string): Promise<string | undefined> {
  try {
    return (await Deno.readTextFile(`${data}/PG_VERSION`)).trim();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    throw new Refused(`Cannot read "${data}": ${reasonOf(cause)}`, { cause });
  }
}

async function requireSpace(root: string): Promise<void> {
  const { bavail, bsize } = await statfs(root);
  const free = Math.floor(bavail * bsize / 1024 / 1024);
  if (free >= NEEDED_MB) return;
  throw new Refused(
    `The disk of "${root}" has ${free} MB left and the database needs ${NEEDED_MB} MB: make room or choose another data folder with --data`,
  );
}

async function ownSecret(root: string, fresh: boolean): Promise<string> {
  const path = `${root}/database_secret`;
  if (!fresh) return await readSecret(path);
  const secret = crypto.getRandomValues(new Uint8Array(32)).toHex();
  await Deno.writeTextFile(path, secret, { mode: 0o600 });
  return secret;
}

async function readSecret(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    throw new Refused(`Cannot read the database's secret "${path}": ${reasonOf(cause)}`, { cause });
  }
}

/** Each role has its own, so that the app's password opens nothing else. */
export function passwordOf({ secret }: Cluster, role: string): string {
  return createHmac("sha256", secret).update(role).digest("hex");
}

/** Works in a folder of another name, so that a killed first start leaves nothing half made. */
async function makeCluster(cluster: Cluster, durable: boolean): Promise<void> {
  const half = `${cluster.root}/database.new`;
  const passwordFile = `${cluster.root}/database_password.new`;
  await Deno.remove(half, { recursive: true }).catch(() => {});
  await Deno.mkdir(half, { mode: 0o700 });
  await giveTo(cluster.runner, half);
  await Deno.writeTextFile(passwordFile, passwordOf(cluster, "postgres"), { mode: 0o600 });
  await giveTo(cluster.runner, passwordFile);
  await initialise(cluster, half, passwordFile, durable);
  await Deno.remove(passwordFile);
  await Deno.writeTextFile(`${half}/postgresql.conf`, "include 'thread.conf'\n", { append: true });
  await Deno.writeTextFile(`${half}/thread.conf`, "", { mode: 0o600 });
  await giveTo(cluster.runner, `${half}/thread.conf`);
  await Deno.rename(half, cluster.data);
}

async function giveTo({ uid, gid }: Runner, path: string): Promise<void> {
  if (uid !== undefined) await Deno.chown(path, uid, gid!);
}

async function initialise(
  cluster: Cluster,
  folder: string,
  passwordFile: string,
  durable: boolean,
) {
  const args = [
    "-D",
    folder,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
  ]
    .concat(["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"])
    .concat(["--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions"])
    .concat(durable ? [] : ["--no-sync"]);
  const program = `${cluster.programs}/bin/initdb`;
  const { success, stderr } = await commandAs(cluster.runner, program, args, {}).output();
  if (success) return;
  const reason = new TextDecoder().decode(stderr).trim();
  throw new Refused(`Cannot prepare the database in "${cluster.root}": ${reason}`);
}

/** The system's own words, without the number and the call it adds to them. */
export function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/ \(os error .*/, "");
}
