import type { MailAnswer, MailWire, OutgoingMail, Outside } from "../base/outside.ts";
import type { Settings } from "../base/settings.ts";
import { headersOf, messageId, oneLine, refusalOf, shortWords, subjectOf } from "./outgoing.ts";

/**
 * Mail over HTTPS in Postmark's form, for hosts whose SMTP is shut. The mail's id goes along as the
 * idempotency key; a provider that does not know it takes a second try for a second mail, so a lost
 * answer is treated as over SMTP.
 */
export function apiWire(settings: Settings, ask: Outside["fetch"], totalMs = 30_000): MailWire {
  const token = settings.mailApiToken ?? "";

  async function sendOverApi(mail: OutgoingMail): Promise<MailAnswer> {
    const refusal = refusalOf(mail);
    if (refusal) return refusal;
    try {
      const response = await ask(settings.mailApiUrl!, {
        method: "POST",
        redirect: "manual", // The token is for this address only.
        signal: AbortSignal.timeout(totalMs),
        headers: {
          accept: "application/json",
          "content-type": "application/json",
          authorization: `Bearer ${token}`,
          "x-postmark-server-token": token,
          "idempotency-key": mail.id,
        },
        body: JSON.stringify(payload(mail, settings.mailFrom)),
      });
      return answerTo(response, await response.text());
    } catch (error) {
      return answerToTrouble(error as Error);
    }
  }

  function answerTo(response: Response, body: string): MailAnswer {
    const { status } = response;
    const told = readAnswer(body);
    const words = shortWords(`${status} ${told.Message ?? body}`, [token]);
    if (response.ok) {
      return told.ErrorCode
        ? { kind: "refused", words, again: false }
        : { kind: "accepted", words };
    }
    if (status === 429 || status === 503) {
      return { kind: "refused", words, again: true, afterSeconds: retryAfter(response) };
    }
    if (status >= 500 || status === 408) return { kind: "lost", words };
    // A wrong token or address is our setting, not this mail's fault.
    return { kind: "refused", words, again: status < 400 || [401, 403, 404, 405].includes(status) };
  }

  function answerToTrouble(error: Error): MailAnswer {
    const words = shortWords(`${error.message} ${causeOf(error)}`, [token]);
    const isUnsent = /\(Connect\)|dns error|connection refused|ECONNREFUSED|ENOTFOUND/i.test(words);
    return isUnsent ? { kind: "refused", words, again: true } : { kind: "lost", words };
  }

  return { carrier: "api", send: sendOverApi, close: () => {} };
}

function payload(mail: OutgoingMail, fromAddress: string) {
  const headers = {
    ...headersOf(mail, fromAddress),
    "Message-ID": messageId(mail.id, fromAddress),
    "X-PM-KeepID": "true",
    ...(mail.inReplyTo
      ? { "In-Reply-To": mail.inReplyTo, "References": (mail.references ?? []).join(" ") }
      : {}),
  };
  return {
    From: mailbox(mail.fromName, fromAddress),
    To: [mailbox(mail.to.name, mail.to.address), ...(mail.moreTo ?? [])].join(", "),
    Cc: mail.cc?.length ? mail.cc.join(", ") : undefined,
    Bcc: mail.bcc?.length ? mail.bcc.join(", ") : undefined,
    ReplyTo: mail.replyTo ?? undefined,
    Subject: subjectOf(mail),
    TextBody: mail.text,
    HtmlBody: mail.html ?? undefined,
    Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
    Metadata: { mail: mail.id },
  };
}

/** The form wants one string, which the provider parses; so a name keeps only what no parser reads. */
function mailbox(name: string, address: string): string {
  const plain = oneLine(name, 120).replace(/["\\<>@,;:()[\]]/g, " ").replace(/ +/g, " ").trim();
  return plain ? `"${plain}" <${address}>` : address;
}

function readAnswer(body: string): { ErrorCode?: number; Message?: string } {
  try {
    const told = JSON.parse(body);
    return typeof told === "object" && told !== null ? told : {};
  } catch {
    return {};
  }
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("retry-after") ?? NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) : undefined;
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : "";
}
