import assert from "node:assert/strict";
import { startNotion } from "../../../tests/fakes/notion.ts";
import { lineOf } from "../../../tests/fakes/notion_line.ts";
import { notion } from "./notion.ts";

const { reader } = notion.records;
const COLUMNS = {
  "Company Name": "title",
  "ARR": { type: "number", format: "euro" },
  "Close Date": "date",
  "Primary Contact Email": "email",
  "AE Email": "rich_text",
  "Industry": { type: "select", options: ["Retail", "Finance"] },
  "Company Size": { type: "select", options: ["1-50", "51-200"] },
  "Use Case": "rich_text",
  "Notes": "rich_text",
  "Status": { type: "status", options: ["New", "In Progress", "Complete"] },
  "Products": { type: "multi_select", options: ["API", "SSO"] },
  "Owner": "people",
};

Deno.test("only what was ticked can be watched, and what is not there any more is named", async () => {
  await using there = startNotion();
  const mine = there.database("Customer accounts", COLUMNS);
  const hidden = there.database("Salaries", { Name: "title" });
  const grant = there.grant(mine);
  const line = lineOf(there, grant);
  assert.deepEqual(await reader.places!(line), [{ id: mine.id, label: "Customer accounts" }]);
  assert.deepEqual(await reader.check(line), []);
  assert.match((await reader.check(lineOf(there, there.grant())))[0]!, /tick the databases/);
  assert.match((await reader.faults!(line))[0]!, /choose one/);
  const watching = { place: mine.id, placeName: "Customer accounts" };
  assert.deepEqual(await reader.faults!(lineOf(there, grant, watching)), []);
  for (const place of [hidden.id, crypto.randomUUID()]) {
    const far = lineOf(there, grant, { place, placeName: "Salaries" });
    assert.match((await reader.faults!(far))[0]!, /^Database not found: .*“Salaries”.*Reconnect/);
    assert.deepEqual(await reader.fields(far), []);
    await assert.rejects(reader.changed(far, new Date(), null), /Database not found/);
  }
  grant.shared.delete(mine.id);
  const gone = lineOf(there, grant, watching);
  assert.match((await reader.faults!(gone))[0]!, /^Database not found/);
  assert.ok(there.requests.every(({ version }) => version === "2026-03-11"));
});

Deno.test("every kind of column is read as what it is", async () => {
  await using there = startNotion();
  const source = there.database("Customers", {
    ...COLUMNS,
    "Live": "checkbox",
    "Site": "url",
    "Phone": "phone_number",
    "Number": "unique_id",
    "MRR × 12": "formula",
    "Deals": "rollup",
    "Files": "files",
    "Links": "relation",
    "Made": "created_time",
  });
  const ann = { id: "u1", name: "Ann Lee", email: "ann@acme.test" };
  const row = there.add(source, {
    "Company Name": ["Ini", "tech"],
    "ARR": 120000.5,
    "Close Date": { start: "2026-11-30T23:30:00.000-05:00", end: "2026-12-02", time_zone: null },
    "Primary Contact Email": " kim@initech.test ",
    "AE Email": "tom@acme.test",
    "Industry": "Aerospace",
    "Use Case": "",
    "Notes": "Signed after two calls. ".repeat(20),
    "Status": "In Progress",
    "Products": ["API", "SSO"],
    "Owner": [ann],
    "Live": true,
    "Number": { prefix: "C", number: 12 },
    "MRR × 12": { type: "number", number: 99.5 },
    "Deals": { type: "array", array: [{ type: "number", number: 3 }], function: "show_original" },
    "Files": [{ name: "order.pdf", type: "external", external: { url: "https://x.test" } }],
  }, { markdown: '# Plan\n\n<unknown url="x"/>Go live in May.' });
  const line = lineOf(there, there.grant(source), { place: source.id });
  const fields = await reader.fields(line);
  const id = (label: string) => fields.find((one) => one.label === label)?.id ?? "";
  assert.equal(fields.find(({ label }) => label === "Links"), undefined);
  assert.equal(fields.find(({ label }) => label === "ARR")?.type, "money");
  assert.deepEqual(fields.find(({ label }) => label === "Industry")?.options?.at(-1), "Aerospace");
  const record = (await reader.record(line, row.id, [...fields.map((f) => f.id), "nowhere"]))!;
  const value = (label: string) => record.values[id(label)];
  assert.equal(value("Company Name"), "Initech");
  assert.equal(value("ARR"), 120000.5);
  assert.equal(value("Close Date"), "2026-11-30");
  assert.equal(value("Primary Contact Email"), "kim@initech.test");
  assert.equal(value("Industry"), "Aerospace");
  assert.equal(value("Company Size"), null);
  assert.equal(value("Use Case"), null);
  assert.deepEqual(value("Products"), ["API", "SSO"]);
  assert.equal(value("Owner"), "Ann Lee");
  assert.equal(value("Owner, e-mail"), "ann@acme.test");
  assert.equal(value("Live"), true);
  assert.equal(value("Site"), null);
  assert.equal(value("Number"), "C-12");
  assert.equal(value("MRR × 12"), 99.5);
  assert.equal(value("Deals"), 3);
  assert.equal(value("Files"), "order.pdf");
  assert.match(String(value("Made")), /^20.*Z$/);
  assert.deepEqual(record.missing, ["nowhere"]);
  assert.equal(record.name, "Initech");
  assert.equal(record.currency, "EUR");
  assert.equal(record.stage?.label, "In Progress");
  assert.deepEqual(record.people.map(({ email, primary }) => [email, primary]), [
    ["kim@initech.test", true],
  ]);
  assert.deepEqual(record.texts.map(({ title, text }) => [title, text.slice(0, 12)]), [
    ["Notes", "Signed after"],
    ["Text of the page", "# Plan\n\nGo l"],
  ]);
  there.may.emails = false;
  const shy = (await reader.record(line, row.id, [id("Owner"), id("Owner, e-mail")]))!;
  assert.deepEqual([shy.values, shy.hidden], [{ [id("Owner")]: "Ann Lee" }, [id("Owner, e-mail")]]);
});

