import assert from "node:assert/strict";
import { landed } from "../tests/pages.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import {
  activeWorkflow,
  drawn,
  queueOf,
  runRow,
  started,
  startWith,
  stepsOf,
} from "../tests/workflows.ts";

const inWords = (page: string) => page.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

/** Fails at its third step until the field that it sets is there. */
async function failing(thread: TestApp) {
  return await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", "company:text! tier:text", { once_by: "company" }),
      n2: ["create_account", { name: "{{n1.company}}", own: [], existing: "link" }],
      n3: ["set_fields", { values: [{ key: "Tier", value: "{{n1.tier}}" }] }, "Keep the tier"],
      n4: ["end", { outcome: "Done" }],
    }, ["n1>n2", "n2>n3", "n3>n4"]),
  );
}

Deno.test("runs that failed for the same cause are tried again together, each where it stands", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const { id } = await failing(thread);
  const runs = [];
  for (const company of ["Contoso", "Fabrikam", "Litware"]) {
    runs.push(await started(thread, id, { company, tier: "Gold" }));
  }
  const page = await olive.page("/runs");
  assert.match(inWords(page), /Validation at “Keep the tier” of New deals Retry 3 runs/);
  await olive.post("/settings/fields", { label: "Tier", type: "text", options: "", hint: "" });
  await olive.post(`/runs/${runs[0]}/retry`, {});
  const form = { workflow: id, node: "n3", cause: "validation" };
  assert.match(await landed(olive, await olive.post("/runs/retries", form)), /2 runs are tried/);
  await thread.workOff();
  for (const run of runs) {
    assert.equal((await runRow(thread, run)).outcome, "Done");
    assert.equal(await stepsOf(thread, run), "n1 done next, n2 done next, n3 done next, n4 done");
  }
  assert.doesNotMatch(await olive.page("/runs"), /Failed for the same cause/);
  const [workflow] = await thread.rows("select failed_runs from workflows");
  assert.equal(workflow!.failed_runs, 0);
  const retried = await thread.rows("select actor_id from events where kind = 'run.retried'");
  assert.deepEqual(
    retried.map(({ actor_id }) => actor_id),
    runs.map(() => {
      return thread.cast.olive!.memberId;
    }),
  );
  assert.equal((await thread.as("bob").post("/runs/retries", form)).status, 403);
});

Deno.test("a step is skipped with a reason, a run is cancelled with one, and it is started again", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const managers = await queueOf(thread, "approval", "Managers", ["lea"]);
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", "company:text!", { once_by: "company" }),
      n2: ["queue", { asks: "approval", queue: managers, title: "Approve" }, "Approval"],
      n3: ["end", { outcome: "Approved" }],
      n4: ["end", { outcome: "Rejected" }],
    }, ["n1>n2", "n2.approved>n3", "n2.rejected>n4"]),
  );
  const open = () => thread.rows("select state from tasks where state in ('open', 'claimed')");
  const skipped = await started(thread, id, { company: "Contoso" });
  const at = `/runs/${skipped}`;
  const silent = await olive.post(`${at}/skip`, { port: "approved", reason: " " });
  assert.equal(silent.status, 422);
  assert.match(await silent.text(), /Say why/);
  const nowhere = await olive.post(`${at}/skip`, { port: "sideways", reason: "Why not" });
  assert.equal(nowhere.status, 409);
  const reason = "They agreed by phone";
  await landed(olive, await olive.post(`${at}/skip`, { port: "approved", reason }));
  assert.equal((await runRow(thread, skipped)).outcome, "Approved");
  assert.deepEqual(await open(), [], "nobody is asked any more");
  assert.match(inWords(await olive.page(at)), /Approval .*Skipped .*They agreed by phone/);

  const first = await started(thread, id, { company: "Fabrikam" });
  assert.equal((await olive.post(`/runs/${first}/cancel`, { cancel_reason: "" })).status, 422);
  const said = await landed(
    olive,
    await olive.post(`/runs/${first}/cancel`, { cancel_reason: "The deal fell through" }),
  );
  assert.match(said, /The run is cancelled/);
  assert.deepEqual([(await runRow(thread, first)).state, await open()], ["cancelled", []]);
  const twice = await olive.post(`/runs/${first}/cancel`, { cancel_reason: "Again" });
  assert.equal(twice.status, 409);
  assert.match(await thread.as("alice").page("/activity?noun=run"), /The deal fell through/);

  const again = await olive.post(`/runs/${first}/restart`, {});
  const second = again.headers.get("location")!.split("/").at(-1)!;
  const { business_key, state, input } = await runRow(thread, second);
  assert.deepEqual([business_key, state, input], ["Fabrikam", "waiting", { company: "Fabrikam" }]);
  assert.equal((await open()).length, 1);
  const third = await olive.post(`/runs/${second}/restart`, {});
  assert.equal((await runRow(thread, second)).state, "cancelled", "one that waits is cancelled");
  assert.equal((await open()).length, 1, "and its task with it");
  assert.notEqual(third.headers.get("location"), `/runs/${second}`);
});

Deno.test("a form starts a run for any member, says what is wrong in it, and starts no second for one record", async () => {
  await using thread = await testApp();
  const ed = thread.as("ed");
  const fields = "company:text! seats:number live:date urgent:yes_no";
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("form", fields, { once_by: "company" }),
      n2: ["condition", {
        when: { match: "all", rows: [{ left: "{{n1.urgent}}", operator: "is", right: "Yes" }] },
      }],
      n3: ["end", { outcome: "{{n1.seats}} at once" }],
      n4: ["end", { outcome: "{{n1.seats}} on {{n1.live}}" }],
    }, ["n1>n2", "n2.yes>n3", "n2.otherwise>n4"]),
  );
  const at = `/workflows/${id}/start`;
  assert.match(await ed.page(at), /Company.*Seats.*Live.*Urgent/s);
  const wrong = await ed.post(at, { field_company: "", field_seats: "many", field_live: "soon" });
  assert.equal(wrong.status, 422);
  const told = inWords(await wrong.clone().text());
  for (
    const words of [/Enter "Company"|Enter &quot;Company/, /which is not a number/, /not a day/]
  ) {
    assert.match(told, words);
  }
  assert.match(await wrong.text(), /value="many"/, "what was typed is still there");
  const form = { field_company: "Contoso", field_seats: "1,200", field_live: "2027-03-01" };
  const fine = await ed.post(at, form);
  assert.equal(fine.headers.get("location"), at, "who may not see runs stays here");
  assert.match(await (await ed.follow(fine)).text(), /New deals is started/);
  assert.match(await (await ed.follow(await ed.post(at, form))).text(), /for this record already/);
  await ed.post(at, { ...form, field_company: "Fabrikam", field_urgent: "on" });
  const rows = await thread.rows("select outcome, cause, started_by from runs order by id");
  const started_by = thread.cast.ed!.memberId;
  assert.deepEqual(rows, [
    { outcome: "1200 on 2027-03-01", cause: "form", started_by },
    { outcome: "1200 at once", cause: "form", started_by },
  ]);
  assert.equal((await thread.as("charlie").get(at)).status, 404);
});
