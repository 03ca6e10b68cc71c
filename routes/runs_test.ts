import assert from "node:assert/strict";
import { publishedTemplate } from "../tests/plans.ts";
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
import { signatureOf } from "../domain/workflows/hooks.ts";

async function follow(
  thread: TestApp,
  who: string,
  path: string,
  form: Record<string, string> = {},
) {
  const answer = await thread.as(who).post(path, form);
  assert.equal(answer.status, 303, (await answer.clone().text()).slice(0, 2000));
  return answer.headers.get("location")!;
}

/** Amounts of a segment go to people and templates of their own; large ones are approved first. */
async function segments(thread: TestApp, on = "manual") {
  const [enterprise, smb] = [await publishedTemplate(thread), await publishedTemplate(thread)];
  const pool = await queueOf(thread, "assignment", "SMB pool", ["bob"]);
  const desk = await queueOf(thread, "assignment", "Enterprise CSMs", ["bob", "olive"]);
  const managers = await queueOf(thread, "approval", "Managers", ["lea"]);
  const over = (amount: number) => ({
    when: { match: "all", rows: [{ left: "{{n1.amount}}", operator: "greater", right: amount }] },
  });
  const graph = drawn({
    n1: startWith(on, "company:text! amount:money domain:text", { once_by: "domain" }),
    n2: ["condition", over(500_000), "Over 500k"],
    n3: [
      "queue",
      { asks: "approval", queue: managers, title: "Approve {{n1.company}}" },
      "Manager approval",
    ],
    n4: ["end", { outcome: "Rejected" }],
    n5: ["create_account", {
      name: "{{n1.company}}",
      domain: "{{n1.domain}}",
      arr: "{{n1.amount}}",
      existing: "link",
    }],
    n6: ["condition", over(100_000), "Over 100k"],
    n7: ["assign_csm", { how: "queue", queue: desk }, "Enterprise CSM queue"],
    n8: ["assign_csm", { how: "least_loaded", pool }, "SMB pool"],
    n9: ["apply_template", { template: enterprise, start_first: true }],
    n10: ["apply_template", { template: smb, start_first: true }],
    n11: ["end", { outcome: "Set up" }],
  }, [
    ...["n1>n2", "n2.yes>n3", "n2.otherwise>n5", "n3.approved>n5", "n3.rejected>n4", "n5>n6"],
    ...["n6.yes>n7", "n6.otherwise>n8", "n7>n9", "n8>n10", "n9>n11", "n10>n11"],
  ]);
  const { id } = await activeWorkflow(thread, graph, "Segment routing");
  return { id, enterprise, smb };
}

async function planOf(thread: TestApp, domain: string) {
  const [row] = await thread.rows(
    `select p.template_id, a.csm_id from accounts a left join plans p on p.account_id = a.id
     where a.domain = $1`,
    [domain],
  );
  return row;
}

Deno.test("THREAD-072 THREAD-166 THREAD-167 deals are routed by their amount, approved, assigned and planned", async () => {
  await using thread = await testApp();
  const { id, enterprise, smb } = await segments(thread);
  const bob = thread.cast.bob!.memberId;
  const fire = async (company: string, amount: string) => {
    const at = await follow(thread, "olive", `/workflows/${id}/start`, {
      field_company: company,
      field_amount: amount,
      field_domain: `${company.toLowerCase()}.example`,
    });
    await thread.workOff();
    return at.slice("/runs/".length);
  };
  for (const [company, amount] of [["Fifty", "50,000"], ["Boundary", "100000"], ["Unknown", ""]]) {
    const run = await fire(company!, amount!);
    assert.equal((await runRow(thread, run)).outcome, "Set up");
    assert.deepEqual(await planOf(thread, `${company!.toLowerCase()}.example`), {
      template_id: smb,
      csm_id: bob,
    });
  }
  const large = await fire("Large", "150000");
  assert.equal((await runRow(thread, large)).state, "waiting");
  const decide = async (run: string, who: string, form: Record<string, string>) => {
    const [task] = await thread.rows("select id from tasks where run_id = $1 and state = 'open'", [
      run,
    ]);
    await follow(thread, who, `/queue/${task!.id}/claim`);
    await follow(thread, who, `/queue/${task!.id}/decision`, form);
    await thread.workOff();
  };
  const [open] = await thread.rows("select id from tasks where run_id = $1", [large]);
  await follow(thread, "bob", `/queue/${open!.id}/claim`);
  await thread.workOff();
  assert.deepEqual(await planOf(thread, "large.example"), { template_id: enterprise, csm_id: bob });
  const refused = await fire("Refused", "600000");
  await decide(refused, "lea", { decision: "rejected", reason: "Too early" });
  assert.equal((await runRow(thread, refused)).outcome, "Rejected");
  assert.equal(await planOf(thread, "refused.example"), undefined);
  const approved = await fire("Approved", "600000");
  await decide(approved, "lea", { decision: "approved", reason: "" });
  assert.match(
    await stepsOf(thread, approved),
    /n3 done approved, n5 done next, n6 done yes, n7 waiting$/,
  );
  assert.equal((await runRow(thread, await fire("Below", "400000"))).state, "waiting");
});

