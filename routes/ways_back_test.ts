import assert from "node:assert/strict";
import type { Client } from "../tests/client.ts";
import { letterTo } from "../tests/letters.ts";
import { forms } from "../tests/routes_table.ts";
import { plannedAccount } from "../tests/plans.ts";
import { hashPassword } from "../domain/people/passwords.ts";
import { invite } from "../tests/portal.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { safePath } from "./tenant.ts";

const HOME = "http://thread.test";
const PASSWORD = "four unrelated words here";

/** Places elsewhere, as browsers and proxies have been talked into reading them. */
const ELSEWHERE = [
  ...["//e.test", "///e.test", "////e.test/", "/\\e.test", "\\\\e.test", "\\/e.test", "/\\/e.test"],
  ...["/%5ce.test", "/%5c%5ce.test", "/%2fe.test", "%2f%2fe.test", "/%09/e.test", "/%0a/e.test"],
  ...[
    "/\t/e.test",
    "\t//e.test",
    "/\n/e.test",
    "/\r\n/e.test",
    " //e.test",
    "/ /e.test",
    "/\0/e.test",
  ],
  ...["https:e.test", "https:/e.test", "https:///e.test", "HTTPS://e.test", "http:\\\\e.test"],
  ...["http://thread.test@e.test/", "http://thread.test.e.test/", "http://thread.test:1/"],
  ...["http://thread.test\\@e.test/", "//thread.test@e.test", "http://e.test#thread.test"],
  ...["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\u0001javascript:x"],
  ...["data:text/html,x", "vbscript:x", "blob:http://thread.test/x", "mailto:a@e.test"],
  ...["/x\r\nLocation: //e.test", "/x%0d%0aSet-Cookie: a=b", "/x\r\n\r\n<script>"],
  ...["/.//e.test", "/..//e.test", "/x/..//e.test", "/./\\e.test", "/x/%2e%2e//e.test"],
  ...[
    "\uff0f\uff0fe.test",
    "/\uff0fe.test",
    "\u2215\u2215e.test",
    "/\u29f8e.test",
    "/\u3002e.test",
  ],
  ...[
    "",
    "?//e.test",
    "#//e.test",
    "e.test",
    "www.e.test",
    ".e.test",
    "@e.test",
    ":80",
    ":@e.test",
  ],
];

/** No form takes a NUL at all. */
const TYPED = ELSEWHERE.filter((text) => !text.includes("\0"));

function assertHome(path: string | null, what: string) {
  assert.ok(path, what);
  assert.match(path, /^\/(?![/\\])[\x21-\x7e]*$/, what);
  for (const page of ["/sign-in", "/x/y", "//x"]) {
    assert.equal(new URL(path, HOME + page).origin, HOME, what);
  }
}

Deno.test("safePath() answers with a path of this site, whatever it is given", () => {
  for (const next of ELSEWHERE) {
    assertHome(safePath(next, `${HOME}/sign-in`), JSON.stringify(next));
  }
  for (const own of ["/members?view=all", "/a//b", "/x?next=//e.test", "/%C3%A9"]) {
    assert.equal(safePath(own, `${HOME}/sign-in`), own);
    assert.equal(safePath(HOME + own, `${HOME}/sign-in`), own);
  }
});

/** Each way in or on that takes where to go afterwards; answers where the person is sent last. */
const WAYS: Record<string, (thread: TestApp, next: string) => Promise<Response>> = {
  "GET /sign-in of somebody who is in": (thread, next) =>
    thread.as("bob").get(asked("/sign-in", next)),
  "POST /sign-in": (thread, next) =>
    thread.visitor().post("/sign-in", { email: "alice@acme.test", password: PASSWORD, next }),
  "POST /sign-in-links": async (thread, next) => {
    const visitor = thread.visitor();
    await visitor.post("/sign-in-links", { email: "bob@acme.test", next });
    const { path } = await letterTo(thread, "bob@acme.test");
    return await visitor.post(path);
  },
  "POST /sign-up": async (thread, next) => {
    const email = `${crypto.randomUUID()}@northwind.test`;
    const visitor = thread.visitor();
    await visitor.post("/sign-up", { email, next });
    const { path } = await letterTo(thread, email);
    const profile = await visitor.post(path);
    const where = new URL(profile.headers.get("location")!, HOME);
    assertHome(where.searchParams.get("next"), `sign-up to ${next}`);
    return await visitor.post("/sign-up/profile", { name: "Zoe", password: "", next });
  },
  "POST /step-up": (thread, next) =>
    thread.as("alice").post("/step-up", { password: PASSWORD, next }),
  "POST /step-up/letters": async (thread, next) => {
    const bob = thread.as("bob");
    await bob.post("/step-up/letters", { next });
    const { code } = await letterTo(thread, "bob@acme.test");
    return await bob.post("/step-up/code", { code });
  },
  "POST /p/sign-in-links": async (thread, next) => {
    const email = await aCustomer(thread);
    const visitor = thread.visitor();
    await visitor.post("/p/sign-in-links", { email, next });
    return await visitor.post((await letterTo(thread, email)).path);
  },
  "POST /p/sign-in": async (thread, next) => {
    const email = await aCustomer(thread);
    await thread.rows(
      `insert into portal_passwords (org_id, contact_id, hash)
       select org_id, id, $1 from contacts where email = $2 on conflict do nothing`,
      [await hashPassword(PASSWORD), email],
    );
    return await thread.visitor().post("/p/sign-in", { email, password: PASSWORD, next });
  },
  "POST /theme": (thread, next) => thread.as("olive").post("/theme", { theme: "dark", back: next }),
};

