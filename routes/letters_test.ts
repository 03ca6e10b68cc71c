import assert from "node:assert/strict";
import { type Client, openClient } from "../tests/client.ts";
import { shapeOf } from "../tests/hostile_texts.ts";
import { PNG } from "../tests/small_picture.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { makeApp } from "./app.tsx";

const OURS = "http://thread.test/";

interface Kept {
  to_address: string;
  org_id: string;
  subject: string;
  from_name: string;
  reply_to: string | null;
  body_text: string;
  body_html: string;
}

const letters = (thread: TestApp) =>
  thread.rows<Kept>("select * from mails order by created_at, id");

/** As it comes in from somebody who chose every header that says where Thread is. */
function forge(
  { app }: TestApp,
  origin: string,
  client: Client,
  path: string,
  fields: Record<string, string>,
) {
  return app.request(origin + path, {
    method: "POST",
    redirect: "manual",
    headers: {
      host: new URL(origin).host,
      "x-forwarded-host": "evil.test",
      forwarded: "host=evil.test",
      origin,
      referer: "http://evil.test/x",
      "sec-fetch-site": "same-origin",
      cookie: [...client.jar].map((pair) => pair.join("=")).join("; "),
    },
    body: new URLSearchParams(fields),
  });
}

Deno.test("under another Host no letter is asked for, and whatever else is forged, its links are ours", async () => {
  await using thread = await testApp();
  const visitor = thread.visitor();
  const alice = thread.as("alice");
  const { memberId } = thread.cast.bob!;
  const email = "alice@acme.test";
  const asks: [Client, string, Record<string, string>][] = [
    [visitor, "/password-resets", { email }],
    [visitor, "/sign-in-links", { email }],
    [visitor, "/sign-in-links", { email: "nobody@acme.test" }],
    [visitor, "/sign-up", { email: "ann@northwind.test" }],
    [visitor, "/sign-up", { email: "olive@acme.test" }],
    [alice, "/members/invitations", { email: "nina@acme.test", roles: "csm" }],
    [alice, `/members/${memberId}/roles`, { version: "1", roles: "ops" }],
    [alice, `/members/${memberId}/sign-in-help`, {}],
    [await stranger(thread), "/welcome/requests", {}],
  ];
  for (const [client, path, fields] of asks) {
    const before = (await letters(thread)).length;
    const strange = await forge(thread, "http://evil.test", client, path, fields);
    assert.equal(strange.status, 421, path);
    assert.equal((await letters(thread)).length, before, path);
    const res = await forge(thread, "http://thread.test", client, path, fields);
    assert.equal(res.status, 303, `${path} ${await res.text()}`);
    const posted = (await letters(thread)).slice(before);
    assert.ok(posted.length > 0, path);
    for (const { subject, body_text, body_html } of posted) {
      const links = [...body_text.matchAll(/\w+:\/\/\S+/g)].map(([link]) => link);
      const hrefs = shapeOf(body_html).flatMap(({ attributes }) => attributes.get("href") ?? []);
      assert.deepEqual(hrefs, links, subject);
      assert.ok(links.length > 0, subject);
      for (const link of links) assert.ok(link.startsWith(OURS), `${subject}: ${link}`);
      assert.doesNotMatch(body_text + body_html, /evil/);
    }
  }
});

