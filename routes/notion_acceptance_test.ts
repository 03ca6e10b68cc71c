import assert from "node:assert/strict";
import { agree, connect } from "../tests/connections.ts";
import type { FakeNotion } from "../tests/fakes/notion.ts";
import { ring } from "../tests/plans.ts";
import { COLUMNS, connectedNotion, INITECH, rowFlow, shows, withNotion } from "../tests/notion.ts";

const writes = ({ requests }: FakeNotion) =>
  requests.filter(({ method, path }) =>
    method !== "GET" && path !== "/v1/search" && !path.endsWith("/query") &&
    !path.startsWith("/v1/oauth/")
  );

Deno.test("NOTION-001 NOTION-002 NOTION-005 NOTION-007 NOTION-038 THREAD-078 a row becomes an account with its plan at once, with nothing but a Notion that may only be read", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    shows(await world.alice.page("/connectors"), /Notion<\/a>.*?Connected/s);
    await rowFlow(thread);
    const row = there.add(source, INITECH);
    assert.equal(await world.tell(there.event("page.created", row)), 200);
    const [account, ...more] = await world.accounts();
    assert.equal(more.length, 0);
    assert.equal(account!.name, "Initech");
    shows(await world.alice.page("/accounts"), /Initech/);
    const page = await world.alice.page(`/accounts/${account!.id}`);
    shows(page, /Kickoff/);
    shows(page, /Go-live/);
    const [plan] = await thread.rows("select * from plans where account_id = $1", [account!.id]);
    assert.ok(plan);
    assert.equal(await world.tell(there.event("page.created", row)), 200);
    assert.equal((await world.accounts()).length, 1);
    assert.deepEqual(writes(there), []);
  });
});

Deno.test("NOTION-004 a start step offers Notion beside the CRMs, and its rows by their status", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    shows(await world.alice.page("/connectors"), /id="service-notion"/);
    const form = { name: "By hand first", about: "", starter: "blank" };
    const made = await world.alice.post("/workflows", form);
    const at = made.headers.get("location")!.split("?")[0];
    shows(await world.alice.page(`${at}/steps/n1`), /<option value="notion"[^>]*>Notion: a row/);
    const { id } = await rowFlow(thread);
    const panel = await world.alice.page(`/workflows/${id}/steps/n1`);
    for (const status of ["New", "In Progress", "Complete"]) assert.ok(panel.includes(status));
  });
});

Deno.test("NOTION-006 NOTION-009 NOTION-042 the databases that were ticked are offered, and the one that is watched is named beside the last row", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const other = there.database("Old customers", COLUMNS);
    const secret = there.database("Salaries", { Name: "title" });
    there.oauth.ticks = [source.id, other.id];
    const world = await connectedNotion(thread, there, source, {}, [source, other]);
    await rowFlow(thread);
    const choice = /<select[^>]*name="place".*?<\/select>/s.exec(await world.page("/settings"))![0];
    shows(choice, /Customer accounts/);
    shows(choice, /Old customers/);
    assert.doesNotMatch(choice, /Salaries/);
    const refused = await world.watch({ place: secret.id });
    assert.equal(refused.status, 409);
    shows(await world.page("/settings"), /Last row seen.*?None yet/s);
    const wrong = there.add(other, INITECH);
    await world.tell(there.event("page.created", wrong));
    assert.equal((await world.accounts()).length, 0);
    const log = await world.page("/deliveries");
    shows(log, /It lies in “Old customers”. “Customer accounts” is the database that is/);
    const row = there.add(source, INITECH);
    await world.tell(there.event("page.created", row));
    const page = await world.page("/settings");
    shows(page, /Customer accounts<\/dd>.*?Last row seen.*?Initech/s);
    for (const who of ["bob", "ed"]) {
      assert.equal((await thread.as(who).get(`${world.at}/settings`)).status, 403);
    }
    assert.equal((await thread.as("olive").post(`${world.at}/watching`)).status, 403);
    assert.equal((await thread.as("charlie").get(`${world.at}/records`)).status, 404);
  });
});

Deno.test("NOTION-008 who turns the consent down has connected nothing, and can try again", async () => {
  await withNotion(async (thread, there) => {
    there.database("Customer accounts", COLUMNS);
    there.oauth.declines = "access_denied";
    const id = await connect(thread, "notion", { name: "Notion" });
    const alice = thread.as("alice");
    shows(await alice.page(`/connectors/${id}`), /not connected yet.*?not allowed in Notion/s);
    assert.doesNotMatch(await alice.page("/connectors"), /Notion<\/a>[^<]*<[^>]*>[^<]*Connected/);
    assert.equal(there.oauth.grants.length, 0);
    there.oauth.declines = undefined;
    const left = await alice.post(`/connectors/${id}/attempts`);
    assert.equal(await agree(thread, await left.text()), id);
    assert.equal(there.oauth.grants.length, 1);
  });
});

Deno.test("NOTION-010 NOTION-011 NOTION-012 NOTION-013 how often Thread looks is chosen, real time is recommended, and a look finds what no call told of", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread);
    const choice = /<select[^>]*name="pace".*?<\/select>/s.exec(await world.page("/settings"))![0];
    shows(choice, /value="real_time" selected[^>]*>Real time \(recommended\)/);
    for (const words of ["Every minute", "Every 5 minutes", "Every 15 minutes", "Every hour"]) {
      assert.ok(choice.includes(words), words);
    }
    const paces = [["real_time", "4 minutes", "2 minutes"], ["60", "40 seconds", "30 seconds"], [
      "3600",
      "50 minutes",
      "11 minutes",
    ]] as const;
    for (const [at, [pace, before, after]] of paces.entries()) {
      assert.equal((await world.watch({ pace })).status, 303);
      there.add(source, { ...INITECH, "Company Name": `Row ${at}` });
      await thread.pass(before);
      await ring(thread);
      assert.equal((await world.accounts()).length, at, `${pace} too soon`);
      await thread.pass(after);
      await ring(thread);
      assert.equal((await world.accounts()).length, at + 1, `${pace} too late`);
    }
  });
});

Deno.test("NOTION-024 a column that is required and missing is named as soon as the database is chosen", async () => {
  await withNotion(async (thread, there) => {
    const { "AE Email": _, ...columns } = COLUMNS;
    const source = there.database("Customer accounts", columns);
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread);
    const page = await world.page("/settings");
    shows(page, /“Customer accounts” has no column for AE e-mail\. Add a column called/);
    assert.doesNotMatch(page, /no column for ARR/);
    const { "AE Email": __, ...cells } = INITECH;
    await world.tell(there.event("page.created", there.add(source, cells)));
    assert.equal((await world.accounts()).length, 0);
    await world.watch({ required: ["arr", "closed_on"] });
    assert.doesNotMatch(await world.page("/settings"), /has no column/);
    await world.watch();
    shows(await world.page("/settings"), /no column for AE e-mail/);
  });
});
