import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import type { Role } from "../../domain/base/schema.ts";
import { hashToken } from "../../domain/base/tokens.ts";
import { proposalRowsOf, templateRowsOf } from "./template_seeds.ts";
import { accessRowsOf } from "./access_seeds.ts";
import { domainRowsOf } from "./domain_seeds.ts";
import { draftRowsOf } from "./draft_seeds.ts";
import { notificationRowsOf } from "./notification_seeds.ts";
import { planRowsOf } from "./plan_seeds.ts";
import { replyRowsOf } from "./reply_seeds.ts";
import { portalRowsOf } from "./portal_seeds.ts";
import { roundRowsOf } from "./round_seeds.ts";
import { upgradeRowsOf } from "./upgrade_seeds.ts";
import { accountRowsOf, viewOf } from "./account_seeds.ts";
import { importRowsOf } from "./import_seeds.ts";
import { connectorRowsOf } from "./connector_seeds.ts";
import { insightRowsOf } from "./insight_seeds.ts";
import { queueRowsOf } from "./queue_seeds.ts";
import { canvasRowsOf } from "./canvas_seeds.ts";
import { workflowRowsOf } from "./workflow_seeds.ts";

export const ORGS = ["north", "south", "west"] as const;
export type OrgName = typeof ORGS[number];

export const ROLES: Role[] = ["admin", "ops", "leader", "csm", "ae"];
/** Each role, an operator of the demo, somebody deactivated, and one who is only invited. */
export const PEOPLE = [...ROLES, "operator", "gone", "guest"] as const;
export type PersonName = typeof PEOPLE[number];

export type Row = Record<string, unknown>;
/** Answers what stands in a text column. */
export type Fill = (org: OrgName, column: string) => string;

export const CODE = "123456";
/** A long run must not see its sessions and letters grow old. */
const LATER = new Date(Date.now() + 6 * 3_600_000);
const PURPOSES = ["verify", "sign_in", "reset", "step_up"] as const;

