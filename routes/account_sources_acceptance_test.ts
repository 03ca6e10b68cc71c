import assert from "node:assert/strict";
import { connect } from "../tests/connections.ts";
import { reachHubspot, startHubspot } from "../tests/fakes/hubspot.ts";
import { dealCreated } from "../tests/fakes/hubspot_events.ts";
import { dealFlow, dealOf, PORTAL, tell } from "../tests/hubspot_app.ts";
import { importAll } from "../tests/imports.ts";
import { COLUMNS, connectedNotion, INITECH, rowFlow, SIGNS, withNotion } from "../tests/notion.ts";
import { wordsOf } from "../tests/portal.ts";
import { activeWorkflow } from "../tests/workflows.ts";

Deno.test("THREAD-035 ops have an account from a deal of HubSpot, a row of Notion and a line of a CSV, one of each", async () => {
  await using hubspot = startHubspot();
  const portal = hubspot.portal(PORTAL, "acme.example");
  const secrets = { NOTION_WEBHOOK_SECRET: SIGNS };
  await withNotion(
    async (thread, notion) => {
      const olive = thread.as("olive");
      await connect(thread, "hubspot", { name: "HubSpot sales" });
      await thread.workOff();
      const database = notion.database("New customers", COLUMNS);
      const atNotion = await connectedNotion(thread, notion, database);
      assert.match(wordsOf(await olive.page("/accounts?view=all")), /No accounts yet/);

      await activeWorkflow(thread, dealFlow(), "Won deals");
      await tell(thread, hubspot, [dealCreated(PORTAL, dealOf(portal, "Northwind Traders"))]);
      await rowFlow(thread);
      const row = notion.add(database, INITECH);
      assert.equal(await atNotion.tell(notion.event("page.created", row)), 200);
      await importAll(
        thread,
        olive,
        'Company,ARR,Contact name,Contact email\nFabrikam,"$50,000",Ann Lee,ann@fabrikam.example',
      );

      const list = await olive.page("/accounts?view=all");
      const shown = [
        ...list.matchAll(/href="(\/accounts\/[^"]+)" id="account-link-[^"]*">([^<]*)</g),
      ]
        .map(([, at, name]) => ({ at: at!, name: name! }));
      assert.deepEqual(shown.map(({ name }) => name), ["Fabrikam", "Initech", "Northwind Traders"]);
      const facts: Record<string, [RegExp, RegExp]> = {
        "Fabrikam": [/\$50,000/, /Ann Lee.*ann@fabrikam\.example/],
        "Initech": [/\$120,000\.50/, /kim@initech\.example/],
        "Northwind Traders": [/\$48,000/, /Jo Lind.*jo@northwind-traders\.example/],
      };
      for (const { at, name } of shown) {
        const [arr, contact] = facts[name]!;
        assert.match(wordsOf(await olive.page(`${at}/overview`)), arr, name);
        assert.match(wordsOf(await olive.page(`${at}/contacts`)), contact, name);
      }
    },
    secrets,
    reachHubspot(hubspot),
  );
});
