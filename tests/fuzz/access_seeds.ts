import { hashToken } from "../../domain/base/tokens.ts";
import { actionIdOf } from "./plan_seeds.ts";
import { idOf, type OrgName, type Row, tokenOf } from "./seeds.ts";

/** Stands in what a delegate must never read: everything of the account but their one task. */
export const HANDED = "COLLECT_INFO";

/** A colleague with one task, a teammate who only reads, and a page for a sponsor. */
export function accessRowsOf(
  org: OrgName,
  say: (column: string) => string,
  later: Date,
): [string, Row[]][] {
  const org_id = idOf(org);
  const account_id = idOf(org, "account");
  const of_account = { org_id, account_id };
  const people = ["delegate", "viewer"] as const;
  return [
    [
      "contacts",
      people.map((who) => ({
        ...of_account,
        id: idOf(org, who),
        name: `${say("contacts.name")} ${who}`,
        email: `${who}@canary-${org}.test`,
      })),
    ],
    [
      "portal_access",
      people.map((who) => ({
        ...of_account,
        contact_id: idOf(org, who),
        token_hash: hashToken(tokenOf(org, "portal invitation", who)),
        role: who,
        expires_at: later,
      })),
    ],
    [
      "portal_sessions",
      people.map((who) => ({
        org_id,
        id: idOf(org, "portal session", who),
        contact_id: idOf(org, who),
        token_hash: hashToken(tokenOf(org, "portal session", who)),
        email: `${who}@canary-${org}.test`,
        seen_at: later,
      })),
    ],
    ["delegations", [{
      ...of_account,
      id: idOf(org, "delegation"),
      action_id: actionIdOf(org, HANDED),
      contact_id: idOf(org, "delegate"),
      delegated_by: idOf(org, "contact"),
      note: say("delegations.note"),
    }]],
    ["question_asks", [{
      ...of_account,
      action_id: actionIdOf(org, HANDED),
      question_id: "one",
      contact_id: idOf(org, "second contact"),
      asked_by: idOf(org, "contact"),
    }]],
    ["sponsor_links", [{
      ...of_account,
      id: idOf(org, "sponsor link"),
      token_hash: hashToken(tokenOf(org, "sponsor link")),
      label: say("sponsor_links.label").slice(0, 120),
      made_by_contact: idOf(org, "contact"),
      expires_at: later,
    }]],
    ["sponsor_visits", [{
      ...of_account,
      id: idOf(org, "sponsor visit"),
      link_id: idOf(org, "sponsor link"),
      browser: say("sponsor_visits.browser").slice(0, 100),
    }]],
    ["portal_rules", [{ org_id, domains: [`canary-${org}.test`] }]],
  ];
}
