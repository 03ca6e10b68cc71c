import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { routingGraph } from "../tests/routing.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn, startWith } from "../tests/workflows.ts";

/** Everything there is: how many rows each table has, and what they say. */
async function everything(thread: TestApp): Promise<Map<string, string>> {
  const tables = await thread.rows<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const parts = tables.map(({ name }) =>
    `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, ' ' order by t::text)), '')
       as state from public.${name} t`
  );
  assert.ok(parts.length > 40, "the catalogue is read at all");
  const rows = await thread.rows<{ name: string; state: string }>(parts.join(" union all "));
  return new Map(rows.map(({ name, state }) => [name, state]));
}

const inWords = (page: string) => page.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

Deno.test("THREAD-178 THREAD-179 THREAD-180 a test runs the draft on a sample that can be changed, tells what would be, and leaves no trace", async () => {
  const called: string[] = [];
  await using thread = await testApp({}, {
    fetch: (input) => {
      called.push(String(input));
      return Promise.reject(new Error("nothing may be called"));
    },
  });
  const { graph, olive } = await routingGraph(thread);
  const { id } = await activeWorkflow(thread, graph);
  const at = `/workflows/${id}/rehearsals`;
  const asks = await olive.page(at);
  assert.match(
    asks,
    /name="f_company"[^>]*value="Northwind Traders"|value="Northwind Traders"[^>]*name="f_company"/,
  );
  assert.match(asks, /name="a_n3"/, "how the approval is answered");
  assert.match(asks, /name="s_n12"/, "what the other system brings");
  await thread.workOff();
  const before = await everything(thread);

  const big = inWords(
    await (await olive.post(at, {
      f_company: "Contoso",
      f_amount: "750,000",
      a_n3: "approved",
      a_n6: thread.cast.bob!.memberId,
      a_n12: "",
      s_n12: '{"status": 201, "body": {"customer": "C-1"}}',
    })).text(),
  );
  assert.match(big, /It ends: Onboarding/);
  const steps = [
    ...["Deal closed", "Above 500k\\?", "Manager approval", "Taken as approved", "Create account"],
    ...["Enterprise\\?", "Enterprise CSM", "Taken as given to Bob", "Apply template"],
    ...["The time is taken as passed", "Billing", "A sample is taken as the answer", "201"],
  ];
  const [, way] = big.split("The way it takes");
  assert.match(
    way!,
    new RegExp(steps.join(".*")),
    "the steps in their order, with what they bring",
  );
  const [, would] = big.split("What would have been All");
  assert.match(would!, /Contoso is yours to bob@acme\.test/, "the mail");
  assert.match(would!, /Approve Contoso in Manager approval, approved here/, "the first task");
  assert.match(would!, /Who takes Contoso over\? in Enterprise CSMs, given to Bob here/);
  assert.match(would!, /POST https:\/\/billing\.example\/new/, "the call");
  assert.match(would!, /created the account Contoso/, "what history would say");
  assert.match(would!, /accounts: 1 new/, "the rows");

  const rejected = await olive.post(at, {
    f_company: "Contoso",
    f_amount: "750000",
    a_n3: "rejected",
  });
  const end = inWords(await rejected.text());
  assert.match(end, /It ends: Rejected/);
  assert.doesNotMatch(end, /created the account/);
  const small = inWords(
    await (await olive.post(at, { f_company: "Tiny", f_amount: "50000" })).text(),
  );
  assert.match(small, /SMB CSM/);
  assert.doesNotMatch(small.split("The way it takes")[1]!, /Enterprise CSM/);
  const lost = await olive.post(at, { f_company: "Tiny", f_amount: "1", a_n12: "no_answer" });
  assert.match(inWords(await lost.text()), /It would fail here The other side did not answer/);
  const empty = inWords(await (await olive.post(at, { f_company: "" })).text());
  assert.match(empty, /It would fail here .*Company.* is missing/);

  assert.deepEqual(await everything(thread), before, "not one row of any table has changed");
  assert.deepEqual(called, [], "nothing was called");
  await thread.workOff();
  assert.deepEqual(await everything(thread), before, "and nothing is left to do");
});

Deno.test("a test streams each step onto the drawing, and refuses what it cannot read", async () => {
  await using thread = await testApp();
  const { graph, olive } = await routingGraph(thread);
  const { id } = await activeWorkflow(thread, graph);
  const at = `/workflows/${id}/rehearsals`;
  const res = await olive.fragment("POST", at, { f_company: "Contoso", f_amount: "750000" });
  assert.equal(res.headers.get("content-type"), "text/event-stream");
  const messages = (await res.text()).split("\n\n").filter(Boolean);
  assert.ok(messages.length > 10, "one after another");
  assert.match(messages[0]!, /The test runs/);
  assert.match(messages.at(-1)!, /It ends: Onboarding/);
  assert.match(messages.at(-1)!, /<svg/);

  const wrong = await olive.post(at, { f_company: "Contoso", s_n12: "{nonsense" });
  assert.equal(wrong.status, 422);
  const page = await wrong.text();
  assert.match(page, /Write one JSON object/);
  assert.match(page, /\{nonsense/);
  for (const who of ["bob", "ed", "lea"]) {
    assert.equal((await thread.as(who).get(at)).status, 403, who);
    assert.equal((await thread.as(who).post(at, { f_company: "X" })).status, 403, who);
  }
  assert.equal((await thread.as("charlie").get(at)).status, 404);
  assert.equal((await thread.as("charlie").post(at, {})).status, 404);
});

Deno.test("a test of a real account changes nothing of it, and a loop without end is stopped", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const account = (await addAccount(olive)).split("/")[2]!;
  const graph = drawn({
    n1: startWith("manual", "", { account: true }),
    n2: ["repeat", { times: 100 }],
    n3: ["delay", { how: "hours", hours: 1 }],
    n4: ["end", { outcome: "Never" }],
  }, ["n1>n2", "n2.again>n3", "n3>n2", "n2.done>n4"]);
  const looping = await activeWorkflow(thread, graph, "Looping");
  const at = `/workflows/${looping.id}/rehearsals`;
  assert.match(await olive.page(at), /Northwind Traders/, "the account can be chosen");
  const before = await everything(thread);
  const page = inWords(await (await olive.post(at, { account_id: account })).text());
  assert.match(page, /It ends: Never|The test stopped before the end/);
  assert.deepEqual(await everything(thread), before);
});
