import { planRowsOf } from "./plan_seeds.ts";
import { idOf, type OrgName, type Row } from "./seeds.ts";

type Say = (column: string) => string;

/** An email that leaves just now, one whose answer was lost, one without any draft, and a text. */
export function draftRowsOf(
  org: OrgName,
  say: Say,
  mail: Row,
  later: Date,
): [string, Row[]][] {
  const tables = new Map(planRowsOf(org, say));
  const [action, draft] = [tables.get("actions")![0]!, tables.get("drafts")![0]!];
  const actionOf = (name: string, state: string, position: number) => ({
    ...action,
    ...{ id: emailActionOf(org, name), key: name, state, position },
  });
  const draftOf = (name: string, changes: Row) => ({
    ...draft,
    ...{ id: idOf(org, "draft", name), action_id: emailActionOf(org, name), ...changes },
  });
  return [
    ["actions", [
      actionOf("leaving", "approved", 10),
      actionOf("lost", "failed", 11),
      actionOf("bare", "due", 12),
      { ...actionOf("channel", "due", 13), type: "SLACK", content: { channel: "", text: "" } },
    ]],
    ["drafts", [
      draftOf("leaving", { state: "approved", leaves_at: later, approved_at: "2026-01-01" }),
      draftOf("lost", { state: "left", left_at: "2026-01-01" }),
      draftOf("channel", { to_addresses: [], cc_addresses: [], bcc_addresses: [], subject: "" }),
    ]],
    [
      "draft_typings",
      ["admin", "ops", "csm"].map((role) => ({
        org_id: idOf(org),
        draft_id: idOf(org, "draft", "SEND_EMAIL"),
        member_id: idOf(org, "member", role),
        words: {
          ...{ to: "", cc: "", bcc: "", body: "" },
          subject: say("draft_typings.words").slice(0, 500),
        },
        draft_version: 1,
        page: typingPageOf(org),
      })),
    ],
    ["mails", [{
      ...mail,
      id: idOf(org, "mail", "lost email"),
      class: "customer",
      account_id: idOf(org, "account"),
      subject_id: emailActionOf(org, "lost"),
      draft_id: idOf(org, "draft", "lost"),
    }]],
  ];
}

export const typingPageOf = (org: OrgName) => idOf(org, "typing page");

export function emailActionOf(org: OrgName, name: string): string {
  return idOf(org, "planned email", name);
}
