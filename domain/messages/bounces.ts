import { oneLine } from "./outgoing.ts";
import { type MailFile, type ReadMail } from "./inbound_reading.ts";

/** What a server reports about a mail of ours. */
export interface DeliveryReport {
  outcomes: { address: string; outcome: "failed" | "delayed" | "delivered"; why: string }[];
  /** The Message-IDs in what it sends back of the mail. */
  originalKeys: string[];
}

const MOST = 50;

/** The report in a mail, if it is one. Anybody can write one, so it is laid against what we sent. */
export function deliveryReportIn(mail: ReadMail): DeliveryReport | undefined {
  const status = mail.attachments.find(({ type }) =>
    type === "message/delivery-status" || type === "message/global-delivery-status"
  );
  const outcomes = status ? outcomesIn(textOf(status)) : failedRecipients(mail);
  if (outcomes.length === 0) return undefined;
  const original = mail.attachments.find(({ type }) =>
    /^(message\/rfc822|message\/global|text\/rfc822-headers)/.test(type)
  );
  const head = original ? textOf(original).split(/\r?\n\r?\n/, 1)[0]! : mail.text;
  return { outcomes, originalKeys: head.match(/<[0-9a-f-]{36}@[^<>\s]{1,253}>/gi) ?? [] };
}

function outcomesIn(text: string): DeliveryReport["outcomes"] {
  const blocks = text.replaceAll(/\r\n?/g, "\n").replaceAll(/\n[ \t]+/g, " ").split(/\n{2,}/);
  return blocks.slice(0, MOST).flatMap((block) => {
    const value = (name: string) =>
      new RegExp(`^${name}:[ \\t]*([^\\n]*)$`, "im").exec(block)?.[1]?.trim() ?? "";
    const address = addressIn(value("Final-Recipient")) ?? addressIn(value("Original-Recipient"));
    const [, action] = /^(failed|delayed|delivered|relayed|expanded)/i.exec(value("Action")) ?? [];
    if (!address || !action) return [];
    const outcome = /failed/i.test(action)
      ? "failed" as const
      : /delayed/i.test(action)
      ? "delayed" as const
      : "delivered" as const;
    return [{ address, outcome, why: reasonOf(value("Status"), value("Diagnostic-Code")) }];
  });
}

/** Some servers only name the addresses. */
function failedRecipients({ headers }: ReadMail): DeliveryReport["outcomes"] {
  const line = headers.find(([name]) => name === "x-failed-recipients")?.[1] ?? "";
  return line.split(",").map((one) => addressIn(one)).filter((one) => one !== undefined)
    .slice(0, MOST)
    .map((address) => ({ address, outcome: "failed" as const, why: reasonOf("", "") }));
}

/** The reason in words a person understands, and what the server itself said. */
export function reasonOf(status: string, diagnostic: string): string {
  const [, code] = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(status) ??
    /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(diagnostic) ?? [];
  const [, words] = REASONS.find(([start]) => code?.slice(1).startsWith(start)) ?? [];
  const said = oneLine(diagnostic.replace(/^[a-z-]+;\s*/i, ""), 200);
  const reason = words ?? "Its mail server did not take it";
  return said ? `${reason} (${said})` : reason;
}

const REASONS: [string, string][] = [
  [".1.1", "The address does not exist"],
  [".1.2", "The domain of the address does not exist"],
  [".1.10", "The domain of the address takes no mail"],
  [".1.", "The address is wrong"],
  [".2.1", "The mailbox is switched off"],
  [".2.2", "The mailbox is full"],
  [".2.3", "The mail is too large for the mailbox"],
  [".3.4", "The mail is too large for the server"],
  [".4.", "The mail server of the address could not be reached"],
  [".7.", "The mail server of the address refuses our mail"],
];

function addressIn(value: string): string | undefined {
  return /^(?:[a-z0-9-]+;)?\s*<?([^\s<>;]+@[^\s<>;]+?)>?\s*$/i.exec(value)?.[1]?.toLowerCase();
}

function textOf({ bytes }: MailFile): string {
  return new TextDecoder().decode(bytes.subarray(0, 100_000));
}
