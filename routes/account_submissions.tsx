import { Hono } from "hono";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { portalPath } from "../domain/base/portal_links.ts";
import type { OrgDb } from "../domain/base/db.ts";
import { Refused } from "../domain/base/errors.ts";
import { wordsIn } from "../domain/messages/words/words.ts";
import { frequencyOfContact, isMailedNow } from "../domain/messages/contact_mail.ts";
import { askedAgainLetter } from "../domain/messages/portal_letters.ts";
import { findAction } from "../domain/onboarding/actions.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { askAgain, listFiles, listSubmissions } from "../domain/portal/returns.ts";
import { Submissions } from "../views/submissions.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { typedAgain } from "./forms.ts";
import { portalLink, postOrgLetter, stopLink } from "./letters.ts";
import { goAndSay } from "./notices.ts";
import { messageForm, readPortalForm } from "./portal_forms.ts";
import { contactWords } from "./portal_words.ts";
import { signedInAs } from "./tenant.ts";

const SUBMISSIONS = `${ACCOUNT}/submissions/:action{${UUID}}` as const;

/** Mounted at /accounts. What the customer has sent for an action, and asking for it again. */
export const accountSubmissions = new Hono<Env>()
  .get(SUBMISSIONS, async (c) => await submissionsPage(c, await accountOf(c)))
  .post(`${SUBMISSIONS}/returns`, requiresOnAccount("actions.work"), async (c) => {
    const account = await accountOf(c);
    const { tx } = c.var;
    const { id } = await findAction(tx, account.id, c.req.param("action"));
    const form = await readPortalForm(c, wordsIn("en"), messageForm);
    if (!form.ok) return await submissionsPage(c, account, form, 422);
    try {
      const { action, sent } = await askAgain(tx, id, form.value.body);
      if (sent.byId && await wantsRequests(tx, sent.byId)) {
        const { org, member } = signedInAs(c);
        const words = await contactWords(c, sent.byLanguage);
        const letter = askedAgainLetter(words, {
          name: member.name,
          org: org.name,
          task: action.label,
          body: form.value.body,
          link: await portalLink(c, c.var.tx, portalPath(org.id, action.id)),
        });
        const stop = await stopLink(c, sent.byId, words);
        const to = { name: sent.by ?? "", address: sent.byEmail! };
        const about = {
          accountId: account.id,
          subjectId: action.id,
          takesReplies: true as const,
        };
        await postOrgLetter(c, tx, { ...letter, stop }, { class: "notice", to, ...about });
      }
      const at = `/accounts/${account.id}/submissions/${action.id}`;
      return goAndSay(c, at, `The customer is asked again for "${action.label}".`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const typed = await typedAgain(c);
      return await submissionsPage(c, account, { typed, errors: { form: error.message } }, 409);
    }
  });

async function wantsRequests(tx: OrgDb, contactId: string): Promise<boolean> {
  return isMailedNow(await frequencyOfContact(tx, contactId), { asks: true });
}

async function submissionsPage(
  c: Ctx,
  account: AccountWithPeople,
  form?: FormState,
  status: 200 | 409 | 422 = 200,
) {
  const { tx } = c.var;
  const action = await findAction(tx, account.id, c.req.param("action")!);
  const [submissions, files, { time_zone: timeZone }] = await Promise.all([
    listSubmissions(tx, action.id),
    listFiles(tx, action.id),
    findOrg(tx),
  ]);
  const mayAsk = may(signedInAs(c).member.roles, "actions.work") && !account.archived_at;
  const at = `/accounts/${account.id}`;
  const props = { action, submissions, files, timeZone, at, mayAsk, form };
  const part = <Submissions {...props} />;
  return await showAccount(c, account, part, { status, title: action.label });
}
