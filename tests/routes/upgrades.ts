import type { RouteTable } from "../routes_table.ts";

const account = "/accounts/{behindAccount}";
const at = "/templates/{behindTemplate}/upgrades";
const may = "plans.change";

/** Bringing plans to a newer revision of their template, one by one and many at once. */
export const upgrades: RouteTable = {
  "GET /accounts/:id/upgrade": { may, at: `${account}/upgrade?to=2` },
  "POST /accounts/:id/upgrade": {
    may,
    at: `${account}/upgrade`,
    form: { version: "1", to: "2", seen: "{seenHunks}", "hunk-0": "theirs" },
    to: `${account}/upgrade`,
  },
  "POST /accounts/:id/upgrades/:upgrade/undoing": {
    may,
    at: "/accounts/{upgradedAccount}/upgrades/{upgrade}/undoing",
    form: { from: "round" },
    optional: ["from"],
    ignoresForm: true,
    to: `${at}/{upgradeRound}`,
  },
  "GET /templates/:id/upgrades": { may, at: `${at}?after=1.{behindPlan}` },
  "POST /templates/:id/upgrades": {
    may,
    at,
    form: { id: "{behindAccount}", press: "chosen", conflicts: "leave" },
    to: `${at}/*`,
  },
  "POST /templates/:id/upgrades/:round/undoing": {
    may,
    at: `${at}/{upgradeRound}/undoing`,
    ignoresForm: true,
    to: `${at}/{upgradeRound}`,
  },
  "GET /templates/:id/upgrades/:round": {
    may,
    at: `${at}/{upgradeRound}?after={behindAccount}`,
  },
};
