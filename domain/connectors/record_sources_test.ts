import assert from "node:assert/strict";
import { addAccount } from "../../tests/accounts.ts";
import { dueAction } from "../../tests/drafts.ts";
import { connected, CONNECTION } from "../../tests/opportunities.ts";
import { testApp } from "../../tests/test_app.ts";
import { mergeAccounts } from "../onboarding/account_merges.ts";
import { addMapping } from "./mapping_edits.ts";
import { keepRecord, linkRecord } from "./outside_records.ts";

Deno.test("a handoff is drafted from the notes and long texts of the record, each under its name", async () => {
  await using thread = await testApp();
  const { act, read, becomeAccount, sync } = await connected(thread);
  const wish = { target: "use_case", newLabel: "", policy: "crm", required: false } as const;
  await act((tx) => addMapping(tx, CONNECTION.id, { ...wish, field: "Why__c" }));
  const texts = (body: string, risk = "Security review is a risk.") =>
    [
      { id: "n1", kind: "note", title: "Call", text: body, at: new Date("2026-11-03T10:00:00Z") },
      { id: "f1", kind: "field", title: "Risks", text: risk, at: null },
    ] as const;
  const goal = `Their goal is to go live by March. ${
    "They said more than once that it matters. ".repeat(30)
  }`;
  const id = await becomeAccount(read({}, { texts: [...texts(goal)] }));
  const olive = thread.as("olive");
  const form = await (await olive.get(`/accounts/${id}/handoff/new`)).text();
  const set = /<option value="([0-9a-f-]{36})"[^>]*>Standard handoff/.exec(form)![1]!;
  await olive.post(`/accounts/${id}/handoff`, {
    ae_id: thread.cast.ed!.memberId,
    template_id: set,
  });
  await thread.workOff();
  const answers = await thread.rows<{ question_id: string; body: string; sources: Source[] }>(
    `select question_id, body, sources from handoff_answers where replaced_at is null`,
  );
  const goals = answers.find(({ question_id }) => question_id === "goals")!;
  assert.match(goals.body, /Their goal is to go live by March/);
  assert.deepEqual(
    goals.sources.filter(({ kind }) => kind === "record").map(({ label }) => label),
    [
      "Risks, Northwind 2026 in Salesforce",
      'Note "Call" of 3 November 2026, Northwind 2026 in Salesforce',
    ],
  );
  assert.ok(goals.sources.some(({ text }) => text === goal.trim()), "the whole text is there");
  const page = await (await thread.as("ed").get(`/accounts/${id}/handoff`)).text();
  assert.match(page, /Note &quot;Call&quot; of 3 November 2026, Northwind 2026 in Salesforce/);

  await sync(read({}, { texts: [texts(goal)[0]] }));
  const kept = await thread.rows<{ title: string }>(`select title from outside_texts`);
  assert.deepEqual(kept, [{ title: "Call" }], "what is hidden now no draft is written from");
});

Deno.test("a draft says what only a note of the record knows, and names it", async () => {
  await using thread = await testApp();
  const { act, read } = await connected(thread);
  const action = await dueAction(thread, {
    content: { body: "Hello {{contact_name}}, the kickoff is near.\n\nBest,\n{{csm_name}}" },
  });
  const texts = [{
    ...{ id: "n1", kind: "note", title: "Call", at: null } as const,
    text: "Their kickoff team sits in Rotterdam.",
  }];
  await act(async (tx) => {
    const record = read({}, { texts });
    await keepRecord(tx, CONNECTION.id, record, {});
    const { accountId } = action;
    await linkRecord(tx, { connectionId: CONNECTION.id, recordId: record.id, accountId });
  });
  await thread.workOff();
  const { body, sources, sentences } = await action.draft();
  assert.match(body, /Rotterdam/);
  const told = sentences.find(({ text }) => text.includes("Rotterdam"))!;
  assert.equal(sources[told.source!]!.label, 'Note "Call", Northwind 2026 in Salesforce');
});

interface Source {
  kind: string;
  label: string;
  text: string;
}

Deno.test("an account says where it came from, in its facts and in its history", async () => {
  await using thread = await testApp();
  const { read, becomeAccount, sync } = await connected(thread);
  const id = await becomeAccount(read());
  const bob = thread.as("bob");
  const overview = await (await bob.get(`/accounts/${id}/overview`)).text();
  const plain = overview.replaceAll(/<[^>]+>/g, "").replaceAll(/\s+/g, " ");
  assert.match(plain, /Salesforce opportunity Northwind 2026 · Closed Won · Open in Salesforce/);
  assert.match(overview, /href="https:\/\/acme\.my\.salesforce\.com\/006000000000001AAA"/);
  const { Amount: _, ...visible } = read().values;
  await sync(read({}, { values: visible, hidden: ["Amount"] }));
  const after = await (await bob.get(`/accounts/${id}/overview`)).text();
  assert.match(after, /Amount is hidden from the connected user in Salesforce now/);
  assert.match(after, /€120,000\.50/, "and what was read before is kept");
  const history = await (await bob.get(`/accounts/${id}/activity`)).text();
  assert.match(history, /linked Northwind 2026 with Salesforce: Northwind 2026/);
  assert.match(history, /could not read Amount for Northwind 2026 any more/);
  assert.equal((await thread.as("charlie").get(`/accounts/${id}/overview`)).status, 404);
});

Deno.test("a merged account is followed from then on by the one that stays", async () => {
  await using thread = await testApp();
  const { act, read, becomeAccount, sync, account } = await connected(thread);
  const gone = await becomeAccount(read());
  const kept = /[0-9a-f-]{36}/.exec(await addAccount(thread.as("bob"), NO_FIELDS))![0];
  await act((tx) =>
    mergeAccounts(tx, {
      ...{ keepId: kept, goneId: gone, versions: new Map(), facts: new Map(), planOf: kept },
    })
  );
  await sync(read({ Amount: 5_000 }));
  assert.equal((await account(kept)).arr_cents, 500_000);
  assert.equal((await account(gone)).arr_cents, 12_000_050);
});

const NO_FIELDS = { arr: "", field_company_name: "", field_company_size: "" };