Deno.test("columns are known by their ids once chosen, and by names and kinds before", async () => {
  await using there = startNotion();
  const source = there.database("Kunden", {
    "Name": "title",
    "Annual recurring revenue": "number",
    "Account executive": "people",
    "Stand": { type: "select", options: ["Neu", "Fertig"] },
  });
  const row = there.add(source, { Name: "Initech", Stand: "Neu", "Account executive": [] });
  const grant = there.grant(source);
  const line = lineOf(there, grant, { place: source.id });
  const means = Object.fromEntries(
    (await reader.fields(line)).map(({ label, means }) => [label, means]),
  );
  assert.deepEqual(means["Name"], ["company_name"]);
  assert.deepEqual(means["Annual recurring revenue"], ["amount"]);
  assert.deepEqual(means["Account executive, e-mail"], ["owner_email"]);
  assert.deepEqual(await reader.stages(line), []);
  const [, , , stand] = source.columns;
  const chosen = { place: source.id, columns: { stage: stand!.id, amount: null } };
  const watching = lineOf(there, grant, chosen);
  there.rename(source, "Stand", "Zustand");
  const stages = await reader.stages(watching);
  assert.deepEqual(stages.map(({ label, won }) => [label, won]), [["Neu", false], [
    "Fertig",
    false,
  ]]);
  const record = await reader.record(watching, row.id, [
    "standard:amount",
    "standard:company_name",
  ]);
  assert.equal(record!.stage?.label, "Neu");
  assert.deepEqual(record!.values, { "standard:amount": null, "standard:company_name": "Initech" });
});

Deno.test("a long text is read whole, over as many pages as it takes", async () => {
  await using there = startNotion();
  const source = there.database("Customers", COLUMNS);
  const pieces = Array.from({ length: 230 }, (_, n) => `Piece ${n} of what was said. `);
  const row = there.add(source, { "Company Name": "Initech", "Notes": pieces });
  const line = lineOf(there, there.grant(source), { place: source.id });
  const { texts } = (await reader.record(line, row.id, []))!;
  assert.equal(texts[0]!.text, pieces.join("").trim());
  row.markdown = "word ".repeat(40_000);
  const long = (await reader.record(line, row.id, []))!.texts.at(-1)!;
  assert.equal(long.text.length, 100_000);
  assert.match(long.text, /longer than Thread reads\.\]$/);
});

