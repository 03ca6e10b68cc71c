import assert from "node:assert/strict";
import { drawn, gesture, newWorkflow, rowOf } from "../tests/drawings.ts";
import { startFarSide } from "../tests/fakes/far_side.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { runRow } from "../tests/workflows.ts";

const SECRET = "Bearer one-secret-of-billing";
const OTHER = "Bearer another-secret";

async function callingWorkflow(thread: TestApp, origin: string): Promise<string> {
  const at = await newWorkflow(thread, "Billing");
  const olive = thread.as("olive");
  await gesture(thread, olive, at, {
    op: "place",
    kind: "call_http",
    after: "n1",
    between: "yes",
  });
  const step = (await drawn(thread, at)).nodes.find(({ kind }) => kind === "call_http")!.id;
  const saved = await gesture(thread, olive, at, {
    op: "configure",
    node: step,
    title: "Tell billing",
    has: ["method", "url", "secret", "secret_header", "any_status", "body"],
    "c.method": "POST",
    "c.url": `${origin}/customers`,
    "c.body": '{"from": "Thread"}',
    "c.secret.fresh": SECRET,
    "c.secret_header": "",
  });
  assert.equal(saved.status, 303, await saved.clone().text());
  return at;
}

async function publish(thread: TestApp, at: string) {
  const { rev } = await rowOf(thread, at);
  const form = { rev: String(rev), says: "", activate: "on" };
  const res = await thread.as("olive").post(`${at}/publication`, form);
  assert.equal(res.status, 303, (await res.clone().text()).slice(0, 3000));
}

async function start(thread: TestApp, at: string): Promise<string> {
  const res = await thread.as("olive").post(`${at}/start`, {});
  await thread.workOff();
  return res.headers.get("location")!.split("/").at(-1)!;
}

/** Wherever a row could hold it in clear. */
async function rowsHolding(thread: TestApp, text: string): Promise<string[]> {
  const tables = await thread.rows<{ name: string }>(
    `select format('%I', relname) as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const found = await Promise.all(tables.map(async ({ name }) => {
    const rows = await thread.rows(`select from ${name} t where t::text like $1 limit 1`, [
      `%${text}%`,
    ]);
    return rows.length > 0 ? [name] : [];
  }));
  return found.flat();
}

Deno.test("the secret of a step is kept in the vault, sent in its header, shown to nobody and replaced", async () => {
  await using far = startFarSide();
  await using thread = await testApp({}, far.reach);
  const olive = thread.as("olive");
  const at = await callingWorkflow(thread, far.origin);
  const step = (await drawn(thread, at)).nodes.find(({ kind }) => kind === "call_http")!;
  const panel = await olive.page(`${at}/steps/${step.id}`);
  assert.match(panel, /type="password"[^>]*autocomplete="new-password"/);
  assert.match(panel, />Kept</);
  assert.deepEqual(await rowsHolding(thread, "one-secret-of-billing"), []);
  await publish(thread, at);
  const run = await start(thread, at);
  assert.equal((await runRow(thread, run)).outcome, "Done");
  assert.equal(far.heard[0]!.headers.get("authorization"), SECRET);
  assert.equal(far.heard[0]!.headers.get("idempotency-key"), `${run}/${step.id}/1`);
  assert.equal(far.heard[0]!.body, '{"from": "Thread"}');
  assert.doesNotMatch(await olive.page(`/runs/${run}`), /one-secret-of-billing/);

  const configure = (fields: Record<string, string | string[]>) =>
    gesture(thread, olive, at, {
      op: "configure",
      node: step.id,
      title: "Tell billing",
      ...fields,
    });
  await configure({ has: ["secret"], "c.secret.fresh": "" });
  await start(thread, at);
  assert.equal(far.heard[1]!.headers.get("authorization"), SECRET, "left empty, it stays");
  await configure({ has: ["secret"], "c.secret.fresh": OTHER });
  await start(thread, at);
  assert.equal(far.heard[2]!.headers.get("authorization"), OTHER);
  assert.deepEqual(await rowsHolding(thread, "another-secret"), []);
  assert.match(await thread.as("alice").page("/activity?noun=workflow"), /changed Tell billing/);

  await configure({ has: ["secret"], "c.secret.fresh": "", "c.secret.none": "on" });
  await publish(thread, at);
  await start(thread, at);
  assert.equal(far.heard[3]!.headers.get("authorization"), null);
  assert.equal((await thread.as("bob").post(`${at}/edits`, { op: "undo", rev: "1" })).status, 403);
});

Deno.test("a copy of a step or a workflow has no secret, and a run without it says where it belongs", async () => {
  await using far = startFarSide();
  await using thread = await testApp({}, far.reach);
  const olive = thread.as("olive");
  const at = await callingWorkflow(thread, far.origin);
  const step = (await drawn(thread, at)).nodes.find(({ kind }) => kind === "call_http")!;
  await gesture(thread, olive, at, { op: "copy", nodes: step.id });
  await gesture(thread, olive, at, { op: "paste" });
  const copies = (await drawn(thread, at)).nodes.filter(({ kind }) => kind === "call_http");
  assert.deepEqual(copies.map(({ config }) => config.secret), [1, undefined]);
  const copy = await olive.post(`${at}/copies`, { name: "A copy" });
  const inCopy = (await drawn(thread, copy.headers.get("location")!)).nodes;
  assert.equal(inCopy.find(({ id }) => id === step.id)!.config.secret, undefined);

  await gesture(thread, olive, at, { op: "undo" });
  await publish(thread, at);
  await thread.rows("delete from vault_entries where owner like 'workflow/%'");
  const run = await start(thread, at);
  const { failure } = await runRow(thread, run);
  assert.equal(failure!.text, "The secret of this step is not in the vault.");
  assert.match(failure!.todo, /Enter it in the step's settings/);
  assert.equal(far.heard.length, 0);
});

Deno.test("a call that is turned away for a while is made again under the same key; a refusal fails the step", async () => {
  await using far = startFarSide();
  await using thread = await testApp({}, far.reach);
  const at = await callingWorkflow(thread, far.origin);
  await publish(thread, at);
  far.answers(
    new Response("Busy", { status: 503, headers: { "retry-after": "60" } }),
    new Response("Broken", { status: 500 }),
  );
  const run = await start(thread, at);
  assert.equal((await runRow(thread, run)).state, "waiting");
  assert.equal(far.heard.length, 1, "not before the minute is over");
  for (const wait of ["61 seconds", "10 minutes"]) {
    await thread.pass(wait);
    await thread.workOff();
  }
  assert.equal((await runRow(thread, run)).outcome, "Done");
  const keys = new Set(far.heard.map(({ headers }) => headers.get("idempotency-key")));
  assert.deepEqual([far.heard.length, keys.size], [3, 1]);

  far.answers(new Response('{"error": "No such plan"}', { status: 422 }));
  const refused = await start(thread, at);
  const { failure } = await runRow(thread, refused);
  assert.deepEqual([failure!.cause, failure!.text], [
    "integration",
    'The other side answered with 422: {"error": "No such plan"}.',
  ]);
  await thread.as("olive").post(`/runs/${refused}/retry`, {});
  await thread.workOff();
  assert.equal((await runRow(thread, refused)).outcome, "Done");
});
