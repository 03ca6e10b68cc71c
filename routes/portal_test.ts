import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { action, milestone, plannedAccount } from "../tests/plans.ts";
import { customerOf, wordsOf } from "../tests/portal.ts";
import { testApp } from "../tests/test_app.ts";

const PLAN = [
  milestone("Kickoff", [
    action("COLLECT_INFO", "Goals and people", { due_days: 5, portal_visible: true }),
    action("REQUEST_DOCS", "Signed papers", { due_days: 2, portal_visible: true }),
    action("SEND_EMAIL", "Internal hello", { portal_visible: false }),
  ]),
  milestone("Go-live", [action("COLLECT_INFO", "Last questions", { portal_visible: true })]),
];

Deno.test("THREAD-136 what a milestone asks of the customer is there as soon as it starts", async () => {
  await using thread = await testApp();
  const planned = await plannedAccount(thread, { milestones: PLAN, startFirst: true });
  const ann = await customerOf(thread, planned.accountId);
  const page = await ann.get("/p");
  assert.equal(page.status, 200, await page.clone().text());
  const words = wordsOf(await page.text());
  console.log(words);
  assert.match(words, /Goals and people/);
  assert.doesNotMatch(words, /Internal hello/);
  for (const path of ["/p/timeline", "/p/team", "/p/messages", "/p/settings", "/p/choice"]) {
    const res = await ann.get(path);
    assert.equal(res.status, 200, path + await res.clone().text());
    console.log(path, wordsOf(await res.text()));
  }
  const task = await planned.action("Goals and people");
  const at = `/p/tasks/${task.id}`;
  console.log((await ann.page(at)).match(/name="q[^"]*"/g));
  console.log(JSON.stringify(task.content));
  const saved = await ann.fragment("POST", `${at}/answers`, { version: "0", q_one: "" });
  console.log(saved.status, await saved.text());
  const refused = await ann.post(`${at}/answers`, { version: "1", q_one: "", then: "review" });
  console.log(refused.status, wordsOf(await refused.text()));
  const ok = await ann.post(`${at}/answers`, { version: "1", q_one: "Forty", then: "review" });
  console.log(ok.status, ok.headers.get("location"));
  console.log(wordsOf(await ann.page(`${at}/review`)));
  const sent = await ann.post(`${at}/submission`, { version: "2" });
  console.log(sent.status, wordsOf(await (await ann.follow(sent)).text()));
  await thread.workOff();
  assert.equal((await planned.action("Goals and people")).state, "completed");
  console.log((await ann.page(at)).match(/name="q[^"]*"/g));
  console.log(JSON.stringify(task.content));
  console.log((await letterTo(thread, "bob@acme.test")).text);
  console.log(
    wordsOf(await thread.as("bob").page(`/accounts/${planned.accountId}/submissions/${task.id}`)),
  );
  console.log(wordsOf(await thread.as("bob").page(`/accounts/${planned.accountId}/as-customer`)));
  console.log(wordsOf(await thread.as("bob").page(`/accounts/${planned.accountId}/contacts`)));
  console.log(wordsOf(await thread.as("bob").page(`/accounts/${planned.accountId}/activity`)));
  assert.deepEqual(thread.reported, []);
});
