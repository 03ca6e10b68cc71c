import { tmpdir } from "node:os";

/**
 * Ends what a test run left behind: every process that inherited the run's mark, whoever its
 * parent is by now. A Postgres is left to `stopTestServer`: another run may be using it. Systems without /proc have no such list and are left to their own.
 */
export async function endLeftovers(id: string, patience = 2000): Promise<number[]> {
  const left = await gone(() => marked(id), patience);
  for (const pid of left) {
    console.error(`Left running by a test, ended now: ${pid} ${await commandOf(pid)}`);
    end(pid, "SIGKILL");
  }
  await gone(() => marked(id), 2000);
  await endDatabases(id);
  return left;
}

/** A Postgres carries no mark, but its folder is named for the run. */
async function endDatabases(id: string): Promise<void> {
  for await (const { name } of Deno.readDir(tmpdir())) {
    if (!name.startsWith(`thread-chaos-${id}-`)) continue;
    const folder = `${tmpdir()}/${name}`;
    const note = `${folder}/database/postmaster.pid`;
    const pid = Number((await Deno.readTextFile(note).catch(() => "")).split("\n")[0]);
    if (pid > 0) {
      console.error(`Left running by a test, ended now: the Postgres in ${folder}`);
      end(pid, "SIGQUIT");
      await gone(async () => await exists(note) ? [pid] : [], 5000);
    }
    await Deno.remove(folder, { recursive: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function gone(list: () => Promise<number[]>, patience: number): Promise<number[]> {
  const deadline = performance.now() + patience;
  let left = await list();
  while (left.length > 0 && performance.now() < deadline) {
    await new Promise((done) => setTimeout(done, 50));
    left = await list();
  }
  return left;
}

async function marked(id: string): Promise<number[]> {
  const pids: number[] = [];
  if (Deno.build.os !== "linux") return pids;
  for await (const { name } of Deno.readDir("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === Deno.pid || await isPostgres(pid)) continue;
    const environment = await Deno.readTextFile(`/proc/${pid}/environ`).catch(() => "");
    if (environment.split("\0").includes(`THREAD_TEST_RUN=${id}`)) pids.push(pid);
  }
  return pids;
}

async function isPostgres(pid: number): Promise<boolean> {
  return (await Deno.readTextFile(`/proc/${pid}/comm`).catch(() => "")).trim() === "postgres";
}

async function commandOf(pid: number): Promise<string> {
  const text = await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "");
  return text.replaceAll("\0", " ").slice(0, 120);
}

function end(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