Deno.test("THREAD-170 THREAD-171 THREAD-172 THREAD-173 THREAD-174 a failed run says what is wrong, and goes on once that is put right", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", "company:text! seats:text"),
      n2: ["create_account", { name: "{{n1.company}}", existing: "link" }, "Create account"],
      n3: ["set_fields", { values: [{ key: "closed_on", value: "{{n1.seats}}" }] }, "Keep the day"],
      n4: ["end", { outcome: "Done" }],
    }, ["n1>n2", "n2>n3", "n3>n4"]),
  );
  const broken = await started(thread, id, { company: "Contoso", seats: "soon" });
  const fine = await started(thread, id, { company: "Fabrikam", seats: "2026-11-01" });
  assert.equal((await runRow(thread, fine)).state, "completed");
  assert.equal(await stepsOf(thread, broken), "n1 done next, n2 done next, n3 failed");
  const list = await (await thread.as("olive").get(`/runs?state=failed&workflow=${id}`)).text();
  assert.match(list, /Contoso/);
  assert.doesNotMatch(list, /Fabrikam/);
  assert.match(list, /Failed for the same cause/);
  const page = await (await thread.as("olive").get(`/runs/${broken}`)).text();
  assert.match(page, /Contoso: failed at Keep the day/);
  assert.match(page, /Validation/);
  assert.match(page, /What happened/);
  const counted = await (await thread.as("olive").get("/counts")).text();
  assert.match(counted, /1/);
  const [before] = await thread.rows("select count(*)::int as n from accounts");
  await follow(thread, "olive", `/runs/${broken}/retry`, { fix_0: "2026-12-01" });
  await thread.workOff();
  assert.equal((await runRow(thread, broken)).outcome, "Done");
  const [after] = await thread.rows("select count(*)::int as n from accounts");
  assert.deepEqual(after, before, "what was done is not done again");
  const [{ closed_on }] = await thread.rows(
    "select closed_on::text from accounts where name = 'Contoso'",
  ) as [{ closed_on: string }];
  assert.equal(closed_on, "2026-12-01");
  for (const who of ["bob", "lea"]) {
    assert.equal((await thread.as(who).get(`/runs/${broken}`)).status, 200);
    assert.equal((await thread.as(who).post(`/runs/${broken}/restart`, {})).status, 403);
  }
  assert.equal((await thread.as("ed").get("/runs")).status, 403);
  assert.equal((await thread.as("charlie").get(`/runs/${broken}`)).status, 404);
});

Deno.test("an HTTP call that is signed starts one run for each record, whatever arrives again", async () => {
  await using thread = await testApp();
  const { id } = await segments(thread, "hook");
  const made = await (await thread.as("olive").post(`/workflows/${id}/hook`, {})).text();
  const token = /\/hooks\/w\/([\w-]{43})/.exec(made)![1]!;
  const secret = /<code>([\w-]{43})<\/code>/.exec(made)![1]!;
  const call = async (body: string, more: { secret?: string; at?: number } = {}) => {
    const at = more.at ?? Math.floor(Date.now() / 1000);
    const { status } = await thread.app.request(`http://thread.test/hooks/w/${token}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-thread-signature": signatureOf(more.secret ?? secret, body, at),
      },
      body,
    });
    return status;
  };
  const deal = JSON.stringify({
    id: "006A",
    company: "Northwind",
    amount: 50_000,
    domain: "n.example",
  });
  assert.equal(await call(deal, { secret: "another" }), 404);
  assert.equal(await call(deal, { at: Math.floor(Date.now() / 1000) - 301 }), 404);
  assert.equal(await call("[1]"), 400);
  const answers = await Promise.all(Array.from({ length: 10 }, () => call(deal)));
  assert.deepEqual([...new Set(answers)], [202]);
  const again = { company: "Northwind", amount: 60_000, domain: "n.example" };
  assert.equal(
    await call(
      JSON.stringify([{ ...again, id: "006B" }, { ...again, id: "006C", domain: "o.example" }]),
    ),
    202,
  );
  await thread.workOff();
  const runs = await thread.rows("select business_key from runs order by business_key");
  assert.deepEqual(runs.map(({ business_key }) => business_key), ["n.example", "o.example"]);
  const log = await (await thread.as("olive").get(`/workflows/${id}/hook`)).text();
  assert.match(log, /Arrived 10 times, done once/);
  assert.match(log, /There is a run for this record already/);

  await thread.rows("update workflows set state = 'paused' where id = $1", [id]);
  assert.equal(await call(JSON.stringify({ ...again, id: "006D", domain: "p.example" })), 202);
  await thread.workOff();
  const paused = await (await thread.as("olive").get(`/workflows/${id}/hook`)).text();
  assert.match(paused, /The workflow is paused/);
  assert.equal((await thread.rows("select from runs")).length, 2);
  await thread.as("olive").post(`/workflows/${id}/hook`, {});
  assert.equal(await call(deal), 404, "the address before is closed at once");
  assert.equal((await thread.rows("select from trigger_events")).length, 4);
});
