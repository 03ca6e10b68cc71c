import assert from "node:assert/strict";
import { handshake } from "../tests/fakes/notion_events.ts";
import { COLUMNS, connectedNotion, INITECH, rowFlow, shows, withNotion } from "../tests/notion.ts";

Deno.test("a connection's own address is proven by the token that Notion brings, once, and hears from then on", async () => {
  await withNotion(async (thread, there) => {
    const source = there.database("Customer accounts", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread);
    const row = there.add(source, INITECH);
    assert.equal(await world.tell(there.event("page.created", row)), 404);
    shows(await world.page("/settings"), /Not heard yet/);
    const address = async () => {
      assert.equal((await world.alice.post(`${world.at}/address`)).status, 303);
      return /\/hooks\/notion\/[\w-]{43}/.exec(await world.page("/settings"))![0];
    };
    const own = await address();
    assert.equal(await world.tell(there.event("page.created", row), own), 401);
    assert.equal(await world.tell(there.handshake(), own), 200);
    shows(await world.page("/settings"), new RegExp(there.verificationToken));
    assert.ok(!(await thread.as("olive").page(`${world.at}/settings`)).includes("secret_"));
    assert.equal(await world.tell(handshake("secret_of_an_attacker"), own), 409);
    assert.equal(await world.tell(handshake("secret_of_an_attacker", true), own), 409);
    const call = there.event("page.created", row);
    assert.equal(await world.tell(call, own), 200);
    assert.equal(await world.tell(call, own), 200);
    const [delivery] = await thread.rows("select times, state from deliveries");
    assert.deepEqual(delivery, { times: 2, state: "done" });
    assert.deepEqual((await world.accounts()).map(({ name }) => name), ["Initech"]);
    const page = await world.page("/settings");
    shows(page, /Heard.*?The verification token is in use/s);
    assert.ok(!page.includes(there.verificationToken));
    const bot = there.oauth.grants[0]!.botId;
    const echo = { authors: [{ id: bot, type: "bot" }] };
    await world.tell(there.event("page.properties_updated", row, echo), own);
    const stranger = { accessibleBy: [{ id: crypto.randomUUID(), type: "bot" }] };
    await world.tell(there.event("page.properties_updated", row, stranger), own);
    assert.equal((await thread.rows("select from deliveries")).length, 1);
    const next = await address();
    assert.equal(await world.tell(call, own), 404);
    assert.equal(await world.tell(handshake("secret_of_the_next"), next), 200);
    assert.equal(await world.tell(call, next), 401);
  }, {});
});
