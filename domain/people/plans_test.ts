import assert from "node:assert/strict";
import { planAllows, planLabel, planMessage } from "./plans.ts";

Deno.test("planAllows() follows the plan, and an unknown plan is Pro", () => {
  assert.equal(planAllows({ plan: "pro" }, "notion_sync"), true);
  assert.equal(planAllows({ plan: "basic" }, "notion_sync"), false);
  assert.equal(planAllows({ plan: "basic" }, "branding"), true);
  assert.equal(planAllows({ plan: "toString" }, "notion_sync"), true);
  assert.equal(planLabel({ plan: "basic" }), "Basic");
  assert.match(planMessage("notion_sync"), /Notion.* is part of the Pro plan/);
});
