import assert from "node:assert/strict";
import { letterTo } from "../letters.ts";
import { type Program } from "../processes.ts";
import { testApp } from "../test_app.ts";
import { openBrowserAt, openNeighbours } from "./neighbours.ts";

Deno.test("a session made on one server holds on the other, and ends on both", async () => {
  await using thread = await testApp();
  await using servers = await openNeighbours(thread);
  const bob = openBrowserAt(thread, servers.one);
  const { email } = thread.cast.bob!;
  assert.equal((await spent(bob.post("/sign-in-links", { email, next: "/" }))).status, 303);
  const { path } = await letterTo(thread, email);

  bob.at(servers.two);
  assert.equal((await spent(bob.post(path))).headers.get("location"), "/");
  assert.equal((await spent(bob.get("/profile"))).status, 200);
  bob.at(servers.one);
  assert.equal((await spent(bob.get("/profile"))).status, 200);

  const stolen = new Map(bob.jar);
  await spent(bob.post("/sign-out"));
  for (const [name, value] of stolen) bob.jar.set(name, value);
  for (const server of [servers.one, servers.two]) {
    bob.at(server);
    const answer = await spent(bob.get("/profile"));
    assert.match(answer.headers.get("location") ?? "", /^\/sign-in/);
  }
});

Deno.test("what happens on one server is heard on the other within a second", async () => {
  await using thread = await testApp();
  await using servers = await openNeighbours(thread);
  const alice = openBrowserAt(thread, servers.one, "alice");
  const bob = openBrowserAt(thread, servers.two, "bob");
  const stream = await listen(await bob.request("/live"));
  await spent(alice.post("/profile", { name: "Alice at first", theme: "light" }));
  await stream.until("event: member"); // The first query of each kind is also prepared.

  const took: number[] = [];
  for (let time = 1; time <= 5; time++) {
    const before = stream.text().length;
    const start = performance.now();
    await spent(alice.post("/profile", { name: `Alice ${time}`, theme: "light" }));
    await stream.until("event: member", before);
    took.push(performance.now() - start);
  }
  assert.ok(Math.min(...took) < 1000, `it took ${took} ms`); // A busy machine delays one or the other.
  await stream.stop();
});

Deno.test("a server asked to stop does so soon, though streams are open", async () => {
  await using thread = await testApp();
  await using servers = await openNeighbours(thread);
  for (const [program, signal] of [[servers.one, "SIGTERM"], [servers.two, "SIGINT"]] as const) {
    const streams = await Promise.all(["alice", "bob", "lea"].map(async (name) => {
      return await listen(await openBrowserAt(thread, program, name).request("/live"));
    }));
    const took = await stopped(program, signal);
    assert.ok(took < 10_000, `it took ${took} ms`);
    await Promise.all(streams.map((stream) => stream.ended()));
  }
});

async function stopped(program: Program, signal: Deno.Signal): Promise<number> {
  const start = performance.now();
  program.kill(signal);
  assert.equal((await program.ended).code, 0);
  return performance.now() - start;
}

async function spent(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  await response.body?.cancel();
  return response;
}

async function listen(response: Response) {
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const more = async () => {
    const { value, done } = await reader.read().catch(() => ({ value: "", done: true }));
    text += value ?? "";
    return !done;
  };
  while (!text.includes("event: hello")) assert.ok(await more(), "the stream never began");
  return {
    text: () => text,
    async until(wanted: string, from = 0) {
      while (!text.slice(from).includes(wanted)) assert.ok(await more(), `no "${wanted}" came`);
    },
    async ended() {
      while (await more());
    },
    stop: () => reader.cancel(),
  };
}
