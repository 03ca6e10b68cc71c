import assert from "node:assert/strict";
import { putContentNote, putDeal } from "../tests/fakes/salesforce_org.ts";
import { tellAll } from "../tests/notifications.ts";
import { publishedTemplate } from "../tests/plans.ts";
import { connectSalesforce, withSalesforce, wordsOn } from "../tests/salesforce.ts";
import { accountOfDeal, onStage, reach, runsOf } from "../tests/salesforce_flows.ts";
import type { TestApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn, queueOf, stepsOf } from "../tests/workflows.ts";

Deno.test("SF-015 SF-016 SF-017 SF-018 SF-019 SF-037 SF-038 SF-039 SF-082 the start step chooses connection and stages as the organisation has them, and later steps see every value", async () => {
  await withSalesforce(async (thread, fake, org) => {
    putDeal(org);
    const id = await connectSalesforce(thread, fake, { name: "Live" });
    const flow = drawn({
      n1: onStage(["Closed Won"]),
      n2: ["condition", { when: { match: "all", rows: [] } }],
      n3: ["end", { outcome: "Done" }],
    }, ["n1>n2", "n2.yes>n3", "n2.otherwise>n3"]);
    const { id: workflow } = await activeWorkflow(thread, flow);
    const olive = thread.as("olive");
    const start = await olive.page(`/workflows/${workflow}/steps/n1`);
    assert.match(start, /<option[^>]*>Salesforce: an opportunity reaches a stage/);
    assert.match(start, new RegExp(`<option value="${id}"[^>]*>Live`));
    for (const stage of ["Closed Won", "Contract Sent", "Legal Review", "Negotiation"]) {
      assert.match(start, new RegExp(`value="${stage}"`), stage);
    }
    assert.match(start, /Verhandlung/, "what is shown is the label");
    assert.match(start, /value="Closed Won"[^>]*checked/);

    const step = await olive.page(`/workflows/${workflow}/steps/n2`);
    for (
      const value of [
        ...["Opportunity name", "Amount", "Stage", "Close date", "Owner's name", "Owner's email"],
        ...["Account name", "Website", "Industry", "Employees"],
        ...["Primary contact", "Primary contact's email", "Primary contact's phone"],
        ...["Primary contact's title", "Notes"],
      ]
    ) assert.ok(step.replaceAll("&#39;", "'").includes(value), value);

    const connector = await wordsOn(thread.as("alice"), `/connectors/${id}`);
    assert.match(connector, /said in each workflow's start step, not here/);
    const settings = await olive.page(`/connectors/${id}/settings`);
    assert.ok(!settings.includes("Closed Won"));
  });
});

async function handoffForm(thread: TestApp, at: string) {
  const html = await thread.as("ed").page(at);
  const fields: Record<string, string> = {};
  const form = html.slice(html.indexOf('id="handoff"'));
  for (const [, name, value] of form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)) {
    fields[name!] = value!;
  }
  for (const [, name, value] of form.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)/g)) {
    fields[name!] = value || "Nothing to add";
  }
  return { html, fields };
}

