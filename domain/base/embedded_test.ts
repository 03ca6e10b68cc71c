import assert from "node:assert/strict";
import postgres from "postgres";
import { type Embedded, startEmbedded } from "./embedded.ts";
import { openCluster } from "./embedded_cluster.ts";
import { findServer, freePort, launch, stopServer } from "./embedded_server.ts";
import { Refused } from "./errors.ts";

const quiet = () => {};
const quick = { durable: false };

Deno.test("a first start makes a database that opens to its owner, its app and nobody else", async () => {
  await using folder = await tempFolder();
  const server = await startEmbedded(folder.path, quiet, quick);
  try {
    assert.equal(await ask(server.ownerUrl, "select current_user as who"), "thread_owner");
    assert.equal(await ask(server.appUrl, "select current_user as who"), "thread_app");
    assert.equal(await ask(server.ownerUrl, "show data_checksums"), "on");
    assert.equal(await ask(server.ownerUrl, "show listen_addresses"), "127.0.0.1");
    assert.equal(await ask(server.ownerUrl, "show server_encoding"), "UTF8");
    assert.equal(
      await ask(server.ownerUrl, "select rolsuper from pg_roles where rolname = current_user"),
      false,
    );
    const wrong = server.ownerUrl.replace(/:[^:@]+@/, ":guess@");
    await assert.rejects(ask(wrong, "select 1"), /password authentication failed/);
  } finally {
    await server.stop();
  }
});

Deno.test("a server is durable unless a test says otherwise", async () => {
  await using folder = await tempFolder();
  const server = await startEmbedded(folder.path, quiet);
  try {
    for (const setting of ["fsync", "full_page_writes", "synchronous_commit"]) {
      assert.equal(await ask(server.ownerUrl, `show ${setting}`), "on");
    }
  } finally {
    await server.stop();
  }
});

Deno.test("the last to leave stops the server, and the next start finds the data", async () => {
  await using folder = await tempFolder();
  const first = await startEmbedded(folder.path, quiet, quick);
  const second = await startEmbedded(folder.path, quiet, quick);
  assert.equal(second.port, first.port);
  await ask(first.ownerUrl, "create table kept as select 7 as seven");
  await first.stop();
  assert.equal(await ask(second.ownerUrl, "select seven from kept"), 7);
  await second.stop();
  await assert.rejects(ask(second.ownerUrl, "select 1"), /ECONNREFUSED/);
  const third = await startEmbedded(folder.path, quiet, quick);
  assert.equal(await ask(third.ownerUrl, "select seven from kept"), 7);
  await third.stop();
});

Deno.test("two processes that start an empty folder at once share one server", async () => {
  await using folder = await tempFolder();
  const ports = await Promise.all([startElsewhere(folder.path), startElsewhere(folder.path)]);
  assert.equal(ports[0], ports[1]);
  const server = await startEmbedded(folder.path, quiet, quick);
  assert.equal(server.port, ports[0]);
  await server.stop();
});

Deno.test("a killed server loses nothing that was committed, and the next start replaces it", async () => {
  await using folder = await tempFolder();
  const killed = await startEmbedded(folder.path, quiet);
  await ask(killed.ownerUrl, "create table kept as select 7 as seven");
  Deno.kill(await serverPid(folder.path), "SIGKILL");
  killed.leave();
  const server = await startEmbedded(folder.path, quiet);
  assert.equal(await ask(server.ownerUrl, "select seven from kept"), 7);
  await server.stop();
});

Deno.test("a note of a dead process, or of another program, does not stop a start", async () => {
  await using folder = await tempFolder();
  await (await startEmbedded(folder.path, quiet, quick)).stop();
  for (const pid of [await deadPid(), Deno.pid]) {
    const note = `${pid}\n${folder.path}/database\n1\n1\n\n127.0.0.1\n\nready   \n`;
    await Deno.writeTextFile(`${folder.path}/database/postmaster.pid`, note);
    const server = await startEmbedded(folder.path, quiet, quick);
    assert.equal(await ask(server.ownerUrl, "select 1"), 1);
    await server.stop();
  }
});

