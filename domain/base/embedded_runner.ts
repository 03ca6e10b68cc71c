import { dirname } from "node:path";
import { Refused } from "./errors.ts";

/** Who runs the server's programs. Only root needs somebody else, because Postgres refuses root. */
export interface Runner {
  uid?: number;
  gid?: number;
  /** Words to put before a command, where the runner may not walk into the data folder. */
  prefix: string[];
}

/** Chooses who runs the server of this data folder. */
export async function chooseRunner(root: string, data: string): Promise<Runner> {
  const owner = await Deno.stat(data).catch(() => null);
  const me = Deno.uid();
  if (me === null) return { prefix: [] };
  if (me !== 0) {
    if (owner && owner.uid !== me) {
      throw new Refused(
        `The database in "${root}" belongs to another user of this machine: use that user, or another data folder`,
      );
    }
    return { prefix: [] };
  }
  const user = owner?.uid ? { uid: owner.uid, gid: owner.gid! } : await findUnprivileged();
  const closed = await closedFolder(root, user);
  return { ...user, prefix: closed ? await openWay(closed, user) : [] };
}

/** A command of the server's, which sees none of this process's settings. */
export function commandAs(
  runner: Runner,
  program: string,
  args: string[],
  options: Deno.CommandOptions,
): Deno.Command {
  const [first, ...rest] = [...runner.prefix, program, ...args];
  const { uid, gid } = runner.prefix.length ? {} : runner;
  const clean = Deno.build.os === "windows" ? {} : { clearEnv: true, env: { LC_ALL: "C" } };
  return new Deno.Command(first!, { args: rest, stdin: "null", ...clean, uid, gid, ...options });
}

interface User {
  uid: number;
  gid: number;
}

async function findUnprivileged(): Promise<User> {
  const lines = (await Deno.readTextFile("/etc/passwd").catch(() => "")).split("\n");
  for (const wanted of ["postgres", "nobody"]) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${wanted}:`))?.split(":") ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Refused(
    "PostgreSQL refuses to run as root and this machine has neither a user postgres nor nobody: start Thread as an ordinary user",
  );
}

/** The first folder above the data that this user may not walk through. */
async function closedFolder(root: string, { uid, gid }: User): Promise<string | undefined> {
  for (let folder = root;; folder = dirname(folder)) {
    const info = await Deno.stat(folder);
    const walk = info.uid === uid ? 0o100 : info.gid === gid ? 0o010 : 0o001;
    if (!(info.mode! & walk)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

const capabilities = [{ name: "dac_read_search", bit: 2n }, { name: "dac_override", bit: 1n }];

/**
 * A home like /root is closed to everybody else. The data stays where it was asked for, and the
 * unprivileged user is lent the one right to walk there, rather than opening the folder to all.
 */
async function openWay(closed: string, { uid, gid }: User): Promise<string[]> {
  const status = await Deno.readTextFile("/proc/self/status").catch(() => "");
  const permitted = BigInt(`0x${/^CapPrm:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0"}`);
  const lent = capabilities.find(({ bit }) => permitted & (1n << bit));
  const prefix = [
    "/usr/bin/setpriv",
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
  ].concat(
    lent ? [`--inh-caps=+${lent.name}`, `--ambient-caps=+${lent.name}`] : [],
  );
  const [program, ...args] = [...prefix, "test", "-x", `${closed}/.`];
  const works = lent && await new Deno.Command(program!, { args, stdout: "null", stderr: "null" })
    .output().then(({ success }) => success, () => false);
  if (works) return prefix;
  throw new Refused(
    `PostgreSQL refuses to run as root, and other users may not enter "${closed}": choose a data folder outside it with --data`,
  );
}
