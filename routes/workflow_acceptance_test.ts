import assert from "node:assert/strict";
import type { Client } from "../tests/client.ts";
import { newWorkflow, rowOf } from "../tests/drawings.ts";
import { openedHook } from "../tests/hooks.ts";
import { addAccount } from "../tests/accounts.ts";
import { publishedTemplate } from "../tests/plans.ts";
import { addQueue, membersOf } from "../tests/queues.ts";
import { configure, listening, publish } from "../tests/starters.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn, startWith } from "../tests/workflows.ts";

const inWords = (page: string) =>
  page.replaceAll(/<[^>]+>/g, " ").replaceAll("&#39;", "'").replaceAll(/\s+/g, " ");

/** The run whose account is called so, as the list of runs leads to it. */
async function runOf(client: Client, account: string): Promise<string> {
  const list = await client.page("/runs");
  const found = new RegExp(`href="(/runs/[0-9a-f-]{36})"[^>]*>${account}<`).exec(list);
  assert.ok(found, `a run of ${account}: ${inWords(list)}`);
  return found[1]!;
}

const logOf = (page: string) => /<ol class="run-log">([^]*?)<\/ol>/.exec(page)![1]!;

/** Ed answers everything and names Bob, on the page that he was sent to. */
async function handOver(thread: TestApp) {
  const ed = thread.as("ed");
  const [handoff] = await thread.rows<{ id: string }>(
    "select id from handoffs where state = 'open' order by id desc limit 1",
  );
  const at = `/handoffs/${handoff!.id}`;
  await thread.workOff();
  const page = await ed.page(at);
  const form = page.slice(page.indexOf('id="handoff"'));
  const fields: Record<string, string> = {};
  for (const [, name, value] of form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)) {
    fields[name!] = value!;
  }
  for (const [, name] of form.matchAll(/<textarea[^>]*name="([^"]+)"/g)) fields[name!] = "Yes";
  const csm_id = thread.cast.bob!.memberId;
  const res = await ed.post(at, { ...fields, csm_id, do: "submit" });
  assert.equal(res.status, 303, inWords(await res.clone().text()).slice(0, 800));
  for (let round = 0; round < 2; round++) await thread.workOff();
}

/** Somebody decides the newest task that waits, on its page. */
async function decide(
  thread: TestApp,
  who: string,
  form: Record<string, string>,
  part = "decision",
) {
  const [task] = await thread.rows<{ id: string }>(
    "select id from tasks where state in ('open', 'claimed') order by id desc limit 1",
  );
  const res = await thread.as(who).post(`/queue/${task!.id}/${part}`, form);
  assert.equal(res.status, 303, inWords(await res.clone().text()).slice(0, 800));
  await thread.workOff();
}

