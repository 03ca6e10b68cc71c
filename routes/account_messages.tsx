import { Hono } from "hono";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { portalPath } from "../domain/base/portal_links.ts";
import { isMailedNow } from "../domain/messages/contact_mail.ts";
import { listMessages, writeMessage, writersOf } from "../domain/messages/conversations.ts";
import { csmWroteLetter } from "../domain/messages/portal_letters.ts";
import { wordsIn } from "../domain/messages/words/words.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { AccountMessages } from "../views/account_messages.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import type { Ctx, Env } from "./env.ts";
import { portalLink, postOrgLetter, stopLink } from "./letters.ts";
import { goAndSay } from "./notices.ts";
import { messageForm, readPortalForm } from "./portal_forms.ts";
import { contactWords } from "./portal_words.ts";
import { signedInAs } from "./tenant.ts";

/** Mounted at /accounts. What the customer writes in the portal, and the answers. */
export const accountMessages = new Hono<Env>()
  .get(`${ACCOUNT}/messages`, async (c) => await messagesPage(c, await accountOf(c)))
  .post(`${ACCOUNT}/messages`, requiresOnAccount("actions.work"), async (c) => {
    const account = await accountOf(c);
    const form = await readPortalForm(c, wordsIn("en"), messageForm);
    if (!form.ok) return await messagesPage(c, account, form, 422);
    const { tx } = c.var;
    const { org, member } = signedInAs(c);
    const { body } = form.value;
    await writeMessage(tx, { accountId: account.id, memberId: member.id, body });
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
      });
    }
    const told = writers.length > 0 ? " They are told by mail." : " They see it in the portal.";
    return goAndSay(c, `/accounts/${account.id}/messages`, `Your message is sent.${told}`);
  });

async function messagesPage(
  c: Ctx,
  account: AccountWithPeople,
  form?: FormState,
  status: 200 | 422 = 200,
) {
  const { tx } = c.var;
  const [messages, { time_zone: timeZone }] = await Promise.all([
    listMessages(tx, account.id),
    findOrg(tx),
  ]);
  const mayWrite = may(signedInAs(c).member.roles, "actions.work") && !account.archived_at;
  const part = <AccountMessages {...{ account, messages, timeZone, mayWrite, form }} />;
  return await showAccount(c, account, part, { status });
}