Deno.test("SF-020 SF-021 SF-022 SF-023 SF-025 SF-026 SF-027 SF-028 SF-029 SF-030 SF-031 SF-032 SF-033 SF-034 SF-036 SF-045 SF-046 SF-047 SF-055 THREAD-076 an opportunity that is won becomes an account that is handed over, assigned and planned", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const connection = await connectSalesforce(thread, fake);
    const template = await publishedTemplate(thread);
    const flow = drawn({
      n1: onStage(["Closed Won"]),
      n2: accountOfDeal,
      n3: ["handoff", { wait: true }, "Handoff"],
      n4: ["assign_csm", { how: "least_loaded", members: [] }, "Assign CSM"],
      n5: ["apply_template", { template, start_first: true }, "Apply template"],
      n6: ["end", { outcome: "Ready" }, "End"],
    }, ["n1>n2", "n2>n3", "n3>n4", "n4>n5", "n5>n6"]);
    const { id: workflow } = await activeWorkflow(thread, flow, "New customers");
    const deal = putDeal(org, { StageName: "Prospecting" });
    org.put("Note", {
      ParentId: deal,
      Title: "Kick-off",
      Body: "Their goal is to be live in March.",
    });
    putContentNote(org, deal, "Promise", "<p>Legal review is a <b>risk</b>.</p>");
    org.put("Task", { WhatId: deal, Subject: "Call", Description: "Spoke of SSO with Nina." });

    await thread.rows("update workflows set state = 'draft' where id = $1", [workflow]);
    org.change(deal, { StageName: "Closed Won" });
    await reach(thread, org, connection, [deal]);
    assert.deepEqual(await runsOf(thread), [], "a draft starts nothing");
    await thread.rows("update workflows set state = 'active' where id = $1", [workflow]);
    await reach(thread, org, connection, [deal]);

    const [run] = await runsOf(thread);
    assert.equal(run?.state, "waiting");
    const olive = thread.as("olive");
    const begun = await wordsOn(olive, `/runs/${run!.id}?step=n1`);
    for (
      const seen of [
        ...["Acme – Enterprise", "120,000.5", "2026-11-30", "Closed Won", "Ed Stone"],
        ...["Acme & Söhne GmbH", "https://acme.example", "Manufacturing", "250"],
        ...["Nina Nair", "nina@acme.example", "Head of Operations"],
        ...["live in March", "Legal review is a risk", "Spoke of SSO with Nina"],
      ]
    ) assert.ok(begun.includes(seen), `${seen} in ${begun}`);
    assert.ok(!begun.includes("Otto First"), "who is not primary is not taken");

    const [account] = await thread.rows<Record<string, string>>(
      `select a.id, a.name, a.domain, a.arr_cents, a.ae_id, a.fields ->> 'company_name' as company,
        c.name as contact, c.email, r.record_id
       from accounts a join outside_records r on r.account_id = a.id
       left join contacts c on c.account_id = a.id`,
    );
    assert.equal(account!.name, "Acme – Enterprise");
    assert.equal(account!.company, "Acme & Söhne GmbH", "from the account there");
    assert.equal(account!.record_id, deal);
    assert.equal(account!.ae_id, thread.cast.ed!.memberId);
    assert.deepEqual([account!.contact, account!.email], ["Nina Nair", "nina@acme.example"]);
    const mails = async () =>
      (await thread.mails()).filter(({ to_address }) => to_address === "ed@acme.test");
    await tellAll(thread);
    assert.equal((await mails()).length, 1, "the handoff is asked for by mail");

    const [handoff] = await thread.rows<{ id: string }>("select id from handoffs");
    const at = `/handoffs/${handoff!.id}`;
    const { html, fields } = await handoffForm(thread, at);
    assert.match(html, /Their goal is to be live in March/, "the draft is written from the notes");
    assert.match(html, /Legal review is a risk/);
    const bob = thread.cast.bob!.memberId;
    const sent = await thread.as("ed").post(at, { ...fields, csm_id: bob, do: "submit" });
    assert.equal(sent.status, 303, await sent.clone().text());
    await thread.workOff();

    assert.equal(
      await stepsOf(thread, run!.id),
      "n1 done next, n2 done next, n3 done next, n4 done next, n5 done next, n6 done",
    );
    const done = await wordsOn(olive, `/runs/${run!.id}`);
    assert.equal(done.match(/\bDone\b/g)!.length >= 6, true);
    assert.match(done, /Ready/);
    const page = await wordsOn(thread.as("bob"), `/accounts/${account!.id}`);
    assert.match(page, /Bob/);
    const [plan] = await thread.rows("select count(*)::int as n from milestones");
    assert.ok(Number(plan!.n) > 0, "the milestones are there");

    await thread.rows("update workflows set state = 'paused' where id = $1", [workflow]);
    const plain = drawn(
      { n1: onStage(["Closed Won"]), n2: accountOfDeal, n3: ["end", { outcome: "Ready" }] },
      ["n1>n2", "n2>n3"],
    );
    await activeWorkflow(thread, plain, "Without a handoff");
    await reach(thread, org, connection, [putDeal(org, { Name: "Another deal" })]);
    await tellAll(thread);
    assert.equal((await mails()).length, 1, "without the step nobody is asked");
  });
});

