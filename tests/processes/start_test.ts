import assert from "node:assert/strict";
import { startSession } from "../../domain/people/sessions.ts";
import { DEMO_PASSWORD } from "../../domain/people/demo.ts";
import { eventually, type Program, startProgram } from "../processes.ts";
import { testApp } from "../test_app.ts";

function start(folder: string): Promise<Program> {
  return startProgram({
    command: "start",
    args: ["--data", folder],
    env: { DATABASE_URL: "", THREAD_SECRET_KEYS: "", HOST: "", OTEL_DENO: "false" },
    patience: 60_000,
  });
}

/** Signing in commits a session: the cookie works for as long as nothing of it is lost. */
async function signIn({ url }: Program): Promise<string> {
  const res = await fetch(`${url}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: url },
    body: new URLSearchParams({ email: "ana@acme-cloud.example", password: DEMO_PASSWORD }),
  });
  await res.body?.cancel();
  assert.equal(res.status, 303);
  return res.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
}

async function knows({ url }: Program, cookie: string): Promise<boolean> {
  const res = await fetch(`${url}/profile`, { headers: { cookie }, redirect: "manual" });
  const text = await res.text();
  return res.status === 200 && text.includes("Ana Ruiz");
}

async function postmasterOf(folder: string): Promise<number> {
  const note = await Deno.readTextFile(`${folder}/database/postmaster.pid`);
  return Number(note.split("\n")[0]);
}

async function endWith(program: Program, signal: "SIGTERM" | "SIGINT"): Promise<number> {
  const since = performance.now();
  program.kill(signal);
  assert.equal((await program.ended).code, 0);
  return performance.now() - since;
}

Deno.test("start keeps what was committed through stops, kills and a second process", async () => {
  const folder = await Deno.makeTempDir({ prefix: "thread-start-" });
  try {
    await using first = await start(folder);
    const port = new URL(first.url).port;
    await assert.rejects(fetch(`http://127.0.0.2:${port}/healthz`), "Only loopback is listened on");
    const cookie = await signIn(first);
    assert.ok(await knows(first, cookie));
    await endWith(first, "SIGTERM");
    assert.match(first.stdout(), /Sign in with the password "show me thread" as\n {2}ana@/);
    await assert.rejects(postmasterOf(folder), "The last to leave stops the database");

    await using second = await start(folder);
    assert.ok(await knows(second, cookie), "A second start knows what the first one did");
    second.kill("SIGKILL");
    await second.ended;

    await using third = await start(folder);
    await using fourth = await start(folder);
    assert.ok(await knows(third, cookie), "A killed process loses nothing");
    assert.ok(await knows(fourth, await signIn(third)), "Two processes share one database");

    const postmaster = await postmasterOf(folder);
    for (const program of [third, fourth]) program.kill("SIGKILL");
    Deno.kill(postmaster, "SIGKILL");
    await Promise.all([third.ended, fourth.ended]);
    await using fifth = await start(folder);
    assert.ok(await knows(fifth, cookie), "A killed database loses nothing");
    assert.equal(fifth.stderr(), "");
    await endWith(fifth, "SIGINT");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a process told to stop closes its streams and ends soon", async () => {
  await using thread = await testApp();
  const { identityId, orgId } = thread.cast.alice!;
  const visitor = { userAgent: "Test", ip: "192.0.2.1" };
  const token = await startSession(thread.db, identityId, "password", visitor, orgId);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    await using program = await startProgram({ env: { DATABASE_URL: thread.urls.appUrl } });
    const stream = await fetch(`${program.url}/live`, { headers: { cookie: `thread=${token}` } });
    assert.equal(stream.status, 200);
    const all = stream.text();
    await eventually("the stream is open", async () => {
      const ready = await (await fetch(`${program.url}/readyz`)).json();
      return ready.database === "up";
    });
    const ms = await endWith(program, signal);
    assert.match(await all, /^retry: |^$/);
    assert.ok(ms < 10_000, `${signal}: ${ms} ms`);
  }
});

Deno.test("serve writes nothing but lines of JSON, one a request, to its output", async () => {
  await using thread = await testApp();
  await using program = await startProgram({ env: { DATABASE_URL: thread.urls.appUrl } });
  for (const path of ["/sign-in", "/nowhere?secret=1", "/healthz"]) {
    await (await fetch(program.url + path)).body?.cancel();
  }
  await endWith(program, "SIGTERM");
  const lines = program.stdout().trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(lines[0].message, `Thread is ready at ${program.url}`);
  const requests = lines.filter(({ message }) => message === "Request");
  assert.deepEqual(requests.map(({ route, status }) => [route, status]), [
    ["/sign-in", 200],
    ["/*", 404],
  ]);
  assert.equal(program.stderr(), "");
});

Deno.test("migrate needs only the owner: the app's role may have no password yet", async () => {
  await using thread = await testApp();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      new URL("../../main.ts", import.meta.url).pathname,
      "migrate",
    ],
    env: {
      DATABASE_URL: "postgres://thread_app@127.0.0.1:1/thread",
      MIGRATION_DATABASE_URL: thread.urls.ownerUrl,
      THREAD_SECRET_KEYS: "",
    },
  }).output();
  assert.equal(code, 0);
  assert.equal(new TextDecoder().decode(stdout), "The database is up to date\n");
});