Deno.test("a first start that was killed half way is begun again", async () => {
  await using folder = await tempFolder();
  await Deno.mkdir(`${folder.path}/database.new`);
  await Deno.writeTextFile(`${folder.path}/database.new/PG_VERSION`, "18\n");
  await Deno.writeTextFile(`${folder.path}/database_secret`, "of the killed start");
  const server = await startEmbedded(folder.path, quiet, quick);
  assert.equal(await ask(server.ownerUrl, "select 1"), 1);
  await server.stop();
});

Deno.test("a server whose starter was killed before the roles were made is completed", async () => {
  await using folder = await tempFolder();
  const cluster = await openCluster(folder.path, quiet, false);
  const port = await launch(cluster, { ...quick, connections: 20 });
  const server = await startEmbedded(folder.path, quiet, quick);
  assert.equal(server.port, port);
  assert.equal(await ask(server.appUrl, "select current_user as who"), "thread_app");
  await server.stop();
});

Deno.test("a port that somebody takes first is left for another", async () => {
  await using folder = await tempFolder();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const cluster = await openCluster(folder.path, quiet, false);
  const ports = [taken.addr.port, freePort()];
  const port = await launch(cluster, { ...quick, connections: 20 }, () => ports.shift()!);
  assert.notEqual(port, taken.addr.port);
  assert.equal(await findServer(cluster), port);
  await stopServer(cluster);
});

Deno.test("a data folder below a file is refused in one sentence", async () => {
  await using folder = await tempFolder();
  await Deno.writeTextFile(`${folder.path}/file`, "");
  await assert.rejects(startEmbedded(`${folder.path}/file/data`, quiet), isRefusal(/Cannot make/));
});

Deno.test("a data folder of another PostgreSQL is refused and left alone", async () => {
  await using folder = await tempFolder();
  await Deno.mkdir(`${folder.path}/database`);
  await Deno.writeTextFile(`${folder.path}/database/PG_VERSION`, "15\n");
  await assert.rejects(
    startEmbedded(folder.path, quiet),
    isRefusal(/PostgreSQL 15 .* PostgreSQL 18/),
  );
  assert.equal(await Deno.readTextFile(`${folder.path}/database/PG_VERSION`), "15\n");
});

function isRefusal(words: RegExp) {
  return (error: unknown) => error instanceof Refused && words.test(error.message);
}

async function tempFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "thread-embedded-" }));
  return {
    path,
    async [Symbol.asyncDispose]() {
      await endServer(path);
      await Deno.remove(path, { recursive: true });
    },
  };
}

/** What a failed test leaves running must not outlive its folder. */
async function endServer(path: string): Promise<void> {
  const pid = await serverPid(path).catch(() => NaN);
  const command = await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "");
  if (command.includes(path)) Deno.kill(pid, "SIGQUIT");
}

async function ask(url: string, question: string): Promise<unknown> {
  const sql = postgres(url, { max: 1 });
  try {
    const [row] = await sql.unsafe(question);
    return row && Object.values(row)[0];
  } finally {
    await sql.end();
  }
}

/** Starts the server from another process, which then leaves without stopping it. */
async function startElsewhere(path: string): Promise<Embedded["port"]> {
  const script = `
    import { startEmbedded } from ${JSON.stringify(import.meta.resolve("./embedded.ts"))};
    const server = await startEmbedded(Deno.args[0], () => {}, { durable: false });
    console.log(server.port);`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", script, path],
    cwd: new URL("../..", import.meta.url),
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return Number(new TextDecoder().decode(stdout));
}

async function serverPid(path: string): Promise<number> {
  return parseInt(await Deno.readTextFile(`${path}/database/postmaster.pid`));
}

async function deadPid(): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), { args: ["--version"], stdout: "null" }).spawn();
  await child.status;
  return child.pid;
}
