import { type Content, newAction } from "../../domain/onboarding/template_content.ts";
import { mergeUpgrade } from "../../domain/onboarding/upgrade_merge.ts";
import { seenOf } from "../../domain/onboarding/upgrade_previews.ts";
import { idOf, type OrgName, type Row } from "./seeds.ts";

type Say = (column: string) => string;

/** An account that follows an older revision, one that was upgraded, and the round that did it. */
export function upgradeRowsOf(org: OrgName, say: Say): [string, Row[]][] {
  const org_id = idOf(org);
  const id = (...what: string[]) => idOf(org, "upgrade", ...what);
  const by = idOf(org, "member", "ops");
  const common = { org_id, template_id: id("template") };
  const revision = (number: number) => ({
    ...common,
    id: id("revision", String(number)),
    number,
    name: say("template_revisions.name"),
    note: say("template_revisions.note"),
    content: contentOf(org, number),
    published_by: by,
  });
  const ids = { from_revision_id: id("revision", "1"), to_revision_id: id("revision", "2") };
  return [
    ["templates", [{
      org_id,
      id: id("template"),
      name: say("templates.name"),
      draft: contentOf(org, 2),
      status: "published",
      published_revision_id: id("revision", "2"),
      published_number: 2,
      draft_changed: false,
    }]],
    ["template_revisions", [revision(1), revision(2)]],
    [
      "accounts",
      ["behind", "upgraded"].map((which) => ({
        org_id,
        id: id(which),
        name: say("accounts.name"),
        match_key: `canary-${org} ${which}`,
        ae_id: idOf(org, "member", "ae"),
      })),
    ],
    ...planOf(org, "behind", 1, say),
    ...planOf(org, "upgraded", 2, say),
    ["upgrade_rounds", [{
      ...common,
      id: id("round"),
      revision_id: id("revision", "2"),
      revision_number: 2,
      keep_ours: false,
      asked_by: by,
      total: 1,
      waiting: 0,
      upgraded: 1,
      ended_at: "2026-01-01",
    }]],
    ["upgrades", [{
      org_id,
      id: id("done"),
      account_id: id("upgraded"),
      plan_id: id("plan", "upgraded"),
      ...ids,
      from_number: 1,
      to_number: 2,
      taken: 1,
      left_out: 0,
      conflicts_left: 0,
      before: contentOf(org, 1),
      after: contentOf(org, 2),
      removed: { milestones: [{ name: say("upgrades.removed") }], actions: [], drafts: [] },
      round_id: id("round"),
      upgraded_by: by,
    }]],
    ["upgrade_round_accounts", [{
      org_id,
      round_id: id("round"),
      account_id: id("upgraded"),
      state: "upgraded",
      said: say("upgrade_round_accounts.said"),
      undo_said: say("upgrade_round_accounts.undo_said"),
      upgrade_id: id("done"),
    }]],
  ];
}

/** What `{names}` of this stand for in the routes' table. */
export function upgradeObjectsOf(org: OrgName): Record<string, string> {
  const ours = contentOf(org, 1).milestones.map((one) => ({
    ...one,
    state: "not_started" as const,
    actions: one.actions.map((action) => ({ action, state: "pending" as const, edited: false })),
  }));
  const hunks = mergeUpgrade(contentOf(org, 1), contentOf(org, 2), { milestones: ours });
  return {
    behindTemplate: idOf(org, "upgrade", "template"),
    behindAccount: idOf(org, "upgrade", "behind"),
    upgradedAccount: idOf(org, "upgrade", "upgraded"),
    upgrade: idOf(org, "upgrade", "done"),
    upgradeRound: idOf(org, "upgrade", "round"),
    behindMilestone: idOf(org, "upgrade", "milestone", "behind"),
    behindPlan: idOf(org, "upgrade", "plan", "behind"),
    seenHunks: seenOf(hunks),
  };
}

/** Its words are the same in every run, because a form says which changes it was made of. */
function contentOf(org: OrgName, number: number): Content {
  return {
    milestones: [{
      id: "one",
      name: `canary-${org} milestone`,
      duration_days: 5 + number,
      our_text: "",
      your_text: "",
      actions: [newAction("SCHEDULE_MEETING", "call", `canary-${org} call`)],
    }],
  };
}

function planOf(org: OrgName, which: string, number: number, say: Say): [string, Row[]][] {
  const org_id = idOf(org);
  const id = (...what: string[]) => idOf(org, "upgrade", ...what);
  const common = { org_id, account_id: id(which), plan_id: id("plan", which) };
  const { actions: [action], id: key, ...facts } = contentOf(org, number).milestones[0]!;
  const { id: actionKey, trigger: _, ...said } = action!;
  return [
    ["plans", [{
      org_id,
      id: id("plan", which),
      account_id: id(which),
      template_id: id("template"),
      revision_id: id("revision", String(number)),
      revision_number: number,
      template_name: say("plans.template_name"),
    }]],
    ["milestones", [{ ...common, id: id("milestone", which), key, position: 1, ...facts }]],
    ["actions", [{
      ...common,
      ...said,
      id: id("action", which),
      milestone_id: id("milestone", which),
      key: actionKey,
      position: 1,
      trigger: "milestone_start",
    }]],
  ];
}
