import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("THREAD-098 the sign-up page exists and asks for a work email", async () => {
  await using thread = await testApp();
  const res = await thread.visitor().get("/sign-up");
  assert.equal(res.status, 200);
  const page = await res.text();
  assert.match(page, /<form method="post" action="\/sign-up"/);
  assert.match(page, /name="email"/);
});

Deno.test("THREAD-099 a personal address is refused with a reason, a company's is accepted", async () => {
  await using thread = await testApp();
  const personal = [
    "gmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
    "hotmail.co.uk",
    "gmx.de",
    "proton.me",
    "mailinator.com",
  ];
  for (const domain of personal) {
    const res = await thread.visitor().post("/sign-up", { email: `ann@${domain}` });
    assert.equal(res.status, 422, domain);
    const page = await res.text();
    assert.ok(page.includes(`Addresses at ${domain} are`), domain);
    assert.match(page, /sign up with your work address/);
    assert.ok(page.includes(`value="ann@${domain}"`), "what was typed stays");
  }
  assert.deepEqual(await thread.mails(), []);
  const res = await thread.visitor().post("/sign-up", { email: "ann@northwind.test" });
  assert.equal(res.headers.get("location"), "/verification");
  assert.match((await letterTo(thread, "ann@northwind.test")).subject, /Confirm/);
});

Deno.test("THREAD-100 an account is unusable until the link or the code has been used", async () => {
  await using thread = await testApp();
  const byCode = thread.visitor();
  await byCode.post("/sign-up", { email: "ann@northwind.test" });
  assert.deepEqual(
    await thread.rows("select 1 from identities where email like '%northwind%'"),
    [],
  );
  const early = await byCode.get("/profile");
  assert.match(early.headers.get("location")!, /^\/sign-in\?/);
  assert.match(await byCode.page("/verification"), /ann@northwind\.test/);
  const { code } = await letterTo(thread, "ann@northwind.test");
  const res = await byCode.post("/verification", { code: `${code.slice(0, 3)} ${code.slice(3)}` });
  assert.match(res.headers.get("location")!, /^\/sign-up\/profile/);
  assert.equal((await byCode.get("/sign-up/profile")).status, 200);

  const byLink = thread.visitor();
  await byLink.post("/sign-up", { email: "ben@northwind.test" });
  const { path } = await letterTo(thread, "ben@northwind.test");
  assert.match(await byLink.page(path), /Confirm and continue/);
  const entered = await byLink.post(path);
  assert.match(entered.headers.get("location")!, /^\/sign-up\/profile/);
  assert.equal(
    (await thread.rows(
      "select 1 from sessions s join identities i on i.id = s.identity_id where email like '%northwind%'",
    )).length,
    2,
  );
});

Deno.test("after verification come the profile and then the organisation", async () => {
  await using thread = await testApp();
  const ann = await verified(thread, "ann@northwind.test");
  const nameless = await ann.get("/welcome");
  assert.equal(nameless.headers.get("location"), "/sign-up/profile?next=%2Fwelcome");
  const empty = await ann.post("/sign-up/profile", { name: " ", password: "" });
  assert.equal(empty.status, 422);
  assert.match(await empty.text(), /Enter your name/);
  const weak = await ann.post("/sign-up/profile", { name: "Ann", password: "password1234" });
  assert.equal(weak.status, 422);
  const page = await weak.text();
  assert.match(page, /too easy to guess/);
  assert.doesNotMatch(page, /password1234/);
  assert.match(page, /value="Ann"/);
  const res = await ann.post("/sign-up/profile", { name: "Ann", password: "", next: "/welcome" });
  assert.equal(res.headers.get("location"), "/welcome");
  const [row] = await thread.rows(
    "select name, password_hash from identities where email like 'ann@n%'",
  );
  assert.deepEqual({ ...row }, { name: "Ann", password_hash: null });
});

Deno.test("a password given with the profile opens the door the next time", async () => {
  await using thread = await testApp();
  const ann = await verified(thread, "ann@northwind.test");
  await ann.post("/sign-up/profile", { name: "Ann", password: "mellow harbour tractor sixpence" });
  const elsewhere = thread.visitor();
  const res = await elsewhere.post("/sign-in", {
    email: "ANN@northwind.test",
    password: "mellow harbour tractor sixpence",
  });
  assert.equal(res.status, 303);
});

Deno.test("a second sign-up from the same company gives no access by itself", async () => {
  await using thread = await testApp();
  const mallory = await verified(thread, "mallory@acme.test");
  await mallory.post("/sign-up/profile", { name: "Mallory", password: "" });
  const res = await mallory.get("/profile/sessions");
  assert.equal(res.headers.get("location"), "/welcome");
  const members = await thread.rows("select 1 from members where email = 'mallory@acme.test'");
  assert.deepEqual(members, []);
});

Deno.test("signing up with a known address shows the same page and mails a way in", async () => {
  await using thread = await testApp();
  const known = thread.visitor();
  const unknown = thread.visitor();
  const answers = [
    await known.post("/sign-up", { email: "alice@acme.test" }),
    await unknown.post("/sign-up", { email: "alina@acme.test" }),
  ];
  assert.deepEqual(answers.map((res) => res.status), [303, 303]);
  assert.deepEqual(answers.map((res) => res.headers.get("location")), [
    "/verification",
    "/verification",
  ]);
  const pages = [await known.page("/verification"), await unknown.page("/verification")];
  assert.equal(pages[0]!.replaceAll("alice", "X"), pages[1]!.replaceAll("alina", "X"));
  const letter = await letterTo(thread, "alice@acme.test");
  assert.match(letter.subject, /already have an account/);
  await known.post("/verification", { code: letter.code });
  assert.equal((await known.get("/profile")).status, 200);
});

Deno.test("nobody can set a password for an address before its owner comes", async () => {
  await using thread = await testApp();
  const mallory = thread.visitor();
  await mallory.post("/sign-up", { email: "ann@northwind.test" });
  const res = await mallory.post("/sign-up/profile", {
    name: "Ann",
    password: "mellow harbour tractor sixpence",
  });
  assert.match(res.headers.get("location")!, /^\/sign-in/);
  const ann = await verified(thread, "ann@northwind.test");
  assert.match(await ann.page("/sign-up/profile"), /About you/);
  const [row] = await thread.rows("select password_hash from identities where email like 'ann@n%'");
  assert.equal(row!.password_hash, null);
});

async function verified(thread: Awaited<ReturnType<typeof testApp>>, email: string) {
  const visitor = thread.visitor();
  await visitor.post("/sign-up", { email });
  await visitor.post("/verification", { code: (await letterTo(thread, email)).code });
  return visitor;
}
