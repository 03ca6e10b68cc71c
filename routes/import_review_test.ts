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
import { testApp } from "../tests/test_app.ts";

const SHEET = [
  "Company;Website;ARR;Go-live;Contact;Email;CSM;Notes",
  '"Northwind Traders, Inc.";northwind.example;$50k;2026-12-14;Dana Reed;dana@northwind.example;Bob;x',
  "Contoso;contoso.example;50,000;03/04/26;;jan.meier@contoso.example;;",
  "Fabrikam;;50000;31/12/2026;;;nobody@acme.test;",
  "Contoso GmbH;;50.000,00 €;;;;;",
].join("\r\n");

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
    fill: "",
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
    fill: "olive@acme.test",
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
