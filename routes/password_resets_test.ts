import assert from "node:assert/strict";
import { setPassword } from "../domain/people/password_changes.ts";
import { letterTo } from "../tests/letters.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const OLD = "mellow harbour tractor sixpence";
const NEW = "crimson lantern oyster seventy";
const ALICE = "alice@acme.test";

Deno.test("THREAD-264 a forgotten password is asked for, reset once, and then the link is dead", async () => {
  await using thread = await withPassword();
  const alice = thread.visitor();
  assert.match(await alice.page("/sign-in"), /href="\/password-resets"/);
  assert.equal((await alice.get("/password-resets")).status, 200);
  const { path } = await ask(thread, alice);
  const page = await alice.page(path);
  assert.match(page, /name="password"/);
  assert.doesNotMatch(page, /name="code"/);
  const res = await alice.post(path, { password: NEW });
  assert.equal(res.headers.get("location"), "/");
  assert.equal((await alice.get("/profile")).status, 200);
  assert.equal((await signInWith(thread, OLD)).status, 401);
  assert.equal((await signInWith(thread, NEW)).status, 303);

  const again = await alice.post(path, { password: "another violin beneath copper" });
  assert.equal(again.status, 410);
  const late = thread.visitor();
  const second = await ask(thread, late);
  await thread.pass("10 minutes 1 second");
  assert.equal((await late.get(second.path)).status, 410);
  assert.equal((await late.post(second.path, { password: OLD })).status, 410);
  assert.equal((await signInWith(thread, NEW)).status, 303);
});

Deno.test("a reset ends every session there was and tells the person by mail", async () => {
  await using thread = await withPassword();
  const before = thread.as("alice");
  assert.equal((await before.get("/profile")).status, 200);
  const alice = thread.visitor();
  const { path } = await ask(thread, alice);
  await alice.post(path, { password: NEW });
  assert.equal((await before.get("/profile")).headers.get("location"), "/sign-in?next=%2Fprofile");
  const letter = await letterTo(thread, ALICE);
  assert.match(letter.subject, /was changed/);
  assert.match(letter.text, /help@thread\.test/);
  const events = await thread.rows("select 1 from events where kind = 'identity.password_reset'");
  assert.equal(events.length, 1);
});

Deno.test("the code of the letter works in the browser that asked, without the link", async () => {
  await using thread = await withPassword();
  const alice = thread.visitor();
  const { code } = await ask(thread, alice);
  assert.match(await alice.page("/password-resets/code"), /name="code"/);
  const wrong = await alice.post("/password-resets/code", { password: NEW, code: "000000" });
  assert.equal(wrong.status, 422);
  assert.equal((await alice.post("/password-resets/code", { password: NEW })).status, 422);
  const res = await alice.post("/password-resets/code", { password: NEW, code });
  assert.equal(res.status, 303);
  assert.equal((await signInWith(thread, NEW)).status, 303);
});

Deno.test("a robot that presses the reset button from elsewhere changes nothing", async () => {
  await using thread = await withPassword();
  const alice = thread.visitor();
  const { path, code } = await ask(thread, alice);
  const robot = thread.visitor();
  for (let i = 0; i < 6; i++) {
    const res = await robot.post(path, { password: "robots choose such words freely" });
    assert.equal(res.status, 422);
  }
  const phone = thread.visitor();
  assert.match(await phone.page(path), /another browser/);
  assert.equal((await phone.post(path, { password: NEW, code })).status, 303);
});

Deno.test("a refused password costs the person nothing", async () => {
  await using thread = await withPassword();
  const alice = thread.visitor();
  const { path } = await ask(thread, alice);
  for (const password of ["short", "alice@acme.test", "aaaaaaaaaaaaaaaa"]) {
    const res = await alice.post(path, { password });
    assert.equal(res.status, 422);
    assert.doesNotMatch(await res.text(), /type="password" value=/);
  }
  assert.equal((await alice.post(path, { password: NEW })).status, 303);
});

Deno.test("an unknown address is answered alike, whatever is tried", async () => {
  await using thread = await withPassword();
  const known = thread.visitor();
  const unknown = thread.visitor();
  const fields = (email: string) => ({ email });
  const answers = [
    await known.post("/password-resets", fields(ALICE)),
    await unknown.post("/password-resets", fields("alina@acme.test")),
  ];
  assert.deepEqual(answers.map((res) => res.headers.get("location")), [
    "/password-resets/code",
    "/password-resets/code",
  ]);
  for (let i = 0; i < 7; i++) {
    const tries = { password: NEW, code: "000000" };
    const [a, b] = [
      await known.post("/password-resets/code", tries),
      await unknown.post("/password-resets/code", tries),
    ];
    assert.equal(a!.status, b!.status);
    assert.equal(
      (await a!.text()).replaceAll(ALICE, "X"),
      (await b!.text()).replaceAll("alina@acme.test", "X"),
    );
  }
});

Deno.test("a reset link does not sign in, and a sign-in link sets no password", async () => {
  await using thread = await withPassword();
  const alice = thread.visitor();
  const reset = await ask(thread, alice);
  const token = reset.path.split("/").at(-1)!;
  assert.equal((await alice.post(`/sign-in-links/${token}`)).status, 404);
  assert.equal((await alice.post("/verification", { code: reset.code })).status, 422);
  await alice.post("/sign-in-links", { email: ALICE });
  const signIn = (await letterTo(thread, ALICE)).path.split("/").at(-1)!;
  const res = await alice.post(`/password-resets/${signIn}`, { password: NEW });
  assert.equal(res.status, 404);
  assert.equal((await signInWith(thread, NEW)).status, 401);
});

async function withPassword() {
  const thread = await testApp();
  await setPassword(thread.db, thread.cast.alice!.identityId, OLD);
  return thread;
}

async function ask(thread: TestApp, client: ReturnType<TestApp["visitor"]>) {
  const res = await client.post("/password-resets", { email: ALICE });
  assert.equal(res.headers.get("location"), "/password-resets/code");
  return await letterTo(thread, ALICE);
}

function signInWith(thread: TestApp, password: string) {
  return thread.visitor().post("/sign-in", { email: ALICE, password });
}