Deno.test("a row in the bin is gone, and one that lies elsewhere is none", async () => {
  await using there = startNotion();
  const source = there.database("Customers", COLUMNS);
  const other = there.database("Old customers", COLUMNS);
  const row = there.add(source, { "Company Name": "Initech" });
  const line = lineOf(there, there.grant(source, other), { place: source.id });
  row.inTrash = true;
  assert.equal((await reader.record(line, row.id, []))!.gone, true);
  row.inTrash = false;
  row.source = other;
  assert.equal(await reader.record(line, row.id, []), undefined);
  assert.equal(await reader.record(line, crypto.randomUUID(), []), undefined);
  assert.equal(await reader.record(line, "../users/me", []), undefined);
  assert.equal((await reader.sample(line, [])) === undefined, true);
});

Deno.test("a look meets what changed since, and knows a second edit in the same minute", async () => {
  await using there = startNotion();
  const source = there.database("Customers", COLUMNS);
  const at = (time: string) => new Date(`2026-11-21T${time}Z`);
  const add = (name: string, time: string) =>
    there.add(source, { "Company Name": name }, { editedAt: at(time), createdAt: at(time) });
  add("Long ago", "08:00:00");
  const two = add("Two", "10:01:50");
  const one = add("One", "10:00:10");
  const line = lineOf(there, there.grant(source), { place: source.id });
  const first = await reader.changed(line, at("10:01:00"), null);
  assert.deepEqual(first.records.map(({ id }) => id), [one.id, two.id]);
  assert.deepEqual([first.cursor, first.next], [null, at("10:01:00")]);
  const again = await reader.changed(line, first.next, null);
  assert.deepEqual(again.records.map(({ mark }) => mark), first.records.map(({ mark }) => mark));
  there.edit(two, { ARR: 5 }, at("10:01:55"));
  const later = await reader.changed(line, first.next, null);
  assert.deepEqual(later.records[1]!.changedAt, first.records[1]!.changedAt);
  assert.notEqual(later.records[1]!.mark, first.records[1]!.mark);
  const none = await reader.changed(line, at("11:00:00"), null);
  assert.deepEqual(none, { records: [], cursor: null, next: at("11:00:00") });
});

Deno.test("a look walks past the rows that one query shows, also within a crowded minute", async () => {
  await using there = startNotion();
  there.rowsPerQuery = 150;
  const source = there.database("Customers", { Name: "title" });
  const start = Date.parse("2026-11-21T10:00:00Z");
  for (let n = 0; n < 460; n++) {
    const editedAt = new Date(start + (n < 260 ? 60_000 : n * 1000));
    there.add(source, { Name: `Row ${n}` }, { createdAt: new Date(start + n * 10_000), editedAt });
  }
  const line = lineOf(there, there.grant(source), { place: source.id });
  const seen = new Set<string>();
  let cursor: string | null = null;
  let pages = 0;
  let next = new Date(start);
  do {
    const page = await reader.changed(line, new Date(start), cursor);
    assert.ok(page.records.length <= 100 && (page.cursor?.length ?? 0) < 2000);
    for (const { id } of page.records) seen.add(id);
    assert.ok(page.next >= next);
    ({ cursor, next } = page);
    assert.ok(++pages < 40);
  } while (cursor !== null);
  assert.equal(seen.size, 460);
});

Deno.test("what a reader is refused comes as words, and half an answer may be whole later", async () => {
  await using there = startNotion();
  const source = there.database("Customers", COLUMNS);
  const row = there.add(source, { "Company Name": "Initech" });
  const line = lineOf(there, there.grant(source), { place: source.id });
  there.may.read = false;
  await assert.rejects(reader.places!(line), { name: "Upstream", message: /capability/ });
  there.may.read = true;
  there.orders({ cut: true });
  await assert.rejects(reader.record(line, row.id, []));
  there.orders({ status: 400, code: "validation_error", message: "body failed" });
  await assert.rejects(reader.record(line, row.id, []), { retry: false, message: /body failed/ });
  assert.ok((await reader.record(line, row.id, []))!.name === "Initech");
  assert.ok(
    there.requests.every(({ method, path }) =>
      method === "GET" || path === "/v1/search" || path.endsWith("/query")
    ),
  );
});
