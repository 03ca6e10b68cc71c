import { createHmac, hkdfSync } from "node:crypto";
import { actionIdOf } from "./plan_seeds.ts";
import { eventIdOf, idOf, type OrgName, type Row } from "./seeds.ts";

type Say = (column: string) => string;

const TOLD = ["admin", "ops", "leader", "csm", "ae", "operator", "gone"] as const;

/** Each member of an organisation was told of one thing, and said how they want to be. */
export function notificationRowsOf(org: OrgName, say: Say): [string, Row[]][] {
  const org_id = idOf(org);
  return [
    ["notification_cursors", [{ org_id, xid: "1", event_id: eventIdOf(org, 0) }]],
    [
      "notification_preferences",
      TOLD.map((who) => ({
        org_id,
        member_id: idOf(org, "member", who),
        frequencies: { late: "none", canary: say("notification_preferences.frequencies") },
        time_zone: "Europe/Madrid",
        quiet_from: "21:00",
        quiet_until: "06:00",
      })),
    ],
    [
      "notifications",
      TOLD.flatMap((who) =>
        ["2026-01-01", null].map((read_at) => ({
          org_id,
          member_id: idOf(org, "member", who),
          event_id: eventIdOf(org, read_at ? 1 : 0),
          account_id: idOf(org, "account"),
          topic: "house",
          reason: "admins",
          mail_as: "weekly",
          read_at,
        }))
      ),
    ],
    ["notification_policies", [{ org_id, note: say("notification_policies.note") }]],
    ["reminders", [{
      org_id,
      action_id: actionIdOf(org, "REQUEST_DOCS"),
      account_id: idOf(org, "account"),
      stage: -2,
    }]],
    ["escalations", [{
      org_id,
      cause: "overdue",
      cause_id: actionIdOf(org, "REQUEST_DOCS"),
      account_id: idOf(org, "account"),
    }]],
    ["contact_preferences", [{
      org_id,
      contact_id: idOf(org, "contact"),
      account_id: idOf(org, "account"),
      frequency: "requests",
    }]],
  ];
}

/** As Thread writes it, but without waiting: the end of an address that stops mail to a member. */
export function unsubscribeTokenOf(org: OrgName, who: string): string {
  const hex = (...what: string[]) => idOf(...what).replaceAll("-", "");
  const said = `m${hex(org)}${hex(org, "member", who)}.house-late.k1`;
  const info = `thread unsubscribe|v1|${idOf(org)}`;
  const key = hkdfSync("sha256", "0".repeat(32), new Uint8Array(0), info, 32);
  const signature = createHmac("sha256", new Uint8Array(key)).update(said).digest("base64url");
  return `${said}.${signature}`;
}
