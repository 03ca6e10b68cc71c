import postgres from "postgres";
import { type Cluster, passwordOf } from "./embedded_cluster.ts";
import { commandAs } from "./embedded_runner.ts";
import { Refused } from "./errors.ts";

export interface ServerOptions {
  /** False trades safety against a power cut for speed. */
  durable: boolean;
  connections: number;
}

const PATIENCE_MS = 60_000;

/** The port of the server that runs over this data, if one does. Clears a note left by another. */
export async function findServer(cluster: Cluster): Promise<number | undefined> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const note = await readNote(cluster);
    if (!note) return undefined;
    if (note.port && await answers(cluster, note.port)) return note.port;
    if (!await runs(note.pid, cluster)) {
      await Deno.remove(noteOf(cluster)).catch(() => {});
      return undefined;
    }
    if (performance.now() > deadline) {
      throw new Refused(
        `The database server of "${cluster.root}" (process ${note.pid}) does not answer: end it and start again`,
      );
    }
    await pause();
  }
}

/** Starts the server on a free port. Repeats while the remains of a killed one are in the way. */
export async function launch(
  cluster: Cluster,
  options: ServerOptions,
  pickPort = freePort,
): Promise<number> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const port = pickPort();
    const failure = await launchOnce(cluster, port, options);
    if (failure === undefined) return port;
    const passes = /shared memory block|could not create any TCP/.test(failure);
    if (!passes || performance.now() > deadline) {
      throw new Refused(`Cannot start the database in "${cluster.root}": ${failure}`);
    }
    await pause();
  }
}

/** Asks for a fast shutdown and waits until it is done. */
export async function stopServer(cluster: Cluster): Promise<void> {
  const args = ["stop", "-D", cluster.data, "-m", "fast", "-w", "-s"];
  await commandAs(cluster.runner, `${cluster.programs}/bin/pg_ctl`, args, {
    stdout: "null",
    stderr: "null",
  }).output();
}

async function launchOnce(
  cluster: Cluster,
  port: number,
  options: ServerOptions,
): Promise<string | undefined> {
  await Deno.writeTextFile(`${cluster.data}/thread.conf`, settingsFor(port, options));
  const program = `${cluster.programs}/bin/postgres`;
  const server = commandAs(cluster.runner, program, ["-D", cluster.data], {
    stdout: "null",
    stderr: "piped",
    detached: true,
  }).spawn();
  const said = new Response(server.stderr).text();
  let ended = false;
  server.status.then(() => ended = true);
  while (!ended) {
    const note = await readNote(cluster);
    if (note?.ready && note.pid === server.pid) {
      server.unref(); // Only now: with nothing else to do, the process would end before its answer.
      return undefined;
    }
    await pause();
  }
  return lastWords(server.pid, [await said, ...await readLogs(cluster)].join("\n"));
}

/** The server speaks to its standard error first and to its log from then on. */
function lastWords(pid: number, text: string): string {
  const lines = text.split("\n").filter((line) => line.includes(`[${pid}]`));
  const fatal = lines.filter((line) => /FATAL|PANIC/.test(line)).at(-1);
  return fatal?.replace(/^.*?(FATAL|PANIC): +/, "") ?? (text.trim() || "it ended without a word");
}

async function readLogs(cluster: Cluster): Promise<string[]> {
  const folder = `${cluster.data}/log`;
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  return await Promise.all(entries.map(({ name }) => Deno.readTextFile(`${folder}/${name}`)));
}

function settingsFor(port: number, { durable, connections }: ServerOptions): string {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: connections,
    // The system caches the files too, so a small cache of its own costs little and leaves the memory.
    shared_buffers: "16MB",
    io_method: "sync",
    timezone: "UTC",
    log_timezone: "UTC",
    jit: "off",
    logging_collector: "on",
    log_filename: "server-%a.log",
    log_rotation_age: "1d",
    log_truncate_on_rotation: "on",
    log_checkpoints: "off",
    ...durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  return `# Written anew at each start.\n${lines.join("")}`;
}

export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** What a running server notes about itself. */
async function readNote(cluster: Cluster) {
  const text = await Deno.readTextFile(noteOf(cluster)).catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  return {
    pid: Number(lines[0]),
    port: Number(lines[3] ?? 0),
    ready: lines[7]?.trim() === "ready",
  };
}

function noteOf(cluster: Cluster): string {
  return `${cluster.data}/postmaster.pid`;
}

/** Only a server that knows our password, and says it serves our folder, is ours. */
async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const password = passwordOf(cluster, "postgres");
  const sql = postgres({
    ...{ host: "127.0.0.1", port, user: "postgres", password, database: "postgres" },
    ...{ max: 1, connect_timeout: 5 },
  });
  try {
    const [row] = await sql`select current_setting('data_directory') as folder`;
    return row!.folder === cluster.data;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** A process id is given away again, so the process must also name our folder. */
async function runs(pid: number, cluster: Cluster): Promise<boolean> {
  const words = await commandOf(pid);
  return words.includes("postgres") && words.includes(cluster.data);
}

async function commandOf(pid: number): Promise<string> {
  if (Deno.build.os === "linux") {
    return await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "");
  }
  const asked = Deno.build.os === "windows"
    ? ["powershell", "-c", `(Get-CimInstance Win32_Process -Filter ProcessId=${pid}).CommandLine`]
    : ["ps", "-p", String(pid), "-o", "command="];
  return await new Deno.Command(asked[0]!, { args: asked.slice(1), stderr: "null" }).output()
    .then(({ stdout }) => new TextDecoder().decode(stdout), () => "");
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