Deno.test("an organisation's letters carry its name, accent and logo, and answers go to its support", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  const alice = thread.as("alice");
  const invite = async (email: string) => {
    const res = await alice.post("/members/invitations", { email, roles: "csm" });
    assert.equal(res.status, 303);
    return (await letters(thread)).at(-1)!;
  };
  const bare = await invite("nina@acme.test");
  assert.equal(bare.from_name, "Acme Cloud");
  assert.equal(bare.reply_to, null);
  assert.doesNotMatch(bare.body_html, /<img/);

  await thread.rows(
    "update brandings set accent = '#7a1fa2', logo = $2, logo_type = 'image/png' where org_id = $1",
    [orgId, PNG],
  );
  await thread.rows("update orgs set support_email = 'help@acme.test' where id = $1", [orgId]);
  const branded = await invite("otto@acme.test");
  assert.equal(branded.reply_to, "help@acme.test");
  assert.match(branded.body_html, /background: #7a1fa2/);
  const [logo] = shapeOf(branded.body_html).filter(({ tag }) => tag === "img");
  assert.equal(logo!.attributes.get("alt"), "Acme Cloud");
  const src = logo!.attributes.get("src")!;
  assert.ok(src.startsWith(`${OURS}brand/${orgId}/logo`), src);
  const picture = await thread.visitor().get(src);
  assert.equal(picture.status, 200);
  assert.equal(picture.headers.get("content-type"), "image/png");
  assert.equal(picture.headers.get("cross-origin-resource-policy"), "cross-origin");
  await picture.body?.cancel();

  await alice.post(`/members/${thread.cast.bob!.memberId}/sign-in-help`);
  const help = (await letters(thread)).at(-1)!;
  assert.notEqual(help.org_id, orgId, "no organisation may read it");
  assert.deepEqual([help.from_name, help.reply_to], ["Acme Cloud", "help@acme.test"]);
  assert.match(help.body_html, /background: #7a1fa2/);
});

Deno.test("a support address that no mail server takes does not keep letters from leaving", async () => {
  await using thread = await testApp();
  await thread.rows("update orgs set support_email = 'nowhere' where name = 'Acme Cloud'");
  const res = await thread.as("alice").post("/members/invitations", {
    email: "nina@acme.test",
    roles: "csm",
  });
  assert.equal(res.status, 303);
  assert.equal((await letters(thread)).at(-1)!.reply_to, null);
});

Deno.test("a letter about a person's own way in looks like Thread, whoever employs them", async () => {
  await using thread = await testApp();
  await thread.rows("update brandings set accent = '#7a1fa2'");
  await thread.visitor().post("/sign-in-links", { email: "bob@acme.test", next: "/" });
  const letter = (await letters(thread)).at(-1)!;
  assert.deepEqual([letter.from_name, letter.reply_to], ["Thread", null]);
  assert.doesNotMatch(letter.body_html, /7a1fa2|Acme/);
});

Deno.test("a member hears of new roles from an admin, and of nothing when none changed", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const path = `/members/${thread.cast.bob!.memberId}/roles`;
  await alice.post(path, { version: "1", roles: "csm" });
  assert.deepEqual(await letters(thread), []);
  await alice.post(path, { version: "2", roles: ["csm", "ops"] });
  const [letter] = await letters(thread);
  assert.equal(letter!.to_address, "bob@acme.test");
  assert.match(
    letter!.body_text,
    /Alice has changed what you are at Acme Cloud\. You are now .*CSM/,
  );
  const own = `/members/${thread.cast.alice!.memberId}/roles`;
  await alice.post(own, { version: "1", roles: ["admin", "ops"] });
  assert.equal((await letters(thread)).length, 1, "who changed their own knows");
});

Deno.test("who waits for a letter that may not leave is told, and nobody else", async () => {
  await using thread = await testApp();
  const settings = { ...thread.settings, demo: false, mailAllow: ["acme.test"] };
  const app = makeApp({ ...thread.house, settings });
  const waits = async (email: string) => {
    const client = openClient(app, settings);
    const page = await client.follow(await client.post("/password-resets", { email }));
    return /no letter leaves it to this address/.test(await page.text());
  };
  assert.equal(await waits("zoe@northwind.test"), true);
  assert.equal(await waits("alice@acme.test"), false);
});

async function stranger(thread: TestApp): Promise<Client> {
  const client = thread.visitor();
  await client.post("/sign-up", { email: "zoe@acme.test", next: "/" });
  const { body_text } = (await letters(thread)).at(-1)!;
  await client.post("/verification", { code: /\b\d{6}\b/.exec(body_text)![0] });
  await client.post("/sign-up/profile", { name: "Zoe", password: "", next: "/" });
  return client;
}
