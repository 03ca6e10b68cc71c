import assert from "node:assert/strict";
import { Front } from "./front.tsx";
import { Shell, type ShellSession } from "./shell.tsx";

const SESSION: ShellSession = {
  org: { id: "a", name: "Acme Cloud" },
  orgs: [{ id: "a", name: "Acme Cloud" }],
  person: { name: "Bob Reed", email: "bob@acme.example", roles: ["csm"] },
  theme: "dark",
  nonce: "n0nce",
  path: "/members/7",
  counts: { home: 3, members: 0 },
  demo: false,
};

async function shell(change: Partial<ShellSession> = {}, live?: boolean): Promise<string> {
  const session = { ...SESSION, ...change };
  return String(await <Shell session={session} title="Members" header={{}} live={live} />);
}

Deno.test("a page has a doctype, a language, a title and its theme from the server", async () => {
  const page = await shell();
  assert.match(page, /^<!DOCTYPE html><html lang="en" data-theme="dark"\s*>/);
  assert.match(page, /<title>Members · Thread<\/title>/);
  assert.match(page, /<h1[^>]*>Members<\/h1>/);
});

Deno.test("every script carries the nonce and comes from our own origin", async () => {
  const scripts = (await shell()).match(/<script[^>]*>/g) ?? [];
  assert.ok(scripts.length >= 5);
  for (const script of scripts) assert.match(script, /nonce="n0nce".* src="\/static\//);
});

Deno.test("htmx is told to swap no server error and to know no data- attributes", async () => {
  const content = /name="htmx-config" content="([^"]+)"/.exec(await shell())![1]!;
  const config = JSON.parse(content.replaceAll("&quot;", '"'));
  assert.deepEqual(config.noSwap, [204, 304, "5xx"]);
  assert.equal(config.prefix, "");
});

Deno.test("the area of the page is marked, and its count is shown unless it is zero", async () => {
  const page = await shell();
  assert.match(page, /href="\/members" aria-current="page"/);
  assert.match(page, /<span class="count" id="count-home"\s*>3<\/span>/);
  assert.match(page, /<span class="count" id="count-members" hidden(="")?>0<\/span>/);
});

Deno.test("the live stream is connected once, and only where the page wants it", async () => {
  assert.equal((await shell()).split('hx-sse:connect="/live"').length, 2);
  assert.ok(!(await shell({}, false)).includes("hx-sse:connect"));
});

Deno.test("a person of one organisation sees no switcher", async () => {
  assert.ok(!(await shell()).includes('id="org-menu"'));
  const several = await shell({ orgs: [...SESSION.orgs, { id: "b", name: "Fabrikam" }] });
  assert.match(several, /name="org" value="b"/);
});

Deno.test("signing out is a form that posts", async () => {
  assert.match(await shell(), /<form method="post" action="\/sign-out">/);
});

Deno.test("THREAD-267 the front sends no script and shows where help is", async () => {
  const page = String(
    await (
      <Front
        title="Sign in"
        nonce="n0nce"
        supportEmail="help@acme.example"
      />
    ),
  );
  assert.ok(!page.includes("<script"));
  assert.match(page, /<a href="mailto:help@acme.example">help@acme.example<\/a>/);
});
