import { Hono } from "hono";
import type { Child } from "hono/jsx";
import { fieldsOf, listFields } from "../domain/accounts/account_fields.ts";
import { aeForm, csmForm, factsForm } from "../domain/accounts/account_forms.ts";
import { type AccountWithPeople, changeFacts } from "../domain/accounts/accounts.ts";
import { assign, assignable } from "../domain/accounts/assignments.ts";
import { listCollaborators } from "../domain/accounts/collaborators.ts";
import { listContacts } from "../domain/accounts/contacts.ts";
import { mergedIds } from "../domain/accounts/merges.ts";
import { Refused } from "../domain/base/errors.ts";
import { recordsOfAccount } from "../domain/connectors/account_records.ts";
import { refreshAccounts } from "../domain/onboarding/account_rollups.ts";
import { listActivity } from "../domain/people/activity.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may as hasAbility } from "../domain/people/roles.ts";
import { Stale } from "../domain/people/versions.ts";
import { listRuns, startableForAccounts } from "../domain/workflows/run_lists.ts";
import { FactsForm } from "../views/account_form.tsx";
import {
  AccountActivity,
  accountBanner,
  AccountLead,
  AccountStatus,
  Overview,
} from "../views/account.tsx";
import { AccountRecords } from "../views/account_records.tsx";
import { LinkButton } from "../views/parts/buttons.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { AccountRuns } from "../views/runs.tsx";
import { ACCOUNT, accountOf, mayOnAccount, requiresOnAccount } from "./account_access.ts";
import type { Ctx, Env } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { nowOf } from "./runs.tsx";
import { signedInAs } from "./tenant.ts";

export const accountPages = new Hono<Env>()
  .get(`${ACCOUNT}/overview`, (c) => overview(c))
  .get(`${ACCOUNT}/facts`, requiresOnAccount("accounts.change"), async (c) => {
    return await factsPage(c, await accountOf(c));
  })
  .post(`${ACCOUNT}/facts`, requiresOnAccount("accounts.change"), async (c) => {
    const account = await accountOf(c);
    const fields = fieldsOf(await listFields(c.var.tx), account.fields);
    const form = await readForm(c, factsForm(fields));
    if (!form.ok) return await factsPage(c, account, { form, status: 422 });
    const { version, ...facts } = form.value;
    try {
      await changeFacts(c.var.tx, account.id, version, facts);
      await refreshAccounts(c.var.tx, [account.id]);
      return goAndSay(c, `/accounts/${account.id}/overview`, "The facts are saved.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await factsPage(c, await accountOf(c), {
        form: { typed: await typedAgain(c), errors: { form: error.message } },
        status: 409,
        changedAt: error instanceof Stale ? error.change?.at : undefined,
      });
    }
  })
  .post(`${ACCOUNT}/csm`, requiresOnAccount("accounts.assign"), async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, csmForm);
    if (!form.ok) return await overview(c, Object.values(form.errors).join(" "), 422);
    const { version, csm_id } = form.value;
    return await choose(c, async () => {
      const done = await assign(c.var.tx, account.id, "csm", csm_id, version);
      return done.after
        ? `${done.after.name} is the CSM now.${done.before ? " Both were told." : ""}`
        : "Saved.";
    });
  })
  .post(`${ACCOUNT}/ae`, requiresOnAccount("accounts.assign"), async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, aeForm);
    if (!form.ok) return await overview(c, Object.values(form.errors).join(" "), 422);
    const { version, ae_id } = form.value;
    return await choose(c, async () => {
      const { after } = await assign(c.var.tx, account.id, "ae", ae_id, version);
      return after ? `${after.name} is the account executive now.` : "Saved.";
    });
  })
  .get(`${ACCOUNT}/activity`, async (c) => {
    const account = await accountOf(c);
    const { before, after } = c.req.query();
    const edges = { before: numberOf(before), after: numberOf(after) };
    const page = await listActivity(c.var.tx, {
      accountIds: await mergedIds(c.var.tx, account.id),
      ...edges,
    });
    const { time_zone } = await findOrg(c.var.tx);
    const part = <AccountActivity id={account.id} page={page} timeZone={time_zone} />;
    return await showAccount(c, account, part);
  });

/** A page of one account, under its name. */
export async function showAccount(
  c: Ctx,
  account: AccountWithPeople,
  part: Child,
  { status = 200, title, lead, wide, back }: {
    status?: 200 | 409 | 422;
    title?: string;
    lead?: string;
    /** A page below the tabs is narrow unless it holds more than a form. */
    wide?: boolean;
    /** Where a page below the tabs leads back to; left out, to the account. */
    back?: { href: string; label: string };
  } = {},
) {
  const home = `/accounts/${account.id}`;
  return await showPage(
    c,
    {
      title: title ?? account.name,
      banner: accountBanner(account),
      header: {
        back: back ??
          (title ? { href: home, label: account.name } : { href: "/accounts", label: "Accounts" }),
        status: !title && <AccountStatus account={account} />,
        lead: title ? lead : <AccountLead account={account} />,
        actions: !title && account.actions_total > 0 && (
          <LinkButton href={`${home}/as-customer`}>View as customer</LinkButton>
        ),
      },
      narrow: Boolean(title) && !wide,
      notice: takeNotice(c),
    },
    part,
    status,
  );
}

export async function overview(c: Ctx, refusal?: string, status: 200 | 409 | 422 = 200) {
  const { tx } = c.var;
  const account = await accountOf(c);
  const may = mayOnAccount(c);
  const [fields, contacts, collaborators, csms, aes, records, org] = await Promise.all([
    listFields(tx),
    listContacts(tx, account.id),
    listCollaborators(tx, account.id),
    may.assign ? assignable(tx, "csm") : [],
    may.assign ? assignable(tx, "ae") : [],
    recordsOfAccount(tx, account.id),
    findOrg(tx),
  ]);
  const primary = contacts.find((contact) => contact.is_primary);
  const props = { account, fields, primary, collaborators, csms, aes, may, refusal };
  const part = (
    <>
      <Overview {...props} />
      <AccountRecords records={records} fields={fields} timeZone={org.time_zone} />
      {await runsPart(c, account)}
    </>
  );
  return await showAccount(c, account, part, { status });
}

/** What workflows did and can do for it, for whoever sees runs. */
async function runsPart(c: Ctx, account: AccountWithPeople) {
  const { roles } = signedInAs(c).member;
  if (!hasAbility(roles, "runs.read")) return;
  const starts = hasAbility(roles, "runs.start") && !account.archived_at;
  const [{ runs }, startable, now] = await Promise.all([
    listRuns(c.var.tx, { account: account.id }),
    starts ? startableForAccounts(c.var.tx) : [],
    nowOf(c),
  ]);
  return <AccountRuns {...{ runs: runs.slice(0, 5), startable, accountId: account.id, now }} />;
}

async function choose(c: Ctx, work: () => Promise<string>) {
  try {
    const said = await work();
    return goAndSay(c, `/accounts/${c.req.param("id")}/overview`, said);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await overview(c, error.message, 409);
  }
}

async function factsPage(
  c: Ctx,
  account: AccountWithPeople,
  { form, status = 200, changedAt }: {
    form?: FormState;
    status?: 200 | 409 | 422;
    changedAt?: Date;
  } = {},
) {
  const fields = fieldsOf(await listFields(c.var.tx), account.fields);
  const part = <FactsForm account={account} fields={fields} form={form} changedAt={changedAt} />;
  return await showAccount(c, account, part, { status, title: `Edit ${account.name}` });
}

function numberOf(text: string | undefined): number | undefined {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
