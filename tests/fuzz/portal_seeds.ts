import { hashToken } from "../../domain/base/tokens.ts";
import { accountRowsOf } from "./account_seeds.ts";
import { actionIdOf, planRowsOf } from "./plan_seeds.ts";
import { CODE, idOf, type OrgName, type Row, tokenOf } from "./seeds.ts";

type Say = (column: string) => string;

/** Stands in every text of the other account of the same organisation. */
export const OTHER = "of the other account";

/** The contacts of one account in the portal, and another account that they must not see. */
export function portalRowsOf(
  org: OrgName,
  say: Say,
  later: Date,
  hash: string,
): [string, Row[]][] {
  const org_id = idOf(org);
  const account_id = idOf(org, "account");
  return [
    [
      "portal_access",
      ["contact", "second contact"].map((who) => ({
        org_id,
        contact_id: idOf(org, who),
        account_id,
        token_hash: hashToken(tokenOf(org, "portal invitation", who)),
        invited_at: "2026-01-01",
        expires_at: later,
      })),
    ],
    [
      "portal_sessions",
      ["now", "other", "revoked", "stale", "expired", "idle"].map((state) => ({
        org_id,
        id: idOf(org, "portal session", state),
        contact_id: idOf(org, "contact"),
        token_hash: hashToken(tokenOf(org, "portal session", state)),
        email: `contact@canary-${org}.test`,
        user_agent: say("portal_sessions.user_agent"),
        ip: say("portal_sessions.ip"),
        seen_at: state === "idle" ? "2026-01-01" : later,
        ...(state === "expired" && { expires_at: "2026-01-01" }),
      })),
    ],
    [
      "challenges",
      ["portal", "portal_step_up"].map((purpose) => ({
        id: idOf(org, "challenge", "contact", purpose),
        purpose,
        email: `contact@canary-${org}.test`,
        token_hash: hashToken(tokenOf(org, "letter", "contact", purpose)),
        code_hash: hashToken(CODE),
        browser_hash: hashToken(tokenOf(org, "browser", "contact", purpose)),
        expires_at: later,
        next: "/p",
      })),
    ],
    ["portal_passwords", [{
      org_id,
      contact_id: idOf(org, "contact"),
      hash,
    }]],
    ["messages", [{
      org_id,
      id: idOf(org, "message"),
      account_id,
      action_id: actionIdOf(org, "COLLECT_INFO"),
      contact_id: idOf(org, "contact"),
      body: say("messages.body"),
    }]],
    ...fileRowsOf(org, say, "file", account_id, actionIdOf(org, "REQUEST_ASSETS"), "contact"),
    ...otherAccountOf(org, say),
  ];
}

/** The same kinds of rows under ids of their own, named by `otherIdOf`. */
function otherAccountOf(org: OrgName, say: Say): [string, Row[]][] {
  const marked: Say = (column) => `${say(column)} ${OTHER}`;
  const others = [...accountRowsOf(org, marked), ...planRowsOf(org, marked)]
    .filter(([table]) => ["accounts", "contacts", "plans", "milestones", "actions"].includes(table))
    .map(([table, rows]): [string, Row[]] => [table, rows.map((row) => moved(org, row))]);
  const action = otherIdOf(org, actionIdOf(org, "COLLECT_INFO"));
  return [
    ...others,
    ...fileRowsOf(
      org,
      marked,
      "other file",
      otherIdOf(org, idOf(org, "account")),
      action,
      "contact",
    ),
  ];
}

/** The row of the other account that stands for this one of the first. */
export function otherIdOf(org: OrgName, id: string): string {
  return idOf(org, "other", id);
}

const MOVED = ["id", "account_id", "plan_id", "milestone_id"];

function moved(org: OrgName, row: Row): Row {
  const ids = MOVED.filter((column) => row[column])
    .map((column) => [column, otherIdOf(org, String(row[column]))]);
  return { ...row, ...Object.fromEntries(ids) };
}

function fileRowsOf(
  org: OrgName,
  say: Say,
  name: string,
  account_id: string,
  action_id: string,
  contact: string,
): [string, Row[]][] {
  const org_id = idOf(org);
  const bytes = new TextEncoder().encode(say("file_chunks.bytes"));
  const contact_id = idOf(org, contact);
  const asked = { org_id, account_id, action_id, slot: "one", type: "pdf", contact_id };
  const [id, returned] = [idOf(org, name), idOf(org, `returned ${name}`)];
  const whole = { ...asked, size: bytes.length };
  const decided = {
    state: "returned",
    returned_why: say("files.returned_why"),
    decided_at: "2026-01-01",
    decided_by: idOf(org, "member", "csm"),
  };
  return [
    ["uploads", [
      ...[id, returned].map((id) => ({
        ...whole,
        id,
        name: say("uploads.name"),
        received: bytes.length,
      })),
      {
        ...asked,
        id: idOf(org, name === "file" ? "upload" : "other upload"),
        name: "under way.pdf",
        size: PIECE_LENGTH,
        modified: 1,
        expires_at: "2099-01-01",
      },
    ]],
    ["files", [
      { ...whole, id, name: say("files.name") },
      { ...whole, id: returned, name: `${say("files.name")} once more`, ...decided },
    ]],
    ["file_chunks", [{ org_id, file_id: id, account_id, position: 0, bytes }]],
    ["file_quotas", name === "file" ? [{ org_id, used_bytes: 1000, used_files: 2 }] : []],
  ];
}

/** As long as the piece that is sent of it. */
const PIECE_LENGTH = 15;
