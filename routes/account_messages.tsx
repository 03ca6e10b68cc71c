import { Hono } from "hono";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { portalPath } from "../domain/base/portal_links.ts";
import { isMailedNow } from "../domain/messages/contact_mail.ts";
import {
  listMessages,
  markAnswered,
  writeMessage,
  writersOf,
} from "../domain/messages/conversations.ts";
import { csmWroteLetter } from "../domain/messages/portal_letters.ts";
import {
  type Answerable,
  answerByMail,
  findAnswerable,
  statesOfMails,
} from "../domain/messages/replies.ts";
import { openActionsAmong } from "../domain/onboarding/open_actions.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { laidReplies } from "../domain/portal/reply_answers.ts";
import { AccountMessages } from "../views/account_messages.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { portalLink, postOrgLetter, stopLink } from "./letters.ts";
import { staffMessageForm } from "./message_forms.ts";
import { goAndSay } from "./notices.ts";
import { contactWords } from "./portal_words.ts";
import { signedInAs } from "./tenant.ts";

const ID = new RegExp(`^${UUID}$`);

/** Mounted at /accounts. What the customer writes, in the portal and by mail, and the answers. */
export const accountMessages = new Hono<Env>()
  .get(`${ACCOUNT}/messages`, async (c) => await messagesPage(c, await accountOf(c)))
  .post(`${ACCOUNT}/messages`, requiresOnAccount("actions.work"), async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, staffMessageForm);
    if (!form.ok) return await messagesPage(c, account, form, 422);
    const { body, answers } = form.value;
    const told = answers
      ? await sendMail(c, await findAnswerable(c.var.tx, account.id, answers), body)
      : await writeInPortal(c, account, body);
    return goAndSay(c, `/accounts/${account.id}/messages`, told);
  });

async function sendMail(c: Ctx, to: Answerable, body: string): Promise<string> {
  const { org, member, email } = signedInAs(c);
  const sender = { id: member.id, name: member.name, email };
  await answerByMail(
    c.var.tx,
    to,
    { body, member: sender, orgName: org.name },
    c.var.house.settings.publicUrl,
  );
  return `Your answer is on its way to ${to.name}.`;
}

async function writeInPortal(c: Ctx, account: AccountWithPeople, body: string): Promise<string> {
  const { tx } = c.var;
  const { org, member } = signedInAs(c);
  await writeMessage(tx, { accountId: account.id, memberId: member.id, body });
  await markAnswered(tx, account.id);
  const writers = (await writersOf(tx, account.id))
    .filter(({ frequency }) => isMailedNow(frequency, { asks: false }));
  const link = await portalLink(c, tx, portalPath(org.id));
  for (const { id, name, email, language } of writers) {
    const words = await contactWords(c, language);
    const letter = csmWroteLetter(words, { name: member.name, org: org.name, body, link });
    const stop = await stopLink(c, id, words);
    await postOrgLetter(c, tx, { ...letter, stop }, {
      class: "notice",
      to: { name, address: email },
      accountId: account.id,
      subjectId: id,
      takesReplies: true,
    });
  }
  const told = writers.length > 0 ? " They are told by mail." : " They see it in the portal.";
  return `Your message is sent.${told}`;
}

export async function messagesPage(
  c: Ctx,
  account: AccountWithPeople,
  form?: FormState,
  status: 200 | 409 | 422 = 200,
) {
  const { tx } = c.var;
  const about = idIn(c.req.query("about"));
  const answers = idIn(String(form?.typed.answers ?? c.req.query("answer") ?? ""));
  const [messages, laid, { time_zone: timeZone }] = await Promise.all([
    listMessages(tx, account.id, { about }),
    laidReplies(tx, account.id),
    findOrg(tx),
  ]);
  const [sent, open] = await Promise.all([
    statesOfMails(tx, messages.flatMap(({ mailId }) => mailId ?? [])),
    openActionsAmong(tx, [...new Set(messages.flatMap(({ taskId }) => taskId ?? []))]),
  ]);
  const answered = messages.some(({ id }) => id === answers) && answers
    ? await findAnswerable(tx, account.id, answers).catch(() => undefined)
    : undefined;
  const { roles } = signedInAs(c).member;
  const mayWrite = may(roles, "actions.work") && !account.archived_at;
  const mayChange = may(roles, "accounts.change") && !account.archived_at;
  const props = { account, messages, timeZone, mayWrite, mayChange, form, about, answered };
  const part = <AccountMessages {...props} laid={laid} sent={sent} open={open} />;
  return await showAccount(c, account, part, { status });
}

function idIn(text: string | undefined): string | undefined {
  return text && ID.test(text) ? text : undefined;
}
