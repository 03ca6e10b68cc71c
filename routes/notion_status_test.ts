import assert from "node:assert/strict";
import { agree } from "../tests/connections.ts";
import { COLUMNS, connectedNotion, INITECH, rowFlow, shows, withNotion } from "../tests/notion.ts";

Deno.test("a row is given a Status only where that was switched on and agreed to, and the echo starts nothing", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread);
    const status = source.columns.find(({ name }) => name === "Status")!;
    const progress = status.options.find(({ name }) => name === "In Progress")!;
    const statusOf = async (name: string) => {
      const row = there.add(source, { ...INITECH, "Company Name": name });
      await world.tell(there.event("page.created", row));
      return { row, now: (row.cells.get(status.id) as { name: string }).name };
    };
    there.may.update = true;
    assert.equal((await statusOf("Read only")).now, "New");
    assert.equal((await world.watch({ made: "nothing there" })).status, 409);
    assert.equal((await world.watch({ made: progress.id })).status, 303);
    shows(await world.page("/settings"), /Agree at Notion before Thread writes/);
    assert.equal((await statusOf("Not agreed")).now, "New");
    const left = await world.alice.post(`${world.at}/attempts`);
    await agree(thread, await left.text());
    await thread.workOff();
    assert.doesNotMatch(await world.page("/settings"), /Agree at Notion before/);
    const { row, now } = await statusOf("Agreed");
    assert.equal(now, "In Progress");
    const writes = () => there.requests.filter(({ method }) => method === "PATCH").length;
    assert.equal(writes(), 1);
    const deliveries = async () => (await thread.rows("select from deliveries")).length;
    const before = await deliveries();
    const bot = { id: there.oauth.grants.at(-1)!.botId, type: "bot" };
    await world.tell(there.event("page.properties_updated", row, { authors: [bot] }));
    assert.equal(await deliveries(), before);
    there.may.update = false;
    assert.equal((await statusOf("Refused")).now, "New");
    shows(await world.page(), /The Status of a row could not be set.*?capability/s);
    assert.equal((await world.accounts()).length, 4);
  });
});
