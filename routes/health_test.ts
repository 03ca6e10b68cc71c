import assert from "node:assert/strict";
import { connect } from "../domain/base/db.ts";
import { makeApp } from "./app.tsx";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { freePort } from "../domain/base/embedded_server.ts";

async function timed(ask: Promise<Response>) {
  const since = performance.now();
  const res = await ask;
  return { res, ms: performance.now() - since };
}

/** Takes every connection there is, as slow queries would. */
async function exhaust({ db }: TestApp) {
  const all = Array.from({ length: db.figures().size }, () => db.pool.acquire());
  const held = await Promise.all(all);
  return () => held.forEach((connection) => db.pool.release(connection));
}

Deno.test("/healthz and /readyz answer while all is well", async () => {
  await using thread = await testApp();
  assert.deepEqual(await (await thread.visitor().get("/healthz")).json(), { process: "up" });
  const res = await thread.visitor().get("/readyz");
  assert.equal(res.status, 200);
  assert.equal((await res.json()).database, "up");
});

Deno.test("a process that is told to end takes no new work", async () => {
  await using thread = await testApp();
  thread.house.streams.stop();
  const res = await thread.visitor().get("/readyz");
  assert.equal(res.status, 503);
  assert.deepEqual(await res.json(), { process: "stopping" });
  assert.equal((await thread.visitor().get("/healthz")).status, 200);
});

Deno.test("a database that is down makes the process unready, and leaves it up", async () => {
  await using thread = await testApp();
  const nowhere = connect(`postgres://thread_app:none@127.0.0.1:${freePort()}/thread`);
  try {
    const app = makeApp({ ...thread.house, db: nowhere });
    const { res, ms } = await timed(app.request("http://thread.test/readyz") as Promise<Response>);
    assert.equal(res.status, 503);
    assert.deepEqual(await res.json(), { process: "up", database: "down" });
    assert.ok(ms < 3000, `${ms} ms`);
    assert.equal((await app.request("http://thread.test/healthz")).status, 200);
  } finally {
    nowhere.close();
  }
});

Deno.test("a database that only reads makes the process unready", async () => {
  await using thread = await testApp();
  const name = new URL(thread.urls.adminUrl).pathname.slice(1);
  await thread.rows(`alter database ${name} set default_transaction_read_only = on`);
  thread.db.pool.replaceAll(new Error("Read the new setting"));
  const { res, ms } = await timed(thread.visitor().get("/readyz"));
  assert.equal(res.status, 503);
  assert.equal((await res.json()).database, "read-only");
  assert.ok(ms < 3000, `${ms} ms`);
});

Deno.test("with every connection taken a page answers 503 in time, and comes back at once", async () => {
  await using thread = await testApp();
  const release = await exhaust(thread);
  const [page, ready] = await Promise.all([
    timed(thread.as("alice").get("/profile")),
    timed(thread.visitor().get("/readyz")),
  ]);
  assert.equal(page.res.status, 503);
  assert.match(page.res.headers.get("retry-after") ?? "", /^\d+$/);
  assert.match(await page.res.text(), /Thread is busy/);
  assert.equal(ready.res.status, 503);
  assert.equal((await ready.res.json()).database, "busy");
  assert.ok(page.ms < 3000 && ready.ms < 3000, `${page.ms} ms, ${ready.ms} ms`);
  assert.equal((await thread.visitor().get("/healthz")).status, 200);

  release();
  const again = await timed(thread.as("alice").get("/profile"));
  await again.res.body?.cancel();
  assert.equal(again.res.status, 200);
  assert.ok(again.ms < 1000, `${again.ms} ms`);
  assert.deepEqual(thread.reported, []);
});
