import assert from "node:assert/strict";
import { currentNav, NAV, visibleNav } from "./nav.ts";

const ids = (roles: string[], demo = false) => visibleNav({ roles, demo }).map((item) => item.id);

Deno.test("visibleNav() shows only areas that exist", () => {
  for (const item of visibleNav({ roles: ["admin"], demo: true })) assert.ok(item.exists, item.id);
});

Deno.test("a CSM sees no admin areas, and they are left out, not greyed", () => {
  const everybody = ["home", "accounts", "review", "queue"];
  assert.deepEqual(ids(["csm"]), [...everybody, "templates", "metrics", "members"]);
  assert.deepEqual(ids(["ops"]), [
    ...[...everybody, "workflows", "templates", "metrics", "connectors", "members", "settings"],
  ]);
  assert.deepEqual(ids(["admin"]), [
    ...[...everybody, "workflows", "templates", "metrics", "connectors", "members", "activity"],
    ...["jobs", "mails", "settings"],
  ]);
});

Deno.test("the outbox is shown in a demo only", () => {
  assert.ok(ids(["csm"], true).includes("outbox"));
  assert.ok(!ids(["admin"], false).includes("outbox"));
});

Deno.test("currentNav() takes the item whose address the path lies under", () => {
  assert.equal(currentNav("/", NAV)?.id, "home");
  assert.equal(currentNav("/members", NAV)?.id, "members");
  assert.equal(currentNav("/settings/branding", NAV)?.id, "settings");
  assert.equal(currentNav("/settingsx", NAV), undefined);
  assert.equal(currentNav("/profile", NAV), undefined);
});

Deno.test("no two areas share a key", () => {
  const keys = NAV.flatMap((item) => item.key ?? []);
  assert.equal(new Set(keys).size, keys.length);
});
