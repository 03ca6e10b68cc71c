import assert from "node:assert/strict";
import { agree } from "../tests/connections.ts";
import { ring } from "../tests/plans.ts";
import {
  COLUMNS,
  connectedNotion,
  INITECH,
  restarted,
  rowFlow,
  shows,
  withNotion,
} from "../tests/notion.ts";

Deno.test("NOTION-030 NOTION-032 NOTION-033 NOTION-034 NOTION-041 a row waits, and says why, until it says everything; then it becomes one account", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread);
    const row = there.add(source, {
      ...INITECH,
      "ARR": null,
      "Primary Contact Email": "not-an-email",
    });
    const tell = (type: string) => world.tell(there.event(type, row));
    await tell("page.created");
    assert.equal((await world.accounts()).length, 0);
    const waiting = await world.page("/records?only=waiting");
    shows(waiting, /Initech.*?Waits for what is missing.*?ARR is empty in Notion/s);
    shows(waiting, /Primary Contact Email holds (&quot;|")not-an-email/);
    shows(await world.page("/settings"), /Rows that wait[^<]*<\/dt><dd><a[^>]*>1</);
    shows(await world.page("/deliveries"), /Waiting|waits until this is there/);
    there.edit(row, { ARR: 120_000 });
    await tell("page.properties_updated");
    assert.equal((await world.accounts()).length, 0);
    there.edit(row, { "Primary Contact Email": "kim@initech.example" });
    await tell("page.properties_updated");
    assert.deepEqual((await world.accounts()).map(({ name }) => name), ["Initech"]);
    shows(await world.page("/records?only=waiting"), /No row waits/);
    shows(await world.page("/records"), /Initech.*?Became an account/s);
    there.edit(row, { Notes: "Edited again" });
    await tell("page.properties_updated");
    await thread.pass("6 minutes");
    await ring(thread);
    await thread.pass("6 minutes");
    await thread.rows("delete from cron_slots where slot > now() - interval '5 minutes'");
    await restarted(thread);
    assert.equal((await world.accounts()).length, 1);
    assert.equal((await thread.rows("select from runs")).length, 1);
  });
});

Deno.test("NOTION-036 NOTION-037 processed rows are listed by their status, and what is archived or moved there stays here", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const archive = there.database("Archive", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread);
    const one = there.add(source, INITECH);
    const two = there.add(source, { ...INITECH, "Company Name": "Hooli", "Status": "Complete" });
    for (const row of [one, two]) await world.tell(there.event("page.created", row));
    const complete = source.columns.find(({ name }) => name === "Status")!.options
      .find(({ name }) => name === "Complete")!;
    const list = await world.page("/records");
    shows(list, /Initech.*?Became an account/s);
    shows(list, new RegExp(`<option value="${complete.id}"[^>]*>Complete`));
    const filtered = await world.page(`/records?stage=${complete.id}`);
    shows(filtered, /Hooli.*?Complete.*?Became an account/s);
    assert.ok(!/<th scope="row">[^/]*Initech/.test(filtered));
    one.inTrash = true;
    await world.tell(there.event("page.deleted", one));
    two.source = archive;
    await world.tell(there.event("page.moved", two));
    const left = await world.accounts();
    assert.deepEqual(left.map(({ archived_at }) => archived_at), [null, null]);
    shows(
      await world.page("/records"),
      /Archived, moved or deleted there.*?Initech|Initech.*?Archived/s,
    );
    for (const { id } of left) {
      assert.equal((await world.alice.get(`/accounts/${id}`)).status, 200);
    }
  });
});

Deno.test("NOTION-039 NOTION-040 a database that is shared no more is not found, and connecting again with it ticked mends that", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread);
    there.oauth.grants[0]!.shared.clear();
    await thread.pass("6 minutes");
    await ring(thread);
    await world.alice.post(`${world.at}/reading`);
    await thread.workOff();
    const page = await world.page("/settings");
    shows(page, /Database not found: Thread cannot reach “Customer accounts” in Notion/);
    shows(page, /Reconnect Notion and tick it.*?Connect again/s);
    shows(page, /Customer accounts \(not found\)/);
    shows(await world.page(), /Database not found/);
    const left = await world.alice.post(`${world.at}/attempts`);
    await agree(thread, await left.text());
    await thread.workOff();
    assert.doesNotMatch(await world.page("/settings"), /not found/i);
    await world.tell(there.event("page.created", there.add(source, INITECH)));
    assert.equal((await world.accounts()).length, 1);
  });
});

Deno.test("NOTION-003 NOTION-043 NOTION-044 any columns can be mapped, a wrong mapping is put right for the next row, and older accounts change only when asked", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Kunden", {
      "Firma": "title",
      "Jahreswert": { type: "number", format: "euro" },
      "Monatswert": { type: "number", format: "euro" },
      "Unterschrift": "date",
      "Ansprechpartner": "email",
      "Vertrieb": "email",
    });
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread);
    const cells = {
      "Firma": "Initech",
      "Jahreswert": 120_000,
      "Monatswert": 10_000,
      "Unterschrift": "2026-11-30",
      "Ansprechpartner": "kim@initech.example",
      "Vertrieb": "ed@acme.test",
    };
    shows(await world.page("/settings"), /“Kunden” has no column for ARR/);
    const field = (name: string) => source.columns.find((one) => one.name === name)!.id;
    const wanted = [["arr", "Monatswert"], ["closed_on", "Unterschrift"], [
      "contact_email",
      "Ansprechpartner",
    ], ["ae", "Vertrieb"]] as const;
    for (const [target, name] of wanted) {
      const form = { field: field(name), target, policy: "if_empty", required: "on" };
      assert.equal((await world.alice.post(`${world.at}/mappings`, form)).status, 303);
    }
    assert.doesNotMatch(await world.page("/settings"), /has no column/);
    const first = there.add(source, cells);
    await world.tell(there.event("page.created", first));
    const arr = async () =>
      (await world.accounts()).map(({ name, arr_cents, arr_currency }) =>
        `${name} ${Number(arr_cents) / 100} ${arr_currency}`
      );
    assert.deepEqual(await arr(), ["Initech 10000 EUR"]);
    const [mapping] = await thread.rows<{ id: string; version: number }>(
      "select id, version from field_mappings where target = 'arr'",
    );
    const changed = await world.alice.post(`${world.at}/mappings/${mapping!.id}`, {
      version: String(mapping!.version),
      field: field("Jahreswert"),
      policy: "crm",
      required: "on",
    });
    assert.equal(changed.status, 303);
    for (const { name } of source.columns) there.rename(source, name, `${name} (neu)`);
    const second = there.add(source, {
      ...Object.fromEntries(Object.entries(cells).map(([name, cell]) => [`${name} (neu)`, cell])),
      "Firma (neu)": "Hooli",
    });
    for (const row of [first, second]) {
      await world.tell(there.event("page.properties_updated", row));
    }
    assert.deepEqual(await arr(), ["Initech 10000 EUR", "Hooli 120000 EUR"]);
    shows(await world.page("/mappings"), /action="[^"]*\/mappings\/refresh"/);
  });
});
