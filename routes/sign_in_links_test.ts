import assert from "node:assert/strict";
import { connect } from "../domain/base/db.ts";
import { type Client, openClient } from "../tests/client.ts";
import { letterTo } from "../tests/letters.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { makeApp } from "./app.tsx";

const ALICE = "alice@acme.test";

Deno.test("the link lets in the browser that asked, and brings it where it wanted to go", async () => {
  await using thread = await testApp();
  const alice = thread.visitor();
  const { path } = await ask(thread, alice, { next: "/profile/sessions" });
  const page = await alice.page(path);
  assert.match(page, /Continue/);
  assert.doesNotMatch(page, /name="code"/);
  const res = await alice.post(path);
  assert.equal(res.headers.get("location"), "/profile/sessions");
  assert.equal((await alice.get("/profile")).status, 200);
});

Deno.test("opening the link changes nothing and is kept from caches and referrers", async () => {
  await using thread = await testApp();
  const alice = thread.visitor();
  const { path } = await ask(thread, alice);
  const before = await snapshot(thread);
  const robot = thread.visitor();
  assert.equal((await robot.request(path, { method: "HEAD" })).status, 200);
  for (let i = 0; i < 5; i++) {
    const res = await robot.get(path);
    assert.equal(res.status, 200);
    assert.equal(res.headers.get("cache-control"), "no-store");
    assert.equal(res.headers.get("referrer-policy"), "no-referrer");
    assert.doesNotMatch(await res.text(), /<script/);
  }
  assert.deepEqual(await snapshot(thread), before);
  assert.equal(robot.jar.size, 0);
});

Deno.test("robots that open and press everything do not keep the person out", async () => {
  await using thread = await testApp();
  const alice = thread.visitor();
  const { path } = await ask(thread, alice);
  const robot = thread.visitor();
  await robot.request(path, { method: "HEAD" });
  for (let i = 0; i < 10; i++) {
    const pressed = await robot.post(path);
    assert.equal(pressed.status, 200);
    assert.match(await pressed.text(), /name="code"/);
  }
  assert.equal(robot.jar.has("thread"), false);
  assert.equal((await alice.post(path)).status, 303);
  assert.equal((await alice.get("/profile")).status, 200);
});

Deno.test("another browser needs the code of the same letter", async () => {
  await using thread = await testApp();
  const desktop = thread.visitor();
  const { path, code } = await ask(thread, desktop);
  const phone = thread.visitor();
  assert.match(await phone.page(path), /another browser/);
  const wrong = await phone.post(path, { code: other(code) });
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /not the code of the latest letter/);
  const odd = await phone.post(path, { code: "12" });
  assert.match(await odd.text(), /six digits/);
  assert.equal((await phone.post(path, { code })).status, 303);
  assert.equal((await phone.get("/profile")).status, 200);
});

Deno.test("five wrong codes end the code, not the link in the browser that asked", async () => {
  await using thread = await testApp();
  const desktop = thread.visitor();
  const { path, code } = await ask(thread, desktop);
  const guesser = thread.visitor();
  for (let i = 0; i < 5; i++) await guesser.post(path, { code: other(code) });
  const late = await guesser.post(path, { code });
  assert.equal(late.status, 410);
  assert.match(await late.text(), /Too many wrong codes/);
  const typed = await desktop.post("/verification", { code });
  assert.equal(typed.status, 422);
  assert.equal((await desktop.post(path)).status, 303);
});

Deno.test("guesses that come at the same moment are counted one by one", async () => {
  await using thread = await testApp();
  const { path, code } = await ask(thread, thread.visitor());
  const guesses = Array.from(
    { length: 30 },
    (_, i) => thread.visitor().post(path, { code: other(code, i + 1) }),
  );
  await Promise.all(guesses);
  const [row] = await thread.rows("select attempts, used_at from challenges");
  assert.deepEqual({ ...row }, { attempts: 5, used_at: null });
  assert.equal((await thread.visitor().post(path, { code })).status, 410);
});

Deno.test("a used link says so, and one click sends another", async () => {
  await using thread = await testApp();
  const alice = thread.visitor();
  const { path } = await ask(thread, alice);
  await alice.post(path);
  const again = await thread.visitor().post(path);
  assert.equal(again.status, 410);
  const page = await again.text();
  assert.match(page, /This link has been used/);
  assert.match(page, /Send a new letter to a…@acme\.test/);
  assert.doesNotMatch(page, /alice@acme\.test/);
  const token = path.split("/").at(-1)!;
  const other = thread.visitor();
  const sent = await other.post("/verification/letters", { again: token });
  assert.equal(sent.headers.get("location"), "/verification");
  const fresh = await letterTo(thread, ALICE);
  assert.notEqual(fresh.path, path);
  assert.equal((await other.post(fresh.path)).status, 303);
});

Deno.test("pressing the button twice leaves the person where they wanted to be", async () => {
  await using thread = await testApp();
  const alice = thread.visitor();
  const { path, browser } = await ask(thread, alice, { next: "/profile" });
  await alice.post(path);
  alice.jar.set("asked", browser);
  assert.equal((await alice.post(path)).headers.get("location"), "/profile");
});

