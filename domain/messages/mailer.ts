import { Refused } from "../base/errors.ts";
import type { MailAnswer, MailWire, Outside } from "../base/outside.ts";
import type { Settings } from "../base/settings.ts";
import { readEmail } from "../people/work_email.ts";
import { apiWire } from "./mail_api.ts";
import { smtpWire } from "./smtp.ts";

/**
 * The way mail leaves, made once for the process. A demo never sends, whatever its settings: its
 * people are made up, and their addresses may be somebody's.
 */
export function makeMailWire(settings: Settings, fetch: Outside["fetch"]): MailWire | undefined {
  if (settings.demo) return undefined;
  return { ...openWire(settings, fetch), onlyTo: settings.mailAllow };
}

function openWire(settings: Settings, fetch: Outside["fetch"]): MailWire {
  if (!settings.smtpUrl && !settings.mailApiUrl) return closedWire;
  const from = readEmail(settings.mailFrom);
  if (!from.ok || from.email !== settings.mailFrom.toLowerCase()) {
    throw new Refused("MAIL_FROM must be one plain address such as thread@example.com");
  }
  if (settings.smtpUrl) return smtpWire(settings);
  if (!settings.mailApiToken) throw new Refused("MAIL_API_TOKEN is missing");
  return apiWire(settings, fetch);
}

/** In production mail is never just kept: it is tried again until a server is set, or given up. */
const closedWire: MailWire = {
  carrier: "smtp",
  send: () => Promise.resolve(unset),
  close: () => {},
};

const unset: MailAnswer = {
  kind: "refused",
  again: true,
  words: "No mail server is set (SMTP_URL or MAIL_API_URL)",
};
