import assert from "node:assert/strict";
import { testApp } from "../tests/test_app.ts";

Deno.test("THREAD-083 operations keep templates, uploads, integrations and settings; a CSM does not", async () => {
  await using thread = await testApp();
  const places = [
    ["/templates/new", "template"],
    ["/import", "Import"],
    ["/connectors", "Connectors"],
    ["/settings", "Settings"],
  ] as const;
  for (const [place, shows] of places) {
    for (const who of ["alice", "olive"]) {
      const answer = await thread.as(who).get(place);
      assert.equal(answer.status, 200, `${place} for ${who}`);
      assert.match(await answer.text(), new RegExp(shows), place);
    }
    assert.equal((await thread.as("bob").get(place)).status, 403, `${place} for a CSM`);
  }
  const hours = { name: "Acme Cloud", version: "1", time_zone: "Europe/Paris", working_days: "1" };
  const refused = await thread.as("bob").post("/settings", hours);
  assert.equal(refused.status, 403);
});
