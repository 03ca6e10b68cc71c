import assert from "node:assert/strict";
import {
  confirmImport,
  importAll,
  importAt,
  matchColumns,
  rowFields,
  upload,
} from "../tests/imports.ts";
import { milestone, publishedTemplate } from "../tests/plans.ts";
import { testApp } from "../tests/test_app.ts";

const SHEET = [
  "Company;Website;ARR;Go-live;Contact;Email;CSM;Notes",
  '"Northwind Traders, Inc.";northwind.example;$50k;2026-12-14;Dana Reed;dana@northwind.example;Bob;x',
  "Contoso;contoso.example;50,000;03/04/26;;jan.meier@contoso.example;;",
  "Fabrikam;;50000;31/12/2026;;;nobody@acme.test;",
  "Contoso GmbH;;50.000,00 €;;;;;",
].join("\r\n");

Deno.test("THREAD-106 a sheet of 50 customers becomes 50 accounts with their contacts", async () => {
  await using thread = await testApp();
  const rows = Array.from(
    { length: 50 },
    (_, n) =>
      `Customer ${n},customer${n}.example,${n + 1}k,Person ${n},person@customer${n}.example`,
  );
  const sheet = ["Company,Website,ARR,Contact,Email", ...rows].join("\n");
  const at = await importAll(thread, thread.as("olive"), sheet);
  const result = await thread.as("olive").page(`${at}/result`);
  assert.match(result, /50 created\./);
  const accounts = await thread.rows(
    `select a.name, a.domain, a.arr_cents, c.name as contact, c.email, c.is_primary
     from accounts a join contacts c on c.account_id = a.id order by a.arr_cents`,
  );
  assert.equal(accounts.length, 50);
  assert.deepEqual(accounts[49], {
    name: "Customer 49",
    domain: "customer49.example",
    arr_cents: 5_000_000,
    contact: "Person 49",
    email: "person@customer49.example",
    is_primary: true,
  });
  assert.match(await thread.as("bob").page("/search?q=person+49"), /Customer 49/);
  assert.deepEqual(thread.reported, []);
});

Deno.test("THREAD-107 a JSON array is imported, pasted or as a file, with what is nested", async () => {
  await using thread = await testApp();
  const records = (name: string) =>
    JSON.stringify([{
      name,
      arr: 50000,
      go_live: "2026-12-14",
      contact: { name: "Dana Reed", email: `dana@${name.toLowerCase()}.example` },
      ["__proto__"]: { segment: "Enterprise" },
    }]);
  await importAll(thread, thread.as("olive"), records("Northwind"));
  const file = new File([records("Contoso")], "export.json", { type: "application/json" });
  await importAll(thread, thread.as("alice"), file);
  const accounts = await thread.rows(
    `select a.name, a.arr_cents, a.go_live_on, a.segment, c.email
     from accounts a join contacts c on c.account_id = a.id order by a.name`,
  );
  const facts = { arr_cents: 5_000_000, go_live_on: "2026-12-14", segment: null };
  assert.deepEqual(accounts, [
    { name: "Contoso", ...facts, email: "dana@contoso.example" },
    { name: "Northwind", ...facts, email: "dana@northwind.example" },
  ]);
});

Deno.test("THREAD-108 a CSV with a header, quotes, UTF-8 and semicolons is imported", async () => {
  await using thread = await testApp();
  const csv = '\ufeffFirma;Umsatz;Ansprechpartner;E-Mail\r\n"Müller; Söhne ""Nord""";' +
    '"50.000,00 €";Jürgen Groß;j.gross@mueller.example\r\n';
  const at = await importAll(thread, thread.as("olive"), new File([csv], "kunden.csv"));
  const [account] = await thread.rows(
    `select a.name, a.arr_cents, a.arr_currency, c.name as contact
     from accounts a join contacts c on c.account_id = a.id`,
  );
  assert.deepEqual(account, {
    name: 'Müller; Söhne "Nord"',
    arr_cents: 5_000_000,
    arr_currency: "EUR",
    contact: "Jürgen Groß",
  });
  assert.equal((await importAt(thread, at)).state, "done");
});

