import { asSystem, type Db, inOrg } from "../domain/base/db.ts";
import type { MailAllowance } from "../domain/base/mail_allowance.ts";
import type { MailClass } from "../domain/messages/after_try.ts";
import { deliver } from "../domain/messages/deliveries.ts";
import { type NewMail, postMail } from "../domain/messages/outbox.ts";
import { orgsWithOverdueMails, settleOverdueMails } from "../domain/messages/overdue.ts";
import { smtpWire } from "../domain/messages/smtp.ts";
import { openSmtpSink } from "./smtp_sink.ts";
import { closedOutside, testApp, testSettings } from "./test_app.ts";

const SYSTEM = { kind: "system" } as const;
const patience = { connectMs: 1000, silenceMs: 1500, totalMs: 5000 };

interface Circumstances {
  silenceMs?: number;
  onlyTo?: MailAllowance;
}

/** Acme Cloud with a mail server that can be told to fail. */
export async function postOffice(
  { silenceMs = patience.silenceMs, onlyTo }: Circumstances = {},
) {
  const thread = await testApp();
  const sink = await openSmtpSink();
  const settings = testSettings({ SMTP_URL: sink.url, MAIL_FROM: "thread@acme.test" });
  const wires = [smtpWire(settings, { ...patience, silenceMs })];
  const { orgId } = thread.cast.bob!;
  return {
    thread,
    sink,
    orgId,
    post: (mailClass: MailClass, more: Partial<NewMail> = {}) =>
      inOrg(thread.db, orgId, SYSTEM, (tx) => postMail(tx, { ...hello(mailClass), ...more })),
    sweep: () => sweep(thread.db),
    deliver: (id: string) =>
      deliver(
        thread.db,
        { ...closedOutside(), mail: { ...wires.at(-1)!, onlyTo } },
        orgId,
        id,
      ),
    /** The fault is over. It belongs to a connection, so a new pool takes over. */
    recover() {
      sink.always(undefined);
      wires.push(smtpWire(settings, patience));
    },
    mail: async (id: string) => (await thread.rows("select * from mails where id = $1", [id]))[0]!,
    events: async (id: string) =>
      (await thread.rows<{ kind: string }>(
        "select kind from events where subject_id = $1 and kind like 'mail.%' order by id",
        [id],
      )).map(({ kind }) => kind),
    jobs: async (id: string) =>
      await thread.rows<{ seconds: number }>(
        `select extract(epoch from run_at - now())::float8 as seconds from jobs
         where kind = 'send_mail' and payload ->> 'mailId' = $1 order by id`,
        [id],
      ),
    async [Symbol.asyncDispose]() {
      for (const wire of wires) wire.close();
      await sink[Symbol.asyncDispose]();
      await thread[Symbol.asyncDispose]();
    },
  };
}

export function hello(mailClass: MailClass): NewMail {
  return {
    class: mailClass,
    to: { name: "Ann Lee", address: "Ann@Globex.test" },
    subject: "Hello\r\nBcc: evil@z.test",
    text: "Hello Ann",
    html: "<p>Hello Ann</p>",
  };
}

/** What the clock's round and its jobs do. */
async function sweep(db: Db): Promise<number> {
  let settled = 0;
  for (const orgId of await asSystem(db, orgsWithOverdueMails)) {
    settled += (await inOrg(db, orgId, SYSTEM, settleOverdueMails)).length;
  }
  return settled;
}
