import assert from "node:assert/strict";
import { COLUMNS, connectedNotion, INITECH, rowFlow, withNotion } from "../tests/notion.ts";
import { activeWorkflow, drawn } from "../tests/workflows.ts";

const SECRET = "secret_of_the_subscription";

async function withCalls(work: Parameters<typeof withNotion>[0]) {
  await withNotion(async (thread, there) => {
    there.verificationToken = SECRET;
    await work(thread, there);
  }, { NOTION_WEBHOOK_SECRET: SECRET });
}

Deno.test("NOTION-014 NOTION-015 NOTION-016 NOTION-017 NOTION-018 NOTION-019 NOTION-020 NOTION-021 NOTION-022 NOTION-025 NOTION-026 NOTION-027 NOTION-028 NOTION-029 every recommended column arrives in the account as what it is", async () => {
  await withCalls(async (thread, there) => {
    const source = there.database("Customer accounts", {
      ...COLUMNS,
      "Products": { type: "multi_select", options: ["API", "SSO"] },
    });
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread);
    const products = source.columns.find(({ name }) => name === "Products")!;
    const mapped = await world.alice.post(`${world.at}/mappings`, {
      field: products.id,
      target: "product_line",
      policy: "crm",
    });
    assert.equal(mapped.status, 303);
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
    if (!account) {
      console.log(
        await thread.rows("select why, fates from deliveries"),
        await thread.rows("select state, failure from runs"),
        await thread.rows("select last_error from jobs"),
      );
    }
    const page = await world.alice.page(`/accounts/${account!.id}`);
    for (const words of ["Initech", "Space travel", "kim@initech.example", "Ed"]) {
      assert.ok(page.includes(words), words);
    }
    assert.equal(account!.arr_cents, 12_000_050);
    assert.equal(account!.arr_currency, "USD");
    assert.equal(account!.closed_on, "2026-11-30");
    assert.equal(account!.industry, "Space travel");
    assert.equal(account!.product_line, "API, SSO");
    assert.equal(account!.use_case, "Onboards its customers by hand");
    assert.deepEqual(account!.fields, {
      company_name: "Initech",
      company_size: "51-200",
    });
    const [text] = await thread.rows<{ body: string }>(
      "select body from outside_texts where title = 'Notes'",
    );
    assert.equal(text!.body, notes.trim());
    const [contact] = await thread.rows("select email, is_primary from contacts");
    assert.deepEqual(contact, { email: "kim@initech.example", is_primary: true });
    assert.equal(account!.ae_id, thread.cast.ed!.memberId);
  });
});