Deno.test("THREAD-109 records are proposed from lines as somebody wrote them, and marked", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await upload(
    olive,
    "Hello, these are ours:\n- Northwind Traders, ARR $50k, Dana Reed <dana@northwind.example>\n" +
      "- Contoso GmbH, 12.500 EUR, live 2026-12-14\n",
  );
  assert.match(await olive.page(`${at}/source`), /Looks like free text, 2 accounts found\./);
  await matchColumns(thread, olive, at);
  const fields = await rowFields(olive, at, 1);
  assert.equal(fields.cell_name, "Northwind Traders");
  assert.equal(fields.cell_arr, "$50k");
  assert.equal(fields.cell_contact_email, "dana@northwind.example");
  const review = await olive.page(`${at}/review`);
  assert.match(review, /Taken from: Northwind Traders, ARR \$50k/);
  assert.match(review, /2 rows<\/strong>\s*hold values that were guessed/);
  await olive.post(`${at}/guesses/confirmation`);
  assert.doesNotMatch(await olive.page(`${at}/review`), /Taken from:/);
  assert.deepEqual(await thread.rows("select id from accounts"), []);
});

Deno.test("THREAD-110 $50k, 50,000, 50000 and 50.000,00 € are the same amount", async () => {
  await using thread = await testApp();
  const sheet = "Company\tARR\nOne\t$50k\nTwo\t50,000\nThree\t50000\nFour\t50.000,00 €\n";
  await importAll(thread, thread.as("olive"), sheet);
  const rows = await thread.rows("select distinct arr_cents from accounts");
  assert.deepEqual(rows, [{ arr_cents: 5_000_000 }]);
  assert.equal((await thread.rows("select id from accounts")).length, 4);
});

Deno.test("THREAD-111 nothing is created before it is confirmed, and an edit is kept", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await upload(olive, SHEET);
  assert.match(await olive.page(`${at}/source`), /Looks like CSV, 4 rows, separator ;\./);
  assert.match(await olive.page(`${at}/columns`), /Left out: Notes\./);
  await matchColumns(thread, olive, at);
  const fields = await rowFields(olive, at, 3, { name: "Fabrikam Two", csm: "olive@acme.test" });
  const answer = await olive.fragment("POST", `${at}/rows/3`, fields);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /Fabrikam Two/);
  await thread.workOff();
  assert.deepEqual(await thread.rows("select id from accounts"), []);
  assert.match(await olive.page(`${at}/confirm`), /Create 2, update 0, skip 2/);
  await olive.post(`${at}/day-order`, { order: "day" });
  assert.match(await olive.page(`${at}/confirm`), /Create 3, update 0, skip 1/);
  assert.equal((await confirmImport(thread, olive, at)).status, 303);
  await thread.workOff();
  const accounts = await thread.rows(
    `select a.name, a.go_live_on, m.name as csm from accounts a
     left join members m on m.id = a.csm_id order by a.name`,
  );
  assert.deepEqual(accounts, [
    { name: "Contoso", go_live_on: "2026-04-03", csm: null },
    { name: "Fabrikam Two", go_live_on: "2026-12-31", csm: "Olive" },
    { name: "Northwind Traders, Inc.", go_live_on: "2026-12-14", csm: "Bob" },
  ]);
});

Deno.test("THREAD-112 each imported account has the milestones of the template chosen", async () => {
  await using thread = await testApp();
  const phases = [milestone("Begin"), milestone("Go-live")];
  const kickoff = await publishedTemplate(thread, phases, "Kickoff");
  await publishedTemplate(thread, phases, "Migration");
  const olive = thread.as("olive");
  const at = await upload(olive, "Company,Template\nOne,\nTwo,\nThree,migration\n");
  await matchColumns(thread, olive, at);
  await confirmImport(thread, olive, at, kickoff);
  await thread.workOff();
  const found = await thread.rows(
    `select a.name, p.template_name, array_agg(m.name order by m.position) as milestones
     from accounts a join plans p on p.account_id = a.id join milestones m on m.plan_id = p.id
     group by 1, 2 order by 1`,
  );
  const milestones = ["Begin", "Go-live"];
  assert.deepEqual(found, [
    { name: "One", template_name: "Kickoff", milestones },
    { name: "Three", template_name: "Migration", milestones },
    { name: "Two", template_name: "Kickoff", milestones },
  ]);
  assert.equal((await importAt(thread, at)).state, "done");
  assert.deepEqual(await thread.rows("select id from mails where class = 'customer'"), []);
});
