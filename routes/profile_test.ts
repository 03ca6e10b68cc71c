import assert from "node:assert/strict";
import { setPassword } from "../domain/people/password_changes.ts";
import { letterTo } from "../tests/letters.ts";
import { testApp } from "../tests/test_app.ts";

const OLD = "mellow harbour tractor sixpence";
const NEW = "crimson lantern oyster seventy";

Deno.test("a person changes their name, appearance and shortcuts", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  assert.match(await bob.page("/profile"), /value="Bob"/);
  const res = await bob.post("/profile", { name: "Bob Baker", theme: "dark" });
  const page = await (await bob.follow(res)).text();
  assert.match(page, /Your profile is saved/);
  assert.match(page, /value="Bob Baker"/);
  assert.match(page, /data-theme="dark"/);
  assert.match(page, /data-hotkeys="off"/);
  await bob.post("/profile", { name: "Bob Baker", theme: "light", hotkeys: "on" });
  assert.doesNotMatch(await bob.page("/profile"), /data-hotkeys="off"/);
});

Deno.test("a new name is the same in each of the person's organisations", async () => {
  await using thread = await testApp();
  const { bob, charlie } = thread.cast;
  await thread.rows(
    "insert into members (org_id, identity_id, email, name, roles) values ($1, $2, $3, $4, $5)",
    [charlie!.orgId, bob!.identityId, bob!.email, "Bob", ["csm"]],
  );
  await thread.as("bob").post("/profile", { name: "Robert", theme: "system" });
  const names = await thread.rows("select name from members where identity_id = $1", [
    bob!.identityId,
  ]);
  assert.deepEqual(names.map(({ name }) => name), ["Robert", "Robert"]);
  const events = await thread.rows("select org_id from events where kind = 'member.renamed'");
  assert.equal(events.length, 2);
});

Deno.test("a refused profile keeps what was typed and changes nothing", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  for (const name of ["", "   ", "x".repeat(121), "a\u0000b"]) {
    assert.equal((await bob.post("/profile", { name, theme: "dark" })).status, 422);
  }
  const odd = await bob.post("/profile", { name: "Bobby", theme: "pink" });
  assert.equal(odd.status, 422);
  const page = await odd.text();
  assert.match(page, /Choose light, dark or system/);
  assert.match(page, /value="Bobby"/);
  const [row] = await thread.rows("select name, theme from identities where email like 'bob@%'");
  assert.deepEqual({ ...row }, { name: "Bob", theme: "system" });
});

Deno.test("the shell's appearance buttons bring the person back to where they were", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const res = await bob.post("/theme", { theme: "dark", back: "/profile/sessions" });
  assert.equal(res.headers.get("location"), "/profile/sessions");
  assert.match(await bob.page("/profile"), /data-theme="dark"/);
  const away = await bob.post("/theme", { theme: "light", back: "//evil.test" });
  assert.equal(away.headers.get("location"), "/");
  assert.equal((await bob.post("/theme", { theme: "pink" })).status, 422);
});

Deno.test("a new password signs the other browsers out, this one goes on under a new token", async () => {
  await using thread = await testApp();
  await setPassword(thread.db, thread.cast.alice!.identityId, OLD);
  const alice = thread.visitor();
  await alice.post("/sign-in", { email: "alice@acme.test", password: OLD });
  const before = alice.jar.get("thread")!;
  const weak = await alice.post("/profile/password", { password: "acme cloud alice" });
  assert.equal(weak.status, 422);
  assert.match(await weak.text(), /too easy to guess/);
  const res = await alice.post("/profile/password", { password: NEW });
  const page = await (await alice.follow(res)).text();
  assert.match(page, /Your new password is set/);
  for (const token of [before, thread.as("alice").jar.get("thread")!]) {
    const other = thread.visitor();
    other.jar.set("thread", token);
    assert.match((await other.get("/profile")).headers.get("location")!, /^\/sign-in/);
  }
  assert.match((await letterTo(thread, "alice@acme.test")).subject, /was changed/);
  const tries = [OLD, NEW].map((password) =>
    thread.visitor().post("/sign-in", { email: "alice@acme.test", password })
  );
  assert.deepEqual((await Promise.all(tries)).map(({ status }) => status), [401, 303]);
});

Deno.test("a person without a password may set a first one", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  assert.match(await bob.page("/profile"), /Set a password/);
  await bob.post("/profile/password", { password: NEW });
  assert.match(await bob.page("/profile"), /Change password/);
});
