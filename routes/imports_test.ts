import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import {
  confirmImport,
  importAll,
  importAt,
  matchColumns,
  rowFields,
  sendUpload,
  upload,
} from "../tests/imports.ts";
import { milestone, publishedTemplate } from "../tests/plans.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

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
      __proto__: null,
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

Deno.test("an account that is there already is updated with what its row says, and only that", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const account = await addAccount(olive, { name: "Contoso", domain: "contoso.example" });
  const at = await upload(
    olive,
    "Company,ARR,Segment,Email\nContoso GmbH,75k,,jo@contoso.example\n",
  );
  await matchColumns(thread, olive, at);
  assert.match(await olive.page(`${at}/review?show=duplicate`), /Is there already:/);
  assert.match(await olive.page(`${at}/confirm`), /Create 0, update 1, skip 0/);
  await confirmImport(thread, olive, at);
  await thread.workOff();
  const [found] = await thread.rows(
    `select a.name, a.arr_cents, a.segment, c.email from accounts a
     join contacts c on c.account_id = a.id`,
  );
  assert.deepEqual(found, {
    name: "Contoso GmbH",
    arr_cents: 7_500_000,
    segment: "Enterprise",
    email: "jo@contoso.example",
  });
  assert.match(await olive.page(`${account}/activity`), /in an import of Olive/);
});

Deno.test("a row that could be two accounts is left out until somebody decides", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  await addAccount(olive, { name: "Contoso", domain: "contoso.example" });
  await addAccount(olive, { name: "Fabrikam", domain: "fabrikam.example" });
  const at = await upload(olive, "Company,Website\nContoso,fabrikam.example\n");
  await matchColumns(thread, olive, at);
  assert.match(await olive.page(`${at}/review`), /May be more than one account/);
  assert.match(await olive.page(`${at}/confirm`), /Create 0, update 0, skip 1/);
  await olive.post(`${at}/bulk`, {
    row: "1",
    does: "create",
    field: "name",
    text: "",
    show: "all",
  });
  assert.match(await olive.page(`${at}/confirm`), /Create 1, update 0, skip 0/);
});

Deno.test("a company that was added after the review is not made twice", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await upload(olive, "Company\nContoso\nFabrikam\n");
  await matchColumns(thread, olive, at);
  await confirmImport(thread, olive, at);
  await addAccount(thread.as("bob"), { name: "Contoso", domain: "" });
  await thread.workOff();
  const found = await importAt(thread, at);
  assert.deepEqual([found.created_count, found.rejected_count], [1, 1]);
  const csv = await (await olive.get(`${at}/skipped.csv`)).text();
  assert.match(csv, /1,An account of this name or domain was added after the review\.,Contoso/);
});

Deno.test("sending the form twice begins one import, and confirming twice imports once", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const id = crypto.randomUUID();
  const [first, second] = [
    await sendUpload(olive, "Company\nContoso\nFabrikam\n", id),
    await sendUpload(olive, "Company\nContoso\nFabrikam\n", id),
  ];
  assert.equal(first.headers.get("location"), second.headers.get("location"));
  const at = `/import/${id}`;
  await matchColumns(thread, olive, at);
  const { version } = await importAt(thread, at);
  const presses = await Promise.all(
    [1, 2].map(() => olive.post(`${at}/confirmation`, { version: String(version), template: "" })),
  );
  assert.deepEqual(presses.map(({ status }) => status), [303, 303]);
  await thread.workOff();
  assert.equal((await thread.rows("select id from accounts")).length, 2);
  assert.equal((await thread.rows("select id from imports")).length, 1);
});

Deno.test("an import is undone where nobody touched its accounts, and says what it does", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await importAll(thread, olive, "Company,CSM\nContoso,Bob\nFabrikam,\nLitware,\n");
  const [touched] = await thread.rows<{ id: string }>(
    "select id from accounts where name = 'Contoso'",
  );
  await thread.as("bob").post(`/accounts/${touched!.id}/notes`, { body: "They called." });
  const page = await olive.page(`${at}/undo`);
  assert.match(page, /2 accounts\s*that this import created will be archived/);
  assert.match(page, /1 account\s*stay, because somebody worked on them[^<]*Contoso/);
  assert.equal((await olive.post(`${at}/undoing`)).status, 303);
  await thread.workOff();
  const archived = await thread.rows(
    "select name from accounts where archived_at is not null order by name",
  );
  assert.deepEqual(archived, [{ name: "Fabrikam" }, { name: "Litware" }]);
  assert.match(await olive.page(`${at}/result`), /Undone: 2 accounts archived/);
});

Deno.test("an import of the day before yesterday can no longer be undone", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await importAll(thread, olive, "Company\nContoso\nFabrikam\n");
  await thread.pass("25 hours");
  const res = await olive.post(`${at}/undoing`);
  assert.equal(res.status, 409);
  assert.match(await res.text(), /An import can be undone for 24 hours/);
  assert.deepEqual(await thread.rows("select id from accounts where archived_at is not null"), []);
});