Deno.test("a link is dead after ten minutes", async () => {
  await using thread = await testApp();
  const alice = thread.visitor();
  const { path, code } = await ask(thread, alice);
  await thread.pass("9 minutes 50 seconds");
  assert.equal((await alice.get(path)).status, 200);
  await thread.pass("11 seconds");
  const res = await alice.post(path);
  assert.equal(res.status, 410);
  assert.match(await res.text(), /no longer works/);
  assert.equal((await alice.post("/verification", { code })).status, 422);
  assert.equal(alice.jar.has("thread"), false);
});

Deno.test("a new letter makes the older one worthless", async () => {
  await using thread = await testApp();
  const alice = thread.visitor();
  const first = await ask(thread, alice);
  const second = await ask(thread, alice);
  alice.jar.set("asked", first.browser);
  assert.equal((await alice.post(first.path)).status, 410);
  assert.equal((await alice.post(first.path, { code: first.code })).status, 410);
  alice.jar.set("asked", second.browser);
  assert.equal((await alice.post(second.path)).status, 303);
});

Deno.test("fifty presses of one link at once, on two servers, open one session", async () => {
  await using thread = await testApp();
  const db = connect(thread.urls.appUrl, 10, "thread-test-second");
  const second = makeApp({ ...thread.house, db });
  const alice = thread.visitor();
  const { path } = await ask(thread, alice);
  const before = await sessionsOf(thread);
  const presses = Array.from({ length: 50 }, (_, i) => {
    const same = openClient(i % 2 ? thread.app : second, thread.settings);
    same.jar.set("asked", alice.jar.get("asked")!);
    return same.post(path);
  });
  const statuses = (await Promise.all(presses)).map((res) => res.status);
  db.close();
  assert.equal(statuses.filter((status) => status === 303).length, 1);
  assert.equal(await sessionsOf(thread), before + 1);
});

Deno.test("a made-up or cut-off link says that it is not complete", async () => {
  await using thread = await testApp();
  const made = await thread.visitor().get(`/sign-in-links/${"A".repeat(43)}`);
  assert.equal(made.status, 404);
  assert.match(await made.text(), /not complete/);
  assert.equal((await thread.visitor().post(`/verification/${"A".repeat(43)}`)).status, 404);
  assert.equal((await thread.visitor().get("/sign-in-links/short")).status, 404);
});

Deno.test("an unknown address gets the same answers, and a letter that says so", async () => {
  await using thread = await testApp();
  const known = thread.visitor();
  const unknown = thread.visitor();
  const answers = [
    await known.post("/sign-in-links", { email: ALICE }),
    await unknown.post("/sign-in-links", { email: "alina@acme.test" }),
  ];
  assert.deepEqual(answers.map(({ status }) => status), [303, 303]);
  const names = answers.map((res) => res.headers.getSetCookie().map((one) => one.split("=")[0]));
  assert.deepEqual(names[0], names[1]);
  assert.match((await letterTo(thread, "alina@acme.test")).text, /No account has it/);
  for (let i = 0; i < 7; i++) {
    const pages = [
      await known.post("/verification", { code: "000000" }),
      await unknown.post("/verification", { code: "000000" }),
    ];
    assert.equal(pages[0]!.status, pages[1]!.status);
    assert.equal(
      (await pages[0]!.text()).replaceAll(ALICE, "X"),
      (await pages[1]!.text()).replaceAll("alina@acme.test", "X"),
    );
  }
});

Deno.test("neither the database nor the log keeps what opens a door", async () => {
  await using thread = await testApp();
  const alice = thread.visitor();
  const { path, code } = await ask(thread, alice);
  const token = path.split("/").at(-1)!;
  const kept = JSON.stringify(await thread.rows("select c::text from challenges c"));
  for (const secret of [token, code, alice.jar.get("asked")!]) assert.ok(!kept.includes(secret));
  await alice.get(path);
  await alice.post(path);
  assert.ok(thread.logged.length >= 3);
  for (const secret of [token, code]) assert.ok(!thread.logged.join("").includes(secret));
  const sessions = JSON.stringify(await thread.rows("select s::text from sessions s"));
  assert.ok(!sessions.includes(alice.jar.get("thread")!));
});

async function ask(thread: TestApp, client: Client, fields: { next?: string } = {}) {
  const res = await client.post("/sign-in-links", { email: ALICE, password: "", ...fields });
  assert.equal(res.headers.get("location"), "/verification");
  return { ...await letterTo(thread, ALICE), browser: client.jar.get("asked")! };
}

function other(code: string, by = 1): string {
  return String((Number(code) + by) % 1_000_000).padStart(6, "0");
}

async function snapshot(thread: TestApp) {
  const tables = ["challenges", "sessions", "throttles", "mails", "identities", "events"];
  const counted: Record<string, unknown> = {};
  for (const table of tables) {
    counted[table] = await thread.rows(`select md5(t::text) from ${table} t order by 1`);
  }
  return counted;
}

async function sessionsOf(thread: TestApp): Promise<number> {
  return (await thread.rows("select 1 from sessions")).length;
}
