import { type Connection, openConnection } from "../domain/base/driver.ts";
import { startEmbedded } from "../domain/base/embedded.ts";
import { openCluster } from "../domain/base/embedded_cluster.ts";
import { commandAs } from "../domain/base/embedded_runner.ts";
import { migrate } from "../domain/base/migrate.ts";

/** A durable Postgres of its own, with every migration in it, for faults that stop a server. */
export interface ChaosPostgres extends AsyncDisposable {
  port: number;
  appUrl: string;
  adminUrl: string;
  /** Dies at once, as on a power cut, and recovers. Resolves when it takes connections again. */
  restart: () => Promise<void>;
  /** Shuts down in good order, sending everybody away, and starts again. */
  restartFast: () => Promise<void>;
  /** SIGKILL to the server's first process, then a start on the same port. */
  kill: () => Promise<void>;
  /** Looks past row security, over a connection opened for this one question. */
  ask: <T = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<T[]>;
}

export async function openChaosPostgres(): Promise<ChaosPostgres> {
  const run = Deno.env.get("THREAD_TEST_RUN") ?? "alone";
  const folder = await Deno.makeTempDir({ prefix: `thread-chaos-${run}-` });
  await Deno.chmod(folder, 0o755); // As root, Postgres runs as somebody else, who must get in.
  const server = await startEmbedded(folder, () => {}, { durable: true });
  await migrate(server.ownerUrl);
  return {
    port: server.port,
    appUrl: server.appUrl,
    adminUrl: server.adminUrl,
    restart: () => control(folder, "restart", "-m", "immediate"),
    restartFast: () => control(folder, "restart", "-m", "fast"),
    kill: () => kill(folder),
    ask: async <T>(text: string, values: unknown[] = []) =>
      await once(server.adminUrl, async (admin) => (await admin.query(text, values)).rows as T[]),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** The address of a server as seen through a proxy on another port. */
export function throughPort(url: string, port: number): string {
  const other = new URL(url);
  other.port = String(port);
  return other.href;
}

async function kill(folder: string): Promise<void> {
  const note = await Deno.readTextFile(`${folder}/database/postmaster.pid`);
  Deno.kill(Number(note.split("\n")[0]), "SIGKILL");
  // Its children notice and end by themselves; until then a start is refused.
  for (let patience = 40; patience > 0; patience--) {
    try {
      return await control(folder, "start");
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  await control(folder, "start");
}

async function control(folder: string, verb: string, ...more: string[]): Promise<void> {
  const cluster = await openCluster(await Deno.realPath(folder), () => {}, true);
  const args = [verb, "-D", cluster.data, ...more, "-w", "-s"];
  const control = commandAs(cluster.runner, `${cluster.programs}/bin/pg_ctl`, args, {
    stdout: "null", // The server inherits it, so a pipe would stay open as long as the server.
    stderr: "null",
  });
  const { success } = await control.output();
  if (!success) throw new Error(`Postgres in ${folder} did not ${verb}`);
}

async function once<T>(url: string, work: (admin: Connection) => Promise<T>): Promise<T> {
  const admin = await openConnection({ url, applicationName: "thread-chaos" });
  try {
    return await work(admin);
  } finally {
    admin.destroy(new Error("Asked"));
  }
}