Deno.test("SF-056 SF-057 SF-058 SF-059 SF-060 SF-061 SF-062 amounts of opportunities take their branch, and above 500k a manager decides first", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const connection = await connectSalesforce(thread, fake);
    const [enterprise, smb] = [
      await publishedTemplate(thread, undefined, "Enterprise"),
      await publishedTemplate(thread, undefined, "SMB"),
    ];
    const desk = await queueOf(thread, "assignment", "Enterprise CSMs", ["olive"]);
    const pool = await queueOf(thread, "assignment", "SMB pool", ["bob"]);
    const managers = await queueOf(thread, "approval", "Managers", ["lea"]);
    const over = (amount: number) => ({
      when: {
        match: "all",
        rows: [{ left: "{{n1.amount}}", operator: "greater", right: `${amount}` }],
      },
    });
    const flow = drawn({
      n1: onStage(["Closed Won"]),
      n2: ["condition", over(500_000)],
      n3: ["queue", { asks: "approval", queue: managers, title: "Approve {{n1.record_name}}" }],
      n4: accountOfDeal,
      n5: ["condition", over(100_000)],
      n6: ["assign_csm", { how: "queue", queue: desk }],
      n7: ["apply_template", { template: enterprise, start_first: true }],
      n8: ["assign_csm", { how: "least_loaded", pool }],
      n9: ["apply_template", { template: smb, start_first: true }],
      n10: ["end", { outcome: "Set up" }],
      n11: ["end", { outcome: "Rejected" }],
    }, [
      ...["n1>n2", "n2.yes>n3", "n2.otherwise>n4", "n3.approved>n4", "n3.rejected>n11", "n4>n5"],
      ...["n5.yes>n6", "n5.otherwise>n8", "n6>n7", "n8>n9", "n7>n10", "n9>n10"],
    ]);
    await activeWorkflow(thread, flow);
    const fire = async (Name: string, Amount: number | null) => {
      const deal = putDeal(org, { Name, Amount });
      org.change(String(org.find(deal).AccountId), {
        Website: `https://${Name.toLowerCase()}.example`,
      });
      await reach(thread, org, connection, [deal]);
      return async () =>
        (await thread.rows<{ outcome: string; template: string; csm: string }>(
          `select r.outcome, t.name as template, m.name as csm from runs r
           left join accounts a on a.id = r.account_id left join members m on m.id = a.csm_id
           left join plans p on p.account_id = a.id left join templates t on t.id = p.template_id
           where r.input ->> 'record_name' = $1`,
          [Name],
        ))[0]!;
    };
    const decide = async (who: string, form: Record<string, string>, claim = false) => {
      const [task] = await thread.rows("select id from tasks where state = 'open'");
      if (claim) await thread.as(who).post(`/queue/${task!.id}/claim`);
      else {
        await thread.as(who).post(`/queue/${task!.id}/claim`);
        const answer = await thread.as(who).post(`/queue/${task!.id}/decision`, form);
        assert.equal(answer.status, 303, await answer.clone().text());
      }
      await thread.workOff();
    };
    const large = await fire("Large", 150_000);
    assert.match(await thread.as("olive").page("/queue"), /Large/, "it waits in the queue");
    await decide("olive", {}, true);
    assert.deepEqual(await large(), { outcome: "Set up", template: "Enterprise", csm: "Olive" });
    for (
      const [name, amount] of [["Fifty", 50_000], ["Even", 100_000], ["Unknown", null]] as const
    ) {
      const small = await fire(name, amount);
      assert.deepEqual(await small(), { outcome: "Set up", template: "SMB", csm: "Bob" }, name);
    }
    const below = await fire("Below", 400_000);
    assert.equal((await below()).csm, null, "no approval is asked; the queue is");
    await decide("olive", {}, true);
    assert.equal((await below()).outcome, "Set up");
    const rejected = await fire("Rejected deal", 600_000);
    await decide("lea", { decision: "rejected", reason: "Too early" });
    assert.deepEqual(await rejected(), { outcome: "Rejected", template: null, csm: null });
    await fire("Approved deal", 600_000);
    await decide("lea", { decision: "approved", reason: "" });
    assert.match(await thread.as("olive").page("/queue"), /Approved deal/);
    const [names] = await thread.rows(
      "select count(*)::int as n from accounts where name = 'Rejected deal'",
    );
    assert.equal(names!.n, 0);
  });
});
