import assert from "node:assert/strict";
import { pressOn } from "../tests/pages.ts";
import { onboarding, wordsOf } from "../tests/portal.ts";
import { testApp } from "../tests/test_app.ts";

const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1";

Deno.test("a sponsor reads how far it is by a secret address, until it is closed; the CSM sees each look", async () => {
  await using thread = await testApp();
  const { ann, accountId, path } = await onboarding(thread);
  await thread.rows("update members set name = 'Bob Stone' where email = 'bob@acme.test'");
  const bob = thread.as("bob");
  const at = `${path}/sponsors`;
  const made = await bob.post(at, { label: "Their CFO", days: "30" });
  assert.equal(made.status, 200);
  const link = new URL(/data-copy="([^"]*)"/.exec(await made.text())![1]!).pathname;
  assert.doesNotMatch(await bob.page(at), /data-copy/, "it is shown once");
  const token = link.split("/").at(-1)!;
  assert.equal(
    (await thread.rows("select from sponsor_links where label like $1", [token])).length,
    0,
  );

  const sponsor = thread.visitor();
  const res = await sponsor.request(link, { headers: { "user-agent": PHONE } });
  assert.equal(res.status, 200);
  assert.match(res.headers.get("x-robots-tag")!, /noindex/);
  assert.equal(res.headers.get("referrer-policy"), "no-referrer");
  assert.equal(res.headers.get("cache-control"), "no-store");
  const html = await res.text();
  assert.match(html, /<meta name="robots" content="noindex, nofollow"/);
  const words = wordsOf(html);
  assert.match(
    words,
    /Working on Kickoff\. .* 0% done .* What comes next Goals and people \(Acme\)/,
  );
  assert.match(words, /Bob looks after it/);
  assert.doesNotMatch(html, /Stone|ann@|Ann|Uma|bob@|Their CFO|Secret welcome|Hidden form|whisper/);
  assert.doesNotMatch(html, /<script|<form|href="\/p\/tasks/);
  assert.equal((await sponsor.get("/p")).status, 303, "it opens nothing else");
  assert.match((await sponsor.post(link)).headers.get("location")!, /^\/p\/sign-in/);

  await sponsor.request(link, { headers: { "user-agent": PHONE } });
  assert.match(wordsOf(await bob.page(at)), /Their CFO Open .* Looked at once .* Safari on iPhone/);
  assert.doesNotMatch(wordsOf(await ann.page("/p/sponsors")), /Looked at|Safari/);

  // A member of the account closes it; another organisation's address shows the same as none.
  const [, end] = /action="(\/p\/sponsors\/[^"]*\/end)"/.exec(await ann.page("/p/sponsors"))!;
  await pressOn(ann, "/p/sponsors", end!);
  const closed = await sponsor.get(link);
  assert.equal(closed.status, 410);
  const unknown = link.replace(token, "x".repeat(43));
  const plain = (page: string) => wordsOf(page);
  assert.equal(plain(await closed.text()), plain(await sponsor.page(unknown)));
  const foreign = link.replace(thread.cast.bob!.orgId, thread.cast.charlie!.orgId);
  assert.equal((await sponsor.get(foreign)).status, 410);

  const hers = await ann.post("/p/sponsors", { label: "Our board", days: "7" });
  const board = new URL(/data-copy="([^"]*)"/.exec(await hers.text())![1]!).pathname;
  assert.equal((await sponsor.get(board)).status, 200);
  const activity = wordsOf(await bob.page(`/accounts/${accountId}/activity`));
  assert.match(activity, /Ann made a page to read for Our board/);
  await thread.pass("8 days");
  assert.equal((await sponsor.get(board)).status, 410, "its time is over");
  assert.equal((await thread.as("lea").post(at, { label: "Me", days: "7" })).status, 403);
  assert.equal((await thread.as("lea").get(at)).status, 200);
  assert.equal((await thread.as("charlie").get(at)).status, 404);
  assert.equal((await bob.post(at, { label: "", days: "9" })).status, 422);
});
