import assert from "node:assert/strict";
import { completeAction } from "../domain/onboarding/actions.ts";
import { addAccount } from "../tests/accounts.ts";
import { landed } from "../tests/pages.ts";
import { asMember, plannedAccount } from "../tests/plans.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

/** The form as it stands on the page, with what is chosen on it. */
async function formOn(thread: TestApp, path: string) {
  const page = await thread.as("bob").page(path);
  const asked = page.slice(page.indexOf('class="merge"'));
  const inputs = [
    ...asked.slice(0, asked.indexOf("</form>")).matchAll(
      /<input type="(hidden|radio)"[^>]*>|<input [^>]*type="radio"[^>]*>/g,
    ),
  ]
    .map(([input]) => input).filter((input) => !input.includes("radio") || / checked/.test(input));
  const of = (input: string, name: string) =>
    new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? "";
  const form = Object.fromEntries(inputs.map((input) => [of(input, "name"), of(input, "value")]));
  return { page, form: { ...form, certain: "on" } as Record<string, string> };
}

Deno.test("SF-079 two accounts become one, with the histories of both", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const kept = await plannedAccount(thread, {
    name: "Northwind Traders",
    contacts: ["ann@northwind.example"],
    startFirst: true,
  });
  const gone = await plannedAccount(thread, {
    name: "Northwind Inc",
    templateId: kept.templateId,
    contacts: ["bea@northwind.example", "ann@northwind.example"],
    startFirst: true,
  });
  await bob.post(`${gone.path}/notes`, { body: "They prefer Fridays" });
  const { id } = await gone.action("Welcome email");
  await asMember(thread, "bob", (tx) => completeAction(tx, id, { note: "By phone" }));

  const { page, form } = await formOn(thread, `${kept.path}/merge?with=${gone.accountId}`);
  for (
    const said of ["Northwind Traders", "Northwind Inc", "It cannot be undone", "1 done, 2 open"]
  ) {
    assert.ok(page.includes(said), said);
  }
  const unsure = await bob.post(`${kept.path}/merge`, { ...form, certain: "" });
  assert.equal(unsure.status, 422);
  const said = await landed(
    bob,
    await bob.post(`${kept.path}/merge`, {
      ...form,
      keep: kept.accountId,
      plan: gone.accountId,
      "fact-name": kept.accountId,
    }),
  );
  assert.match(said, /The two are one account now: Northwind Traders/);

  const contacts = await bob.page(`${kept.path}/contacts`);
  assert.ok(contacts.includes("bea@northwind.example"));
  assert.equal(contacts.split("mailto:ann@northwind.example").length - 1, 1);
  assert.match(await bob.page(`${kept.path}/notes`), /They prefer Fridays/);
  const history = await bob.page(`${kept.path}/activity`);
  for (const event of ["merged Northwind Inc into", "added a note", "completed"]) {
    assert.ok(history.includes(event), event);
  }
  const { plan, milestones } = (await kept.plan())!;
  assert.equal(plan.id, gone.planId);
  assert.equal(milestones[0]!.actions[0]!.state, "completed");
  const [ended] = await thread.rows("select * from plans where id = $1", [kept.planId]);
  assert.equal(ended!.ended_why, "merged");
  const [{ usage_count }] = await thread.rows<{ usage_count: number }>(
    "select usage_count from templates where id = $1",
    [kept.templateId],
  ) as [{ usage_count: number }];
  assert.equal(usage_count, 1);
});

Deno.test("the account that went is archived, leads to the one that stayed, and is found by its name", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const [kept, gone] = [
    await addAccount(bob, { name: "Fabrikam", domain: "", anyway: "on" }),
    await addAccount(bob, { name: "Contoso", domain: "contoso.example", arr: "70,000" }),
  ];
  const { form } = await formOn(thread, `${kept}/merge?with=${gone.split("/").pop()}`);
  const done = await bob.post(`${kept}/merge`, form);
  assert.equal(done.status, 303, await done.clone().text());
  const [row] = await thread.rows("select * from accounts where name = 'Fabrikam'");
  assert.equal(row!.domain, "contoso.example", "what was not known comes from the other");

  const moved = await bob.get(`${gone}/notes?before=x`);
  assert.deepEqual([moved.status, moved.headers.get("location")], [303, `${kept}/notes?before=x`]);
  const late = await bob.post(`${gone}/restoration`, { version: "1" });
  assert.equal(late.headers.get("location"), kept);
  assert.match(await bob.page("/search?q=contoso"), /Fabrikam/);
  assert.ok(!(await bob.page("/accounts?view=archived")).includes("Contoso"));

  const again = await bob.post(`${kept}/merge`, form);
  assert.equal(again.headers.get("location"), kept, "the other is this one already");
});

Deno.test("a test account is not merged with a real one, and what changed meanwhile is seen first", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const kept = await addAccount(bob, { name: "Fabrikam", domain: "" });
  const gone = await addAccount(bob, { name: "Contoso", domain: "", test: "on" });
  const at = `${kept}/merge?with=${gone.split("/").pop()}`;
  const refused = await bob.post(`${kept}/merge`, (await formOn(thread, at)).form);
  assert.equal(refused.status, 409);
  assert.match(await refused.text(), /Contoso is a test account and Fabrikam is not/);
  const { form } = await formOn(thread, at);
  await bob.post(`${gone}/test`, { version: form.other_version! });
  assert.equal((await bob.post(`${kept}/merge`, form)).status, 409);
});

Deno.test("accounts are merged by those who archive them, and never across organisations", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const kept = await addAccount(bob, { name: "Fabrikam", domain: "" });
  const other = await addAccount(thread.as("charlie"), { name: "Fabrikam", domain: "" });
  const at = `${kept}/merge?with=${other.split("/").pop()}`;
  assert.equal((await bob.get(at)).status, 404);
  const form = { with: other.split("/").pop()!, keep: kept.split("/").pop()! };
  assert.equal((await bob.post(`${kept}/merge`, form)).status, 404);
  assert.equal((await thread.as("lea").get(`${kept}/merge`)).status, 403);
  assert.equal((await thread.as("charlie").get(`${kept}/merge`)).status, 404);
});
