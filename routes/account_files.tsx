import { Hono } from "hono";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { portalPath } from "../domain/base/portal_links.ts";
import { Refused } from "../domain/base/errors.ts";
import { fileAskedAgainLetter } from "../domain/messages/file_letters.ts";
import { wordsIn } from "../domain/messages/words/words.ts";
import { acceptFile, askForAnother, type ReturnedFile } from "../domain/portal/file_decisions.ts";
import { findFile, type FoundFile } from "../domain/portal/files.ts";
import { AskForAnother } from "../views/account_documents.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { documentsTab } from "./account_documents.tsx";
import { showAccount } from "./account_pages.tsx";
import { handOutToStaff } from "./downloads.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { postOrgLetter, publicLink } from "./letters.ts";
import { goAndSay } from "./notices.ts";
import { messageForm, readPortalForm } from "./portal_forms.ts";
import { contactWords } from "./portal_words.ts";
import { signedInAs } from "./tenant.ts";

const FILE = `${ACCOUNT}/files/:file{${UUID}}` as const;

/** Mounted at /accounts. What customers sent: to look at, to accept, and to ask for again. */
export const accountFiles = new Hono<Env>()
  .get(`${ACCOUNT}/documents`, async (c) => await documentsTab(c, await accountOf(c)))
  .get(FILE, async (c) => {
    const account = await accountOf(c);
    return handOutToStaff(c, await fileOf(c, account));
  })
  .post(`${FILE}/acceptance`, requiresOnAccount("actions.work"), async (c) => {
    const account = await accountOf(c);
    const { id } = await fileOf(c, account);
    try {
      const name = await acceptFile(c.var.tx, signedInAs(c).member.id, account.id, id);
      return goAndSay(c, `/accounts/${account.id}/documents`, `${name} is accepted.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await documentsTab(c, account, { refusal: error.message, status: 409 });
    }
  })
  .get(`${FILE}/returns`, requiresOnAccount("actions.work"), async (c) => {
    const account = await accountOf(c);
    return await returnsPage(c, account, await fileOf(c, account));
  })
  .post(`${FILE}/returns`, requiresOnAccount("actions.work"), async (c) => {
    const account = await accountOf(c);
    const file = await fileOf(c, account);
    const form = await readPortalForm(c, wordsIn("en"), messageForm);
    if (!form.ok) return await returnsPage(c, account, file, form, 422);
    const { body } = form.value;
    try {
      const { member } = signedInAs(c);
      const returned = await askForAnother(c.var.tx, member.id, account.id, file.id, body);
      await tellSender(c, account.id, returned, body);
      const says = `The customer is asked for another ${returned.name}.`;
      return goAndSay(c, `/accounts/${account.id}/documents`, says);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const state = { typed: { body }, errors: { form: error.message } };
      return await returnsPage(c, account, file, state, 409);
    }
  });

async function fileOf(c: Ctx, account: AccountWithPeople): Promise<FoundFile> {
  return await findFile(c.var.tx, account.id, c.req.param("file")!);
}

async function returnsPage(
  c: Ctx,
  account: AccountWithPeople,
  file: FoundFile,
  form?: FormState,
  status: 200 | 409 | 422 = 200,
) {
  const at = `/accounts/${account.id}`;
  const part = <AskForAnother file={file} at={at} form={form} />;
  const back = { href: `${at}/documents`, label: `Documents of ${account.name}` };
  return await showAccount(c, account, part, { title: `Ask again for ${file.name}`, back, status });
}

async function tellSender(c: Ctx, accountId: string, returned: ReturnedFile, body: string) {
  const { sender, action, name: file } = returned;
  if (!sender) return;
  const { org, member } = signedInAs(c);
  const words = await contactWords(c, sender.language);
  const letter = fileAskedAgainLetter(words, {
    name: member.name,
    org: org.name,
    file,
    body,
    link: publicLink(c, portalPath(org.id, action?.id)),
  });
  const to = { name: sender.name, address: sender.email };
  const about = { accountId, subjectId: action?.id };
  await postOrgLetter(c, c.var.tx, letter, { class: "notice", to, ...about });
}
