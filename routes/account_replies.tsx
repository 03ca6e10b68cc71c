import { Hono } from "hono";
import { addContact } from "../domain/accounts/contacts.ts";
import { NotFound, Refused } from "../domain/base/errors.ts";
import { listMessages, markAnswered, type Message } from "../domain/messages/conversations.ts";
import { findWholeMail } from "../domain/messages/replies.ts";
import { recognise } from "../domain/messages/senders.ts";
import { wordsIn } from "../domain/messages/words/words.ts";
import { completeAction, findAction } from "../domain/onboarding/actions.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { recordEvent } from "../domain/base/events.ts";
import { may } from "../domain/people/roles.ts";
import {
  acceptReply,
  dismissReply,
  findLaidReply,
  type LaidReply,
} from "../domain/portal/reply_answers.ts";
import { ReplyForm } from "../views/reply_form.tsx";
import { WholeMailPage } from "../views/whole_mail.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { messagesPage } from "./account_messages.tsx";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { answersForm, readPortalForm } from "./portal_forms.ts";
import { problemsIn } from "./portal_words.ts";
import { signedInAs } from "./tenant.ts";

const MESSAGE = `${ACCOUNT}/messages/:message{${UUID}}` as const;
const WORDS = wordsIn("en");
const works = requiresOnAccount("actions.work");

/** Mounted at /accounts. One message of a customer, and what a person makes of it. */
export const accountReplies = new Hono<Env>()
  .get(MESSAGE, async (c) => {
    const account = await accountOf(c);
    const [mail, { time_zone: timeZone }] = await Promise.all([
      findWholeMail(c.var.tx, account.id, c.req.param("message")),
      findOrg(c.var.tx),
    ]);
    const part = <WholeMailPage mail={mail} timeZone={timeZone} />;
    return await showAccount(c, account, part, {
      title: mail.subject || "(no subject)",
      wide: true,
      back: { href: `/accounts/${account.id}/messages`, label: "Messages" },
    });
  })
  .post(`${MESSAGE}/settling`, works, async (c) => {
    const { account, message } = await messageOf(c);
    await markAnswered(c.var.tx, account.id, message.id);
    await recordEvent(c.var.tx, {
      kind: "message.settled",
      subjectId: account.id,
      accountId: account.id,
    });
    return goAndSay(c, `/accounts/${account.id}/messages`, "It does not wait any more.");
  })
  .post(`${MESSAGE}/completion`, works, async (c) => {
    const { account, message } = await messageOf(c);
    if (!message.taskId || !message.isFromCustomer) throw new NotFound();
    const { tx } = c.var;
    const action = await findAction(tx, account.id, message.taskId);
    try {
      await completeAction(tx, action.id, {
        note: `By the reply of ${message.by}`,
        contactId: message.contactId ?? undefined,
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await messagesPage(c, account, { typed: {}, errors: { form: error.message } }, 409);
    }
    await markAnswered(tx, account.id, message.id);
    return goAndSay(c, `/accounts/${account.id}/messages`, `"${action.label}" is done.`);
  })
  .post(`${MESSAGE}/contact`, requiresOnAccount("accounts.change"), async (c) => {
    const { account, message } = await messageOf(c);
    if (message.contactId || !message.senderAddress) throw new NotFound();
    const { tx } = c.var;
    const name = message.by.split("@")[0] || message.by;
    const facts = { name, email: message.senderAddress, job_title: "", phone: "" };
    try {
      const contact = await addContact(tx, account.id, facts);
      await recognise(tx, account.id, contact);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await messagesPage(c, account, { typed: {}, errors: { form: error.message } }, 409);
    }
    return goAndSay(c, `/accounts/${account.id}/messages`, `${name} is a contact now.`);
  })
  .get(`${MESSAGE}/answers`, async (c) => {
    return await answersPage(c, await laidReplyOf(c));
  })
  .post(`${MESSAGE}/answers`, works, async (c) => {
    const reply = await laidReplyOf(c);
    const form = await readPortalForm(c, WORDS, answersForm(reply.questions));
    if (!form.ok) return await answersPage(c, reply, form, 422);
    const { version, answers } = form.value;
    try {
      const accepted = await acceptReply(c.var.tx, reply, version, answers);
      if (!accepted.ok) {
        const typed = await typedAgain(c);
        return await answersPage(
          c,
          reply,
          { typed, errors: problemsIn(WORDS, accepted.problems) },
          422,
        );
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: await typedAgain(c), errors: { form: error.message } };
      return await answersPage(c, reply, refused, 409);
    }
    const at = `/accounts/${reply.action.account_id}/submissions/${reply.action.id}`;
    return goAndSay(c, at, `The answers of ${reply.message.by} are accepted.`);
  })
  .post(`${MESSAGE}/answers/dismissal`, works, async (c) => {
    const reply = await laidReplyOf(c);
    await dismissReply(c.var.tx, reply);
    const at = `/accounts/${reply.action.account_id}/messages`;
    return goAndSay(c, at, "The reply is not taken for answers.");
  });

async function messageOf(c: Ctx) {
  const account = await accountOf(c);
  const id = c.req.param("message")!;
  const [message] = await listMessages(c.var.tx, account.id, { id });
  if (!message) throw new NotFound();
  return { account, message: message as Message };
}

async function laidReplyOf(c: Ctx): Promise<LaidReply> {
  const account = await accountOf(c);
  return await findLaidReply(c.var.tx, account.id, c.req.param("message")!);
}

async function answersPage(
  c: Ctx,
  reply: LaidReply,
  form?: FormState,
  status: 200 | 409 | 422 = 200,
) {
  const account = await accountOf(c);
  const mayAccept = may(signedInAs(c).member.roles, "actions.work") && !account.archived_at;
  return await showAccount(
    c,
    account,
    <ReplyForm reply={reply} form={form} mayAccept={mayAccept} />,
    {
      status,
      title: `Answers to "${reply.action.label}"`,
      wide: true,
      back: { href: `/accounts/${account.id}/messages`, label: "Messages" },
    },
  );
}
