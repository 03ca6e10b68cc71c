import type { Readable } from "node:stream";
import type { NodemailerError } from "nodemailer";
// Read on first use: without a mail server it would only make the start longer.
import defer * as nodemailer from "nodemailer";
import type { MailAnswer, MailWire, OutgoingMail } from "../base/outside.ts";
import type { Settings } from "../base/settings.ts";
import {
  domainOf,
  headersOf,
  messageId,
  oneLine,
  readersOf,
  refusalOf,
  shortWords,
  subjectOf,
} from "./outgoing.ts";
import { PATIENCE, signingFor, smtpServer } from "./smtp_server.ts";

/** One pool of connections for the whole process. */
export function smtpWire(settings: Settings, patience = PATIENCE): MailWire {
  const server = smtpServer(settings, patience);
  const transport = nodemailer.default.createTransport({ ...server, pool: true });
  transport.on("error", () => {}); // Each mail's own promise tells; without this the event throws.
  transport.use("stream", (mail, done) => {
    watch(mail.message, (mail.data as unknown as { flight: Flight }).flight);
    done();
  });

  async function sendOverSmtp(mail: OutgoingMail): Promise<MailAnswer> {
    const refusal = refusalOf(mail);
    if (refusal) return refusal;
    const signal = AbortSignal.timeout(patience.totalMs);
    for (let attempt = 1;; attempt++) {
      const flight: Flight = {};
      try {
        const content = { ...compose(mail, settings), signal, flight };
        const { response, rejectedErrors } = await transport.sendMail(content);
        const missed = rejectedErrors?.length ? { missed: words(notFor(rejectedErrors)) } : {};
        return { kind: "accepted", words: words(response ?? ""), ...missed };
      } catch (error) {
        // A pooled connection that the server had dropped meanwhile: nothing was said over it.
        const isStale = isCode(error, "ECONNECTION") && !flight.body?.readableDidRead;
        if (attempt >= 3 || !isStale || signal.aborted) return answerTo(error, flight);
      }
    }
  }

  function answerTo(failure: unknown, { body }: Flight): MailAnswer {
    const error = failure as NodemailerError & { responseCode?: number; command?: string };
    const code = error.responseCode ?? 0;
    if (code >= 400) {
      const isOfMail = /^(MAIL FROM|RCPT TO|DATA)/.test(error.command ?? "");
      return {
        kind: "refused",
        words: words(error.response || error.message),
        again: code < 500 || !isOfMail,
      };
    }
    // The dot leaves after the last byte was read, so before that no server can have taken it.
    const mayBeTaken = body?.readableEnded ?? false;
    if (mayBeTaken) {
      return { kind: "lost", words: words(`No answer after the mail: ${error.message}`) };
    }
    const isOurs = ["EENVELOPE", "EMESSAGE", "EFILEACCESS", "EURLACCESS"].some((c) =>
      isCode(error, c)
    );
    return { kind: "refused", words: words(`Not reached: ${error.message}`), again: !isOurs };
  }

  function words(text: string): string {
    const { user = "", pass = "" } = (server.auth ?? {}) as { user?: string; pass?: string };
    return shortWords(text, pass ? [pass, `\0${user}\0${pass}`] : []);
  }

  return { carrier: "smtp", send: sendOverSmtp, close: () => transport.close() };
}

/** A server that takes a mail for some of its readers has taken it; the others are named. */
function notFor(refusals: NodemailerError[]): string {
  return `Not taken for ${
    refusals.map(({ recipient, response }) => `${recipient} (${response})`).join(", ")
  }`;
}

/** The stream that one try is read from while it leaves. */
interface Flight {
  body?: Readable;
}

/** Never a string for an address: nodemailer would parse it, and find whatever was put in it. */
function compose(mail: OutgoingMail, { mailFrom, smtpUrl, dkim }: Settings) {
  const { "List-Unsubscribe": list, "List-Id": listId, ...headers } = headersOf(mail, mailFrom);
  const fromAddress = mail.fromAddress ?? mailFrom;
  // Signed in the name of the domain it comes from, whose record leads to the same key.
  const ownKey = dkim && mail.fromAddress ? signingFor(domainOf(fromAddress), dkim) : undefined;
  // It reports by names of its own; what stands here comes along with a report.
  const named = POSTMARK.test(new URL(smtpUrl!).hostname) ? { "X-PM-Metadata-mail": mail.id } : {};
  return {
    messageId: messageId(mail.id, mailFrom),
    ...(ownKey ? { dkim: ownKey } : {}),
    date: mail.date,
    from: { name: oneLine(mail.fromName, 120), address: fromAddress },
    ...(mail.replyTo ? { replyTo: { name: "", address: mail.replyTo } } : {}),
    to: [
      { name: oneLine(mail.to.name, 120), address: mail.to.address },
      ...(mail.moreTo ?? []).map(nameless),
    ],
    cc: (mail.cc ?? []).map(nameless),
    envelope: { from: mail.bounceTo ?? fromAddress, to: readersOf(mail) },
    ...(mail.inReplyTo
      ? { inReplyTo: mail.inReplyTo, references: [...mail.references ?? []] }
      : {}),
    subject: subjectOf(mail),
    text: mail.text,
    ...(mail.html ? { html: mail.html } : {}),
    headers: {
      ...headers,
      ...named,
      ...(list ? { "List-Unsubscribe": { prepared: true, value: list } } : {}),
      ...(listId ? { "List-Id": { prepared: true, value: listId } } : {}),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
    xMailer: false as const,
  };
}

const POSTMARK = /(^|\.)postmarkapp\.com$/i;

const nameless = (address: string) => ({ name: "", address });

/** Keeps hold of the very stream that the connection reads, signature included. */
function watch(message: { createReadStream: () => Readable }, flight: Flight) {
  const open = message.createReadStream.bind(message);
  message.createReadStream = () => flight.body = open();
}

function isCode(error: unknown, code: string): boolean {
  return (error as { code?: string } | null)?.code === code;
}