/** The same in every run, so that a failure names what it named before. */
export function idOf(...what: string[]): string {
  const hex = createHash("sha256").update(what.join(" ")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${
    hex.slice(20, 32)
  }`;
}

export function tokenOf(...what: string[]): string {
  return createHash("sha256").update(what.join(" ")).digest("base64url");
}

export const canary: Fill = (org, column) => `\u27e6canary-${org} ${column}\u27e7`;

export function emailOf(org: OrgName, who: string): string {
  return `${who}@canary-${org}.test`;
}

/** Everything one organisation has: rows of every table, those that others point at first. */
export function rowsOf(org: OrgName, text: Fill, passwordHash: string): [string, Row[]][] {
  const org_id = idOf(org);
  const admin = idOf(org, "member", "admin");
  const say = (column: string) => text(org, column);
  return [
    ["orgs", [{
      id: org_id,
      name: say("orgs.name"),
      support_email: emailOf(org, "support"),
    }]],
    ["brandings", [{
      org_id,
      logo: Buffer.from(`\x89PNG\r\n\x1a\ncanary-${org}`, "latin1"),
      logo_type: "image/png",
    }]],
    ["holidays", [{ org_id, day: holidayOf(org), name: say("holidays.name") }]],
    ...PEOPLE.flatMap((who) => rowsOfPerson(org, who, say, passwordHash)),
    [
      "invitations",
      ["open", "revoked"].map((state) => ({
        org_id,
        id: idOf(org, "invitation", state),
        email: emailOf(org, state === "open" ? "guest" : "invited"),
        roles: ["csm"],
        token_hash: hashToken(tokenOf(org, "invitation", state)),
        invited_by: admin,
        expires_at: new Date(Date.now() + 7 * 86_400_000), // Its letter is a week old.
        revoked_at: state === "revoked" ? "2026-01-01" : null,
      })),
    ],
    ["access_requests", [{
      org_id,
      id: idOf(org, "request"),
      identity_id: idOf(org, "identity", "guest"),
      email: emailOf(org, "guest"),
      name: say("access_requests.name"),
    }]],
    ...accountRowsOf(org, say),
    ["events", eventsOf(org, say)],
    ["event_seals", [{ org_id, seal_no: 1, event_id: eventIdOf(org, 0), hash: hashToken(org) }]],
    ["jobs", [{
      org_id,
      id: eventIdOf(org, 0),
      kind: "send_mail",
      lane: "outside",
      payload: { mailId: idOf(org, "mail", "unknown"), canary: say("jobs.payload") },
      key: say("jobs.key"),
      attempts: 8,
      parked_at: "2026-01-01",
      last_error: say("jobs.last_error"),
      cause: say("jobs.cause"),
    }]],
    ["mails", (["sent", "unknown", "failed"] as const).map((state) => mailOf(org, state, say))],
    ["vault_entries", [{
      org_id,
      id: idOf(org, "vault"),
      owner: say("vault_entries.owner"),
      field: say("vault_entries.field"),
      key_id: "k1",
      wrapped_key: hashToken(`${org} key`),
      iv: hashToken(`${org} iv`).slice(0, 12),
      ciphertext: hashToken(`${org} text`),
    }]],
    ...notificationRowsOf(org, say),
    ...templateRowsOf(org, say),
    ...upgradeRowsOf(org, say),
    ...planRowsOf(org, say),
    ...importRowsOf(org, say),
    ...proposalRowsOf(org, say),
    ...portalRowsOf(org, say, LATER, passwordHash),
    ...replyRowsOf(org, say),
    ...domainRowsOf(org, say, LATER),
    ...accessRowsOf(org, say, LATER),
    ...draftRowsOf(org, say, mailOf(org, "unknown", say), LATER),
    ...workflowRowsOf(org, say),
    ...queueRowsOf(org, say),
    ...canvasRowsOf(org, say),
    ...connectorRowsOf(org, say, LATER),
    ...insightRowsOf(org, say),
    ...roundRowsOf(org, say),
  ];
}

export function holidayOf(org: OrgName): string {
  return `2027-01-0${ORGS.indexOf(org) + 2}`;
}

export function eventIdOf(org: OrgName, n: number): number {
  return 9_000_000 + 1000 * ORGS.indexOf(org) + n;
}

function rowsOfPerson(
  org: OrgName,
  who: PersonName,
  say: (column: string) => string,
  password_hash: string,
): [string, Row[]][] {
  const org_id = idOf(org);
  const identity_id = idOf(org, "identity", who);
  const email = emailOf(org, who);
  return [
    ["identities", [{
      id: identity_id,
      email,
      name: say("identities.name"),
      password_hash,
      verified_at: "2026-01-01",
      operator: who === "operator",
    }]],
    [
      "members",
      who === "guest" ? [] : [{
        org_id,
        id: idOf(org, "member", who),
        identity_id,
        email,
        name: say("members.name"),
        job_title: say("members.job_title"),
        booking_url: `https://canary-${org}.test/book`,
        roles: [who === "operator" ? "admin" : who === "gone" ? "csm" : who],
        deactivated_at: who === "gone" ? "2026-01-01" : null,
      }],
    ],
    ["saved_views", who === "guest" ? [] : [viewOf(org, who, say)]],
    [
      "sessions",
      ["now", "other", "revoked", "stale", "expired", "idle"].map((state) => ({
        id: idOf(org, "session", who, state),
        token_hash: hashToken(tokenOf(org, "session", who, state)),
        identity_id,
        org_id: who === "guest" ? null : org_id,
        method: "password",
        user_agent: say("sessions.user_agent"),
        ip: say("sessions.ip"),
        stepped_up_at: state === "now" ? LATER : null,
        seen_at: LATER,
        ...(state === "expired" && { expires_at: "2026-01-01" }),
        ...(state === "idle" && { seen_at: "2026-01-01" }),
      })),
    ],
    ["known_devices", [{ identity_id, token_hash: hashToken(tokenOf(org, "device", who)) }]],
    [
      "challenges",
      PURPOSES.map((purpose) => ({
        id: idOf(org, "challenge", who, purpose),
        purpose,
        email,
        identity_id,
        token_hash: hashToken(tokenOf(org, "letter", who, purpose)),
        code_hash: hashToken(CODE),
        browser_hash: hashToken(tokenOf(org, "browser", who, purpose)),
        expires_at: LATER,
      })),
    ],
  ];
}

function eventsOf(org: OrgName, say: (column: string) => string): Row[] {
  const about: [string, string][] = [
    ["member.renamed", idOf(org, "member", "csm")],
    ["mail.settled", idOf(org, "mail", "sent")],
    ["org.changed", idOf(org)],
  ];
  return about.map(([kind, subject_id], n) => ({
    org_id: idOf(org),
    id: eventIdOf(org, n),
    kind,
    subject_id,
    actor_kind: "member",
    actor_id: idOf(org, "member", "admin"),
    cause: say("events.cause"),
    data: { name: say("events.data"), words: say("events.data"), how: "arrived" },
  }));
}

function mailOf(
  org: OrgName,
  state: "sent" | "unknown" | "failed",
  say: (column: string) => string,
): Row {
  return {
    org_id: idOf(org),
    id: idOf(org, "mail", state),
    class: "customer",
    state,
    from_name: say("mails.from_name"),
    reply_to: emailOf(org, "replies"),
    to_name: say("mails.to_name"),
    to_address: emailOf(org, "customer"),
    subject: say("mails.subject"),
    body_text: say("mails.body_text"),
    body_html: `<p>${say("mails.body_html")}</p>`,
    content_hash: hashToken(org),
    unsubscribe_url: `https://canary-${org}.test/unsubscribe`,
    in_reply_to: `<answered@canary-${org}.test>`,
    carrier: "smtp",
    answer: say("mails.answer"),
    error: say("mails.error"),
    sent_at: state === "sent" ? "2026-01-01" : null,
  };
}
