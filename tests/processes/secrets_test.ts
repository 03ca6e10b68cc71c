import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { connect } from "../../domain/base/db.ts";
import { startSession } from "../../domain/people/sessions.ts";
import { startCollector, telemetryTo } from "../fakes/collector.ts";
import { eventually, type Program, startProgram } from "../processes.ts";
import { type TestApp, testApp } from "../test_app.ts";

/** Secrets of every sort, each unlike any other text, so that finding one anywhere is a leak. */
function makeCanaries() {
  const canary = () => randomBytes(24).toString("base64url");
  return {
    smtpPassword: canary(),
    mailApiToken: canary(),
    secretKey: randomBytes(32).toString("base64"),
    password: canary(),
    queryToken: canary(),
    pathToken: randomBytes(32).toString("base64url"),
    cookie: randomBytes(32).toString("base64url"),
    bearer: canary(),
    code: canary(),
  };
}

type Canaries = ReturnType<typeof makeCanaries>;

/** The real routes, so that one added later is walked too. */
function addresses({ app }: TestApp, { pathToken }: Canaries): { method: string; path: string }[] {
  const seen = new Map<string, { method: string; path: string }>();
  for (const route of app.routes) {
    const method = route.method === "ALL" ? "GET" : route.method;
    // Of a part that may only be one of several words, the first.
    const path = route.path.replace(/:\w+\{\(\?:(\w+)[^/]*\}/g, "$1")
      .replace(/:token(\{[^/]*\})?/g, pathToken)
      .replace(/:\w+(\{[^/]*\})?/g, crypto.randomUUID()).replace("*", "x");
    seen.set(`${method} ${path}`, { method, path });
  }
  return [...seen.values()].filter(({ path }) => path !== "/live");
}

/** Deno's exporter of spans was once seen to wait for ever at the end; others test that it ends. */
async function end(program: Program): Promise<void> {
  program.kill("SIGTERM");
  const late = setTimeout(() => program.kill("SIGKILL"), 15_000);
  const { code, signal } = await program.ended;
  clearTimeout(late);
  assert.ok(code === 0 || signal === "SIGKILL", `ended with ${code}`);
}

/** Asks every route as a browser would, with a secret wherever one can be. */
async function walk(
  { url }: Program,
  all: { method: string; path: string }[],
  canaries: Canaries,
  cookie: string,
): Promise<string> {
  const answers: string[] = [];
  for (const { method, path } of all) {
    const form = new URLSearchParams({
      email: "walker@acme.test",
      password: canaries.password,
      new_password: canaries.password,
      token: canaries.queryToken,
      code: canaries.code,
    });
    const res = await fetch(`${url}${path}?token=${canaries.queryToken}&code=${canaries.code}`, {
      method,
      redirect: "manual",
      body: method === "GET" ? undefined : form,
      headers: {
        cookie: `thread=${cookie}; stray=${canaries.cookie}`,
        authorization: `Bearer ${canaries.bearer}`,
        "x-api-key": canaries.bearer,
        "user-agent": "Walker",
        origin: url,
      },
    });
    answers.push([...res.headers].filter(([name]) => name !== "location").join("\n"));
    if (res.status >= 500) answers.push(await res.text());
    else await res.body?.cancel();
  }
  return answers.join("\n");
}

Deno.test("no secret reaches the log, a measure, a span, an error page or a job", async () => {
  await using thread = await testApp();
  const canaries = makeCanaries();
  const db = connect(thread.urls.appUrl, 1);
  const { identityId, orgId } = thread.cast.alice!;
  const visitor = { userAgent: "Walker", ip: "192.0.2.7" };
  const session = await startSession(db, identityId, "password", visitor, orgId);
  db.close();
  await using collector = startCollector();
  const databasePassword = decodeURIComponent(new URL(thread.urls.appUrl).password);
  await using program = await startProgram({
    env: {
      DATABASE_URL: thread.urls.appUrl,
      THREAD_SECRET_KEYS: `k1:${canaries.secretKey}`,
      SMTP_URL: `smtp://thread:${canaries.smtpPassword}@127.0.0.1:9`,
      MAIL_FROM: "thread@acme.test",
      LOG_LEVEL: "debug",
      ...telemetryTo(collector),
    },
  });
  const all = addresses(thread, canaries);
  let answers = "";
  for (const cookie of [canaries.cookie, session]) {
    answers += await walk(program, all, canaries, cookie);
  }
  await thread.rows("drop function session_of(bytea)");
  answers += await walk(program, all, canaries, session);
  assert.match(program.stdout(), /"level":"error"/);

  const jobs = JSON.stringify(await thread.rows("select * from jobs"));
  const spans = () => collector.spans().filter(({ name }) => name.startsWith("POST /")).length;
  await eventually("the spans arrive", () => Promise.resolve(spans() > 0));
  await end(program);

  const places = {
    log: program.stdout() + program.stderr(),
    telemetry: collector.heard(),
    answers,
    jobs,
  };
  const secrets = { ...canaries, session, databasePassword };
  for (const [place, text] of Object.entries(places)) {
    for (const [name, secret] of Object.entries(secrets)) {
      for (const form of [secret, encodeURIComponent(secret), btoa(secret)]) {
        assert.ok(!text.includes(form), `${place} holds ${name}`);
      }
    }
  }
  const requests = places.log.split("\n").filter((line) => line.includes('"message":"Request"'));
  assert.ok(requests.length >= all.length * 3, `${requests.length} of ${all.length * 3} requests`);
});