Deno.test("two people who edit one row at once: the second is told, and keeps what they typed", async () => {
  await using thread = await testApp();
  const [olive, alice] = [thread.as("olive"), thread.as("alice")];
  const at = await upload(olive, SHEET);
  await matchColumns(thread, olive, at);
  const mine = await rowFields(olive, at, 1, { name: "Olive's name" });
  const theirs = await rowFields(alice, at, 1, { name: "Alice's name" });
  assert.equal((await alice.fragment("POST", `${at}/rows/1`, theirs)).status, 200);
  const late = await olive.fragment("POST", `${at}/rows/1`, mine);
  assert.equal(late.status, 409);
  const said = await late.text();
  assert.match(said, /Alice changed this row while you had it open/);
  assert.match(said, /Olive&#39;s name/);
  const [row] = await thread.rows("select edits from import_rows where row_no = 1");
  assert.deepEqual(row!.edits, { name: "Alice's name" });
  const { version } = await importAt(thread, at);
  await matchColumns(thread, alice, at);
  const stale = await olive.post(`${at}/confirmation`, { version: String(version), template: "" });
  assert.equal(stale.status, 409);
});

Deno.test("the last edit is taken back, of one row and of many", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await upload(olive, SHEET);
  await matchColumns(thread, olive, at);
  const ready = async () => {
    const rows = await thread.rows<{ status: string }>(
      "select status from import_rows order by row_no",
    );
    return rows.map(({ status }) => status);
  };
  const before = await ready();
  await olive.post(`${at}/repairs`, {
    field: "csm",
    problem: 'There is no CSM "nobody@acme.test".',
    text: "Bob",
  });
  assert.equal((await ready())[2], "ready");
  await olive.post(`${at}/bulk`, {
    row: ["1", "2"],
    does: "set",
    field: "csm",
    text: "olive@acme.test",
    show: "all",
  });
  assert.equal((await rowFields(olive, at, 1)).cell_csm, "olive@acme.test");
  await olive.post(`${at}/last-edit/removal`);
  assert.equal((await rowFields(olive, at, 1)).cell_csm, "Bob");
  await olive.post(`${at}/last-edit/removal`);
  assert.deepEqual(await ready(), before);
  assert.equal((await olive.post(`${at}/last-edit/removal`)).status, 409);
});

Deno.test("what was left out is downloaded, and no cell of it is a formula", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await upload(olive, 'Company,Email\n=HYPERLINK("//e.test"),@SUM(1)\nContoso,\n');
  await matchColumns(thread, olive, at);
  const res = await olive.get(`${at}/skipped.csv`);
  assert.match(res.headers.get("content-disposition")!, /attachment/);
  const [, line] = (await res.text()).split("\r\n");
  assert.match(line!, /^1,/);
  assert.match(line!, /"'=HYPERLINK\(""\/\/e\.test""\)",'@SUM\(1\)$/);
});

Deno.test("a CSM and an account executive are told who imports, and others see nothing", async () => {
  await using thread = await testApp();
  const at = await upload(thread.as("olive"), SHEET);
  await matchColumns(thread, thread.as("olive"), at);
  const steps = ["", "/source", "/columns", "/review", "/confirm", "/progress", "/skipped.csv"];
  for (const path of ["/import", "/import/new", ...steps.map((step) => at + step)]) {
    for (const name of ["bob", "ed", "lea"]) {
      const res = await thread.as(name).get(path);
      assert.equal(res.status, 403, `${name} ${path}`);
      assert.match(await res.text(), /an admin or somebody in operations/i);
    }
  }
  for (const step of steps) {
    assert.equal((await thread.as("charlie").get(at + step)).status, 404, step);
  }
  assert.equal((await sendUpload(thread.as("bob"), SHEET)).status, 403);
  assert.doesNotMatch(await thread.as("charlie").page("/import"), /Pasted text/);
});

Deno.test("an import is discarded before it is confirmed, and never after", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await upload(olive, SHEET);
  assert.equal((await olive.post(`${at}/removal`)).headers.get("location"), "/import");
  assert.equal((await olive.get(at)).status, 404);
  const done = await importAll(thread, olive, "Company\nContoso\nFabrikam\n");
  assert.equal((await olive.post(`${done}/removal`)).status, 409);
});

Deno.test("a large sheet is read, checked and imported in the background, with its progress", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const rows = Array.from({ length: 2500 }, (_, n) => `Customer ${n},contact@customer${n}.example`);
  const file = new File(["Company,Email\n", rows.join("\n")], "large.csv");
  const at = await upload(olive, new File([await file.text() + "\n".repeat(200_000)], "large.csv"));
  assert.match(await olive.page(`${at}/progress`), /Reading/);
  await thread.workOff();
  assert.equal(
    (await olive.fragment("GET", `${at}/progress`)).headers.get("HX-Redirect"),
    `${at}/source`,
  );
  await matchColumns(thread, olive, at);
  assert.match(await olive.page(`${at}/progress`), /0 of 2,500 rows/);
  await thread.workOff();
  await confirmImport(thread, olive, at);
  await thread.workOff();
  assert.equal((await importAt(thread, at)).created_count, 2500);
  assert.equal((await thread.rows("select id from jobs where parked_at is not null")).length, 0);
});