Deno.test("SF-055 THREAD-115 THREAD-164 THREAD-175 the three use cases are built side by side, fired by calls and followed in their runs", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const [enterprise, smb] = [
    await publishedTemplate(thread, undefined, "Enterprise"),
    await publishedTemplate(thread, undefined, "SMB"),
  ];
  const queue = (name: string, kind: "approval" | "assignment", who: string) =>
    addQueue(olive, name, kind, { members: membersOf(thread, who) });
  const managers = await queue("Managers", "approval", "lea");
  const csms = await queue("Enterprise CSMs", "assignment", "bob");
  const pool = await queue("SMB pool", "assignment", "bob");
  const creation = await listening(thread, "automated-creation", "Creation", {
    n5: { template: smb },
  });
  const segments = await listening(thread, "segment-routing", "Segments", {
    n4: { how: "queue", queue: csms.id },
    n5: { template: enterprise },
    n6: { how: "round_robin", pool: pool.id },
    n7: { template: smb },
  });
  const gate = await listening(thread, "approval-gate", "Gate", {
    n3: { asks: "approval", queue: managers.id },
    n7: { template: enterprise },
  });

  const deal = { contact_name: "Nair", contact_email: "nair@a.example", sold_by: "ed@acme.test" };
  await creation.fire({ ...deal, company: "Adatum", amount: 50_000 });
  const run = await runOf(olive, "Adatum");
  assert.match(inWords(await olive.page(run)), /Adatum: waits at Handoff form/);
  await handOver(thread);
  const page = await olive.page(run);
  const log = logOf(page);
  const titles = [...log.matchAll(/\?step=n\d#step">([^<]*)</g)].map(([, title]) => title);
  assert.deepEqual(titles, [
    ...["Deal closed", "Create account", "Handoff form", "Assign CSM", "Apply template", "End"],
  ]);
  assert.equal(log.match(/<span class="status ok"[^>]*>Done</g)?.length, 6, "all six are green");
  assert.equal(log.match(/datetime="\d{4}-/g)?.length, 6, "each with its time");
  const brought = async (step: string) => inWords(await olive.page(`${run}?step=${step}`));
  assert.match(await brought("n1"), /Used Company Adatum Amount 50,000/);
  assert.match(await brought("n4"), /Brought CSM Bob Somebody had it already Yes/);
  assert.match(await brought("n5"), /Template's name SMB/);
  const account = /href="(\/accounts\/[0-9a-f-]{36})">Adatum/.exec(page)![1]!;
  assert.match(inWords(await olive.page(account)), /Adatum .*Bob/);
  assert.match(inWords(await olive.page(`${account}/plan`)), /Kickoff.*Welcome email/);
  const template = inWords(await olive.page(`/templates/${smb}`));
  assert.match(template, /Kickoff/);
  assert.doesNotMatch(template, /Condition|Otherwise|Switch|Approval/, "no routing in a template");

  await segments.fire({ ...deal, company: "Fourth Coffee", amount: 150_000 });
  await decide(thread, "bob", {}, "claim");
  await segments.fire({ ...deal, company: "Wingtip", amount: 50_000 });
  await gate.fire({ ...deal, company: "Tailspin", amount: 600_000 });
  await decide(thread, "lea", { decision: "approved" });
  await gate.fire({ ...deal, company: "Litware", amount: 400_000 });
  const plans = await thread.rows<{ name: string; template: string; csm: string }>(
    `select a.name, t.name as template, m.name as csm from accounts a
     join plans p on p.account_id = a.id join templates t on t.id = p.template_id
     join members m on m.id = a.csm_id order by a.name`,
  );
  assert.deepEqual(plans.map(({ name, template, csm }) => [name, template, csm]), [
    ["Adatum", "SMB", "Bob"],
    ["Fourth Coffee", "Enterprise", "Bob"],
    ["Litware", "Enterprise", "Bob"],
    ["Tailspin", "Enterprise", "Bob"],
    ["Wingtip", "SMB", "Bob"],
  ]);
  const other = logOf(await olive.page(await runOf(olive, "Tailspin")));
  assert.match(inWords(other), /Manager approval .*Approved/);
  assert.doesNotMatch(other, /Handoff form/, "each run has its own log");
  assert.equal((await thread.as("ed").get(run)).status, 403);
  assert.equal((await thread.as("charlie").get(run)).status, 404);
});

Deno.test("THREAD-071 THREAD-125 conditions on ARR, segment and a field of one's own choose the template", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const field = { label: "Tier", type: "choice", options: "Gold\nSilver", hint: "" };
  assert.equal((await olive.post("/settings/fields", field)).status, 303);
  const [{ key }] = await thread.rows("select key from account_fields") as [{ key: string }];
  const names = ["Large", "Enterprise", "Gold", "Standard"];
  const templates: string[] = [];
  for (const name of names) templates.push(await publishedTemplate(thread, undefined, name));
  const when = (left: string, operator: string, right: string) => ({
    when: { match: "all", rows: [{ left: `{{account.${left}}}`, operator, right }] },
  });
  const apply = (at: number) => (
    ["apply_template", { template: templates[at], start_first: false, keep: false }] as [
      string,
      Record<string, unknown>,
    ]
  );
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", "", { account: true }),
      n2: ["condition", when("arr", "greater", "100000"), "Large?"],
      n3: ["condition", when("segment", "is", "Enterprise"), "Enterprise?"],
      n4: ["condition", when(`field.${key}`, "is", "Gold"), "Gold?"],
      n5: apply(0),
      n6: apply(1),
      n7: apply(2),
      n8: apply(3),
      n9: ["end", { outcome: "Planned" }],
    }, [
      ...["n1>n2", "n2.yes>n5", "n2.otherwise>n3", "n3.yes>n6", "n3.otherwise>n4"],
      ...["n4.yes>n7", "n4.otherwise>n8", "n5>n9", "n6>n9", "n7>n9", "n8>n9"],
    ]),
    "Choose a template",
  );
  const accounts: [name: string, facts: Record<string, string>][] = [
    ["Large", { arr: "100001", segment: "SMB" }],
    ["Enterprise", { arr: "100000", segment: "enterprise" }],
    ["Gold", { arr: "", segment: "", [`field_${key}`]: "Gold" }],
    ["Standard", { arr: "5000", segment: "SMB", [`field_${key}`]: "Silver" }],
  ];
  for (const [name, facts] of accounts) {
    const none = { name: `${name} account`, domain: "", [`field_${key}`]: "" };
    const at = await addAccount(olive, { ...none, ...facts });
    const page = await olive.page(at);
    const start = /href="(\/workflows\/[^"]*\/start\?account=[^"]*)"/.exec(page);
    assert.ok(start, "it can be started where the account is");
    const account = at.split("/").at(-1)!;
    const res = await olive.post(`/workflows/${id}/start`, { account });
    assert.equal(res.status, 303, inWords(await res.clone().text()).slice(0, 500));
    await thread.workOff();
    const log = inWords(logOf(await olive.page(res.headers.get("location")!)));
    assert.match(log, /End .*Done/);
    const [plan] = await thread.rows<{ name: string }>(
      `select t.name from plans p join templates t on t.id = p.template_id
       where p.account_id = $1`,
      [account],
    );
    assert.equal(plan!.name, name);
  }
});

