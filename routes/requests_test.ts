import assert from "node:assert/strict";
import { type TestApp, testApp } from "../tests/test_app.ts";

function lines(thread: TestApp): Record<string, unknown>[] {
  return thread.logged.map((line) => JSON.parse(line));
}

Deno.test("each request is one line that names its route, and not its path or query", async () => {
  await using thread = await testApp();
  const token = "T".repeat(43);
  const res = await thread.visitor().get(`/verification/${token}?code=123456`);
  await res.body?.cancel();
  const [line, ...more] = lines(thread);
  assert.deepEqual(more, []);
  const { at, ms, request, ...told } = line!;
  assert.deepEqual(told, {
    level: "info",
    message: "Request",
    method: "GET",
    route: "/verification/:token",
    status: res.status,
  });
  assert.equal(typeof ms, "number");
  assert.match(String(at), /^\d{4}-/);
  assert.equal(res.headers.get("x-request-id"), request);
  assert.doesNotMatch(thread.logged.join(""), /T{43}|123456/);
});

Deno.test("a line says in which organisation a signed-in person asked", async () => {
  await using thread = await testApp();
  await (await thread.as("alice").get("/profile")).body?.cancel();
  assert.equal(lines(thread)[0]!.org, thread.cast.alice!.orgId);
});

Deno.test("what no route answers is told without what was asked", async () => {
  await using thread = await testApp();
  const res = await thread.visitor().request("/no/such/page", { method: "BREW" });
  assert.equal(res.status, 404);
  const [{ method, route }] = lines(thread) as [Record<string, unknown>];
  assert.deepEqual([method, route], ["other", "/*"]);
});

Deno.test("probes are told at debug level only, so that they do not fill the log", async () => {
  await using thread = await testApp();
  await (await thread.visitor().get("/healthz")).body?.cancel();
  assert.equal(lines(thread)[0]!.level, "debug");
});

Deno.test("the page of an error shows the request's id, under which the log tells more", async () => {
  await using thread = await testApp();
  await thread.rows("drop function session_of(bytea)");
  const res = await thread.as("alice").get("/profile");
  assert.equal(res.status, 500);
  const request = res.headers.get("x-request-id")!;
  assert.ok((await res.text()).includes(request));
  assert.equal(lines(thread)[0]!.request, request);
  assert.equal(thread.reported.length, 1);
});

Deno.test("each request has an id of its own", async () => {
  await using thread = await testApp();
  const ids = new Set<string | null>();
  for (let n = 0; n < 20; n++) {
    const res = await thread.visitor().get("/healthz");
    await res.body?.cancel();
    ids.add(res.headers.get("x-request-id"));
  }
  assert.equal(ids.size, 20);
});