/** The address of a contact who was invited to the portal. */
async function aCustomer(thread: TestApp): Promise<string> {
  const email = "ann@northwind.example";
  if ((await thread.rows("select from contacts")).length === 0) {
    const { accountId } = await plannedAccount(thread, { contacts: [email] });
    await invite(thread, accountId, email);
  }
  return email;
}

for (const [name, go] of Object.entries(WAYS)) {
  Deno.test(`${name} leads nowhere else`, async () => {
    await using thread = await testApp();
    const hash = await hashPassword(PASSWORD);
    await thread.rows("update identities set password_hash = $1 where email = 'alice@acme.test'", [
      hash,
    ]);
    for (const next of name === "POST /sign-in" ? sample(TYPED) : TYPED) {
      await thread.rows("delete from throttles");
      const res = await go(thread, next);
      assert.equal(res.status, 303, `${JSON.stringify(next)}: ${await res.text()}`);
      assertHome(res.headers.get("location"), JSON.stringify(next));
    }
  });
}

Deno.test("no form that takes where to go afterwards is missing here", () => {
  const taking = forms.filter(({ form = {} }) => "next" in form || "back" in form);
  const tried = new Set([...Object.keys(WAYS), "POST /sign-up/profile"]);
  assert.ok(taking.length > 3);
  for (const { name } of taking) assert.ok(tried.has(name), name);
});

Deno.test("a form never carries on a place elsewhere", async () => {
  await using thread = await testApp();
  const pages: [Client, string][] = [
    [thread.visitor(), "/sign-in"],
    [thread.visitor(), "/sign-up"],
    [thread.as("alice"), "/sign-up/profile"],
    [thread.as("alice"), "/step-up"],
  ];
  for (const [client, path] of pages) {
    for (const next of ELSEWHERE) {
      const page = await (await client.follow(await client.get(asked(path, next)))).text();
      const carried = [...page.matchAll(/name="(?:next|back)" value="([^"]*)"/g)];
      assert.ok(carried.length > 0, path);
      for (const [, value] of carried) assertHome(unescaped(value!), `${path} ${next}`);
    }
  }
});

Deno.test("a fragment sends the browser only to pages of ours, whatever page it says it is on", async () => {
  await using thread = await testApp();
  const signedOut = thread.visitor();
  for (const page of ELSEWHERE.filter((text) => !/[^\x20-\x7e\t]|^\s|\s$/.test(text))) {
    for (const header of ["HX-Current-URL", "referer"]) {
      const res = await signedOut.request("/members", {
        headers: { "HX-Request": "true", "HX-Request-Type": "partial", [header]: page },
      });
      assert.equal(res.status, 401);
      const where = res.headers.get("HX-Redirect");
      assertHome(where, page);
      assertHome(new URL(where!, HOME).searchParams.get("next"), page);
      assert.equal(await res.text(), "");
    }
  }
});

Deno.test("signing out makes the browser drop what it kept, with script or without", async () => {
  await using thread = await testApp();
  for (const name of ["bob", "olive"]) {
    const client = thread.as(name);
    const res = name === "bob"
      ? await client.post("/sign-out")
      : await client.fragment("POST", "/sign-out");
    assert.equal(res.headers.get("clear-site-data"), '"cache", "storage"');
    assert.equal(res.headers.get("location") ?? res.headers.get("HX-Redirect"), "/sign-in");
    assert.equal(client.jar.has("thread"), false);
    assert.equal((await thread.as(name).get("/")).status, 303, "the session is over");
  }
});

const asked = (path: string, next: string) => `${path}?next=${encodeURIComponent(next)}`;

/** Where each try costs a password's check. */
const sample = (texts: string[]) => texts.filter((_, n) => n % 4 === 0);

function unescaped(text: string): string {
  return text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");
}
