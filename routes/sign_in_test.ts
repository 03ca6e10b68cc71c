import assert from "node:assert/strict";
import { hashPassword } from "../domain/people/passwords.ts";
import { setPassword } from "../domain/people/password_changes.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const PASSWORD = "mellow harbour tractor sixpence";

Deno.test("a person signs in by password and lands where they wanted to go", async () => {
  await using thread = await withPassword();
  const visitor = thread.visitor();
  const sent = await visitor.get("/profile/sessions");
  assert.equal(sent.headers.get("location"), "/sign-in?next=%2Fprofile%2Fsessions");
  assert.match(
    await visitor.page("/sign-in?next=/profile/sessions"),
    /value="\/profile\/sessions"/,
  );
  const res = await visitor.post("/sign-in", {
    email: " Alice@ACME.test ",
    password: PASSWORD,
    next: "/profile/sessions",
  });
  assert.equal(res.status, 303);
  assert.equal(res.headers.get("location"), "/profile/sessions");
  const page = await (await visitor.follow(res)).text();
  assert.match(page, /This browser/);
});

Deno.test("the sign-in page works without script and names who can help", async () => {
  await using thread = await testApp();
  const page = await thread.visitor().page("/sign-in");
  assert.doesNotMatch(page, /<script/);
  assert.match(page, /<a href="mailto:help@thread\.test">help@thread\.test<\/a>/);
  assert.match(page, /<a href="\/password-resets">Forgot your password\?<\/a>/);
  assert.match(page, /<a href="\/sign-up">Create an account<\/a>/);
});

Deno.test("THREAD-267 the configured support address is shown on every page before sign-in", async () => {
  await using thread = await testApp({ SUPPORT_EMAIL: "care@acme.test" });
  for (const path of ["/sign-in", "/sign-up", "/password-resets"]) {
    const page = await thread.visitor().page(path);
    assert.match(page, /<a href="mailto:care@acme\.test">care@acme\.test<\/a>/, path);
  }
});

Deno.test("THREAD-265 another address than the one signed up with gets a neutral message", async () => {
  await using thread = await withPassword();
  const wrongAddress = await tryPassword(thread, "alice@acme-cloud.test", PASSWORD);
  const wrongPassword = await tryPassword(thread, "alice@acme.test", "not the password at all");
  const noPassword = await tryPassword(thread, "bob@acme.test", PASSWORD);
  assert.deepEqual([wrongAddress.status, wrongPassword.status, noPassword.status], [401, 401, 401]);
  assert.match(wrongAddress.page, /do not belong together/);
  assert.match(wrongAddress.page, /the work address you signed up with/);
  assert.equal(
    wrongAddress.page.replaceAll("alice@acme-cloud.test", "X"),
    wrongPassword.page.replaceAll("alice@acme.test", "X"),
  );
  assert.equal(
    wrongAddress.page.replaceAll("alice@acme-cloud.test", "X"),
    noPassword.page.replaceAll("bob@acme.test", "X"),
  );
  const right = await tryPassword(thread, "alice@acme.test", PASSWORD);
  assert.equal(right.status, 303);
});

Deno.test("a refused sign-in never shows the password again", async () => {
  await using thread = await testApp();
  const secret = "swordfish-in-the-page";
  for (const email of ["alice@acme.test", "not an address", ""]) {
    const { page } = await tryPassword(thread, email, secret);
    assert.doesNotMatch(page, /swordfish/);
  }
});

Deno.test("next leads nowhere but to this site", async () => {
  await using thread = await withPassword();
  const elsewhere = [
    "//evil.test",
    "/\\evil.test",
    "https://evil.test/",
    "https:evil.test",
    "javascript:alert(1)",
    "/\t/evil.test",
    "/%09/../\\/evil.test",
    "\\\\evil.test",
    "http:///evil.test",
    "／／evil.test",
    "/x\r\nlocation: https://evil.test",
  ];
  for (const next of elsewhere) {
    const res = await thread.visitor().post("/sign-in", {
      email: "alice@acme.test",
      password: PASSWORD,
      next,
    });
    assert.equal(res.status, 303);
    const target = new URL(res.headers.get("location")!, "http://thread.test");
    assert.equal(target.origin, "http://thread.test", JSON.stringify(next));
  }
});

Deno.test("a cookie from before sign-in is dead after it", async () => {
  await using thread = await withPassword();
  const planted = thread.visitor();
  planted.jar.set("thread", "A".repeat(43));
  await signInAs(planted);
  assert.notEqual(planted.jar.get("thread"), "A".repeat(43));

  const alice = thread.as("alice");
  const before = alice.jar.get("thread")!;
  await signInAs(alice);
  assert.notEqual(alice.jar.get("thread"), before);
  const thief = thread.visitor();
  thief.jar.set("thread", before);
  assert.equal((await thief.get("/profile")).status, 303);
  assert.equal((await alice.get("/profile")).status, 200);
});

