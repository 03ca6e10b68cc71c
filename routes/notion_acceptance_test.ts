import assert from "node:assert/strict";
import { COLUMNS, connectedNotion, INITECH, rowFlow, withNotion } from "../tests/notion.ts";

const SECRET = "secret_of_the_subscription";
const HOOKS = { NOTION_WEBHOOK_SECRET: SECRET };

Deno.test("a row becomes an account", async () => {
  await withNotion(async (thread, there) => {
    there.verificationToken = SECRET;
    const source = there.database("Customer accounts", COLUMNS);
    const world = await connectedNotion(thread, there, source);
    await rowFlow(thread);
    const row = there.add(source, INITECH);
    assert.equal(await world.tell(there.event("page.created", row)), 200);
    console.log(await world.accounts());
    console.log(JSON.stringify((await thread.rows("select fields from connection_schemas"))));
    console.log((await thread.rows("select state, failure from runs")));
    console.log((await thread.rows("select target, field_label, required from field_mappings")));
    await Deno.writeTextFile("/tmp/notion-settings.html", await world.page("/settings"));
    await Deno.writeTextFile("/tmp/notion-records.html", await world.page("/records"));
  }, HOOKS);
});