Deno.test("THREAD-165 a start offers deals of each CRM beside starting by hand, by a form and by a call", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await newWorkflow(thread, "Starts");
  const page = await olive.page(`${at}/steps/n1`);
  const starts = /<select[^>]*name="c\.on"[^]*?<\/select>/.exec(page)![0];
  for (
    const label of ["By hand", "By a form", "By an HTTP call", "HubSpot", "Salesforce", "Notion"]
  ) {
    assert.match(starts, new RegExp(`>${label}`));
  }
  for (const on of ["hubspot", "salesforce", "notion"]) {
    await configure(thread, at, "n1", { on });
    assert.equal((await rowOf(thread, at)).draft.nodes[0]!.config.on, on);
  }
  await configure(thread, at, "n1", { on: "manual" });
  await publish(thread, at);
  const res = await olive.post(`${at}/start`, {});
  assert.match(await (await olive.follow(res)).text(), /Starts: Done/);
});

Deno.test("THREAD-176 missing data, a value that does not fit and another system's refusal are told apart", async () => {
  await using thread = await testApp({}, {
    safeFetch: () => Promise.resolve(new Response("No such customer", { status: 404 })),
  });
  const olive = thread.as("olive");
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("hook", "company:text amount:text"),
      n2: ["create_account", {
        name: "{{n1.company}}",
        arr: "{{n1.amount}}",
        own: [],
        existing: "link",
      }, "Create account"],
      n3: ["call_http", { method: "POST", url: "https://erp.example/deals", headers: [] }, "ERP"],
      n4: ["end", { outcome: "Done" }],
    }, ["n1>n2", "n2>n3", "n3>n4"]),
  );
  const fire = await openedHook(thread, `/workflows/${id}`);
  await fire({ id: 1, amount: "10" });
  await fire({ id: 2, company: "Contoso", amount: "a lot" });
  await fire({ id: 3, company: "Fabrikam", amount: "10" });
  const runs = await thread.rows<{ id: string }>("select id from runs order by id");
  const said = await Promise.all(runs.map(async (run) => {
    const page = await olive.page(`/runs/${run.id}`);
    return inWords(/<div class="run-failure"[^]*?<\/div>/.exec(page)![0]).trim();
  }));
  const expected = [
    /^Missing data\. "Company" of "Deal closed" is missing\. Enter "Company"/,
    /^Validation\. ARR: .*"Amount" of "Deal closed" is "a lot".* Put it right and retry/,
    /^Integration error\. The other side answered with 404: No such customer\. Retry from here/,
  ];
  for (const [at, words] of expected.entries()) {
    assert.match(said[at]!.replaceAll("&quot;", '"'), words);
  }
  for (const cause of ["missing_data", "validation", "integration"]) {
    const list = await olive.page(`/runs?state=failed&cause=${cause}`);
    assert.equal(list.match(/<th scope="row">/g)?.length, 1, cause);
  }
});
