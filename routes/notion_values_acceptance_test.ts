import assert from "node:assert/strict";
import { COLUMNS, connectedNotion, INITECH, rowFlow, shows, withNotion } from "../tests/notion.ts";
import { activeWorkflow, drawn } from "../tests/workflows.ts";

Deno.test("NOTION-014 NOTION-015 NOTION-016 NOTION-018 NOTION-019 NOTION-020 NOTION-021 NOTION-022 NOTION-025 NOTION-026 NOTION-027 NOTION-028 NOTION-029 every recommended column arrives in the account as what it is", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", {
      ...COLUMNS,
      "Products": { type: "multi_select", options: ["API", "SSO"] },
    });
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread, { handoff: true });
    const products = source.columns.find(({ name }) => name === "Products")!;
    const mapped = { field: products.id, target: "product_line", policy: "crm" };
    assert.equal((await world.alice.post(`${world.at}/mappings`, mapped)).status, 303);
    const notes = "Kim promised the board a launch in March. ".repeat(60);
    const row = there.add(source, {
      ...INITECH,
      "Close Date": { start: "2026-11-30", end: "2026-12-31", time_zone: null },
      "Industry": "Space travel",
      "Products": ["API", "SSO"],
      "Use Case": "Onboards its customers by hand",
      "Notes": notes.match(/.{1,90}/gs)!,
    });
    await world.tell(there.event("page.created", row));
    const [account] = await world.accounts();
    const { arr_cents, arr_currency, closed_on, industry, product_line, use_case } = account!;
    assert.deepEqual([arr_cents, arr_currency, closed_on], [12_000_050, "USD", "2026-11-30"]);
    assert.deepEqual([industry, product_line], ["Space travel", "API, SSO"]);
    assert.equal(use_case, "Onboards its customers by hand");
    assert.deepEqual(account!.fields, { company_name: "Initech", company_size: "51-200" });
    const page = await world.alice.page(`/accounts/${account!.id}/overview`);
    for (const words of ["Initech", "Space travel", "API, SSO", "Ed", "51-200"]) {
      shows(page, new RegExp(words));
    }
    const [text] = await thread.rows<{ body: string }>(
      "select body from outside_texts where title = 'Notes'",
    );
    assert.equal(text!.body, notes.trim());
    shows(await thread.as("ed").page(`/accounts/${account!.id}/handoff`), /Initech/);
    const [handoff] = await thread.rows("select ae_id from handoffs");
    assert.equal(handoff!.ae_id, thread.cast.ed!.memberId);
  });
});

Deno.test("NOTION-017 a contact's address may stand in a text or an e-mail column, and the AE in a column of people", async () => {
  for (const type of ["rich_text", "email"]) {
    await withNotion(async (thread, there) => {
      const source = there.database("Customer accounts", {
        ...COLUMNS,
        "Primary Contact Email": type,
        "AE Email": "people",
      });
      const world = await connectedNotion(thread, there, source);
      await rowFlow(thread);
      const ed = { id: crypto.randomUUID(), name: "Ed", email: thread.cast.ed!.email };
      await world.tell(
        there.event("page.created", there.add(source, { ...INITECH, "AE Email": [ed] })),
      );
      const [account] = await world.accounts();
      assert.equal(account!.ae_id, thread.cast.ed!.memberId);
      const page = await world.alice.page(`/accounts/${account!.id}/contacts`);
      shows(page, /kim@initech\.example/);
    });
  }
});

Deno.test("NOTION-023 a workflow waits until a row reaches a status, and can ask for it", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    const status = source.columns.find(({ name }) => name === "Status")!;
    const progress = status.options.find(({ name }) => name === "In Progress")!;
    const when = {
      match: "all",
      rows: [{ left: "{{n1.stage}}", operator: "is", right: "In Progress" }],
    };
    const graph = drawn({
      n1: ["start", { on: "notion", stages: [progress.id], fields: [], account: false, paths: [] }],
      n2: ["create_account", { name: "{{n1.account_name}} ({{n1.stage}})", own: [] }],
      n3: ["condition", { when }],
      n4: ["end", { outcome: "In progress" }],
      n5: ["end", { outcome: "Elsewhere" }],
    }, ["n1>n2", "n2>n3", "n3.yes>n4", "n3.no>n5"]);
    await activeWorkflow(thread, graph, "Started rows");
    const row = there.add(source, INITECH);
    await world.tell(there.event("page.created", row));
    assert.equal((await world.accounts()).length, 0);
    shows(await world.page("/deliveries"), /The stage is (&quot;|")New/);
    there.edit(row, { Status: "In Progress" });
    await world.tell(there.event("page.properties_updated", row, { updated: [status.id] }));
    assert.deepEqual((await world.accounts()).map(({ name }) => name), ["Initech (In Progress)"]);
    const [run] = await thread.rows("select state, outcome from runs");
    assert.deepEqual(run, { state: "completed", outcome: "In progress" });
  });
});
