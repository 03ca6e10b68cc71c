import { actionIdOf } from "./plan_seeds.ts";
import { idOf, type OrgName, type Row } from "./seeds.ts";

type Say = (column: string) => string;

/** Mails that came in: one that fits nowhere, one in the conversation with answers to a form. */
export function replyRowsOf(org: OrgName, say: Say): [string, Row[]][] {
  const org_id = idOf(org);
  const account_id = idOf(org, "account");
  const inboundOf = (name: string, state: string, changes: Row = {}) => ({
    org_id,
    id: idOf(org, "inbound", name),
    source: "postmark",
    dedup_key: `${say("inbound_mails.dedup_key")} ${name}`,
    content_type: say("inbound_mails.content_type"),
    size: 4,
    state,
    kind: "reply",
    from_name: say("inbound_mails.from_name"),
    from_address: `ann@canary-${org}.test`,
    recipient: `reply@canary-${org}.test`,
    subject: say("inbound_mails.subject"),
    message_key: `<${name}@canary-${org}.test>`,
    body: say("inbound_mails.body"),
    whole_text: say("inbound_mails.whole_text"),
    problem: say("inbound_mails.problem"),
    ...changes,
  });
  return [
    ["inbound_settings", [{
      org_id,
      sendgrid_key: say("inbound_settings.sendgrid_key"),
      sendgrid_events_key: say("inbound_settings.sendgrid_events_key"),
    }]],
    ["inbound_mails", [
      inboundOf("unmatched", "unmatched"),
      inboundOf("filed", "filed", { account_id, matched_by: "address" }),
      inboundOf("stranger", "filed", { account_id, matched_by: "address" }),
    ]],
    ["inbound_chunks", [{
      org_id,
      mail_id: idOf(org, "inbound", "unmatched"),
      position: 0,
      bytes: new TextEncoder().encode(say("inbound_chunks.bytes")),
    }]],
    ["imap_mailboxes", [{
      org_id,
      name: say("imap_mailboxes.name"),
      uid_validity: say("imap_mailboxes.uid_validity"),
      trouble: say("imap_mailboxes.trouble"),
    }]],
    ["messages", [
      {
        org_id,
        id: idOf(org, "message", "reply"),
        account_id,
        action_id: actionIdOf(org, "COLLECT_INFO"),
        contact_id: idOf(org, "contact"),
        channel: "mail",
        inbound_id: idOf(org, "inbound", "filed"),
        subject: say("messages.subject"),
        sender_name: say("messages.sender_name"),
        sender_address: `contact@canary-${org}.test`,
        body: say("messages.body"),
        readers: [idOf(org, "contact")],
      },
      {
        org_id,
        id: idOf(org, "message", "stranger"),
        account_id,
        channel: "mail",
        inbound_id: idOf(org, "inbound", "stranger"),
        sender_name: say("messages.sender_name"),
        sender_address: `stranger@canary-${org}.test`,
        doubt: say("messages.doubt"),
        left_out: [{ name: say("messages.left_out"), problem: "No." }],
        body: say("messages.body"),
        readers: [],
      },
    ]],
    ["reply_answers", [{
      org_id,
      message_id: idOf(org, "message", "reply"),
      account_id,
      action_id: actionIdOf(org, "COLLECT_INFO"),
      answers: { one: say("reply_answers.answers") },
      problem: say("reply_answers.problem"),
    }]],
  ];
}