Deno.test("a request from another site signs nobody in", async () => {
  await using thread = await withPassword();
  const visitor = thread.visitor();
  const pages = ["/sign-in", "/sign-in-links", "/sign-up", "/verification", "/password-resets"];
  for (const path of [...pages, "/sign-out", "/step-up", "/theme", "/profile"]) {
    for (const site of ["cross-site", "same-site", "none"]) {
      const res = await visitor.request(path, {
        method: "POST",
        headers: { "sec-fetch-site": site },
        body: new URLSearchParams({ email: "alice@acme.test", password: PASSWORD }),
      });
      assert.equal(res.status, 403, `${path} ${site}`);
    }
  }
  assert.deepEqual(await thread.mails(), []);
  assert.equal(visitor.jar.size, 0);
});

Deno.test("an old hash is replaced at the next sign-in", async () => {
  await using thread = await withPassword();
  await thread.rows("update identities set password_hash = $1 where email = 'alice@acme.test'", [
    await hashPassword(PASSWORD, "scrypt"),
  ]);
  const res = await tryPassword(thread, "alice@acme.test", PASSWORD);
  assert.equal(res.status, 303);
  const [row] = await thread.rows<{ password_hash: string }>(
    "select password_hash from identities where email = 'alice@acme.test'",
  );
  assert.match(row!.password_hash, /^\$argon2id\$/);
  assert.equal((await tryPassword(thread, "alice@acme.test", PASSWORD)).status, 303);
});

Deno.test("a sign-in is recorded in the person's organisation, a failed one is not", async () => {
  await using thread = await withPassword();
  await tryPassword(thread, "alice@acme.test", "wrong password it is");
  await tryPassword(thread, "alice@acme.test", PASSWORD);
  const events = await thread.rows(
    "select org_id, actor_kind, actor_id, data from events where kind = 'identity.signed_in'",
  );
  const { orgId, memberId } = thread.cast.alice!;
  assert.deepEqual(events.map((event) => ({ ...event })), [
    { org_id: orgId, actor_kind: "member", actor_id: memberId, data: { method: "password" } },
  ]);
});

Deno.test("signing out ends the session and clears what the browser kept", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const token = alice.jar.get("thread")!;
  const res = await alice.post("/sign-out");
  assert.equal(res.headers.get("location"), "/sign-in");
  assert.equal(res.headers.get("clear-site-data"), '"cache", "storage"');
  assert.equal(alice.jar.has("thread"), false);
  alice.jar.set("thread", token);
  assert.equal((await alice.get("/profile")).headers.get("location"), "/sign-in?next=%2Fprofile");
  assert.equal((await alice.get("/sign-out")).status, 404);
});

Deno.test("over https the cookies belong to this host alone", async () => {
  await using thread = await withPassword({ PUBLIC_URL: "https://thread.test" });
  const res = await thread.visitor().post("/sign-in", {
    email: "alice@acme.test",
    password: PASSWORD,
  });
  const cookies = res.headers.getSetCookie().filter((cookie) => !/Max-Age=0/.test(cookie));
  assert.deepEqual(cookies.map((cookie) => cookie.split("=")[0]), [
    "__Host-thread",
    "__Host-device",
  ]);
  for (const cookie of cookies) {
    assert.match(cookie, /; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  }
});

Deno.test("a form that cannot be read is refused in words", async () => {
  await using thread = await testApp();
  for (const path of ["/sign-in", "/sign-up", "/sign-in-links", "/password-resets"]) {
    const broken = await thread.visitor().request(path, {
      method: "POST",
      headers: { "content-type": "multipart/form-data" },
      body: "nonsense",
    });
    assert.equal(broken.status, 409, path);
    assert.equal((await thread.visitor().post(path, { surplus: "1" })).status, 422, path);
    assert.equal(
      (await thread.visitor().post(path, { email: ["a@b.test", "c@d.test"] })).status,
      422,
    );
  }
});

async function withPassword(environment = {}) {
  const thread = await testApp(environment);
  await setPassword(thread.db, thread.cast.alice!.identityId, PASSWORD);
  return thread;
}

function signInAs(client: ReturnType<TestApp["visitor"]>) {
  return client.post("/sign-in", { email: "alice@acme.test", password: PASSWORD });
}

async function tryPassword(thread: TestApp, email: string, password: string) {
  const res = await thread.visitor().post("/sign-in", { email, password });
  return { status: res.status, page: await res.text() };
}
