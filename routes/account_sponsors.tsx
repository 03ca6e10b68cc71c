import { Hono } from "hono";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { Refused } from "../domain/base/errors.ts";
import { sponsorPath } from "../domain/base/portal_links.ts";
import { findOrg } from "../domain/people/orgs.ts";
import {
  endSponsorLink,
  listSponsorLinks,
  listVisits,
  makeSponsorLink,
} from "../domain/portal/sponsors.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { SponsorLinks } from "../views/sponsor_links.tsx";
import { ACCOUNT, accountOf, mayOnAccount, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { typedAgain } from "./forms.ts";
import { portalLink } from "./letters.ts";
import { goAndSay } from "./notices.ts";
import { readPortalForm } from "./portal_forms.ts";
import { sponsorForm } from "./portal_sharing_forms.ts";
import { signedInAs } from "./tenant.ts";

const SPONSORS = `${ACCOUNT}/sponsors` as const;
const changes = requiresOnAccount("accounts.change");

/** Mounted at /accounts. Pages for people of the customer who never sign in, and who looked at them. */
export const accountSponsors = new Hono<Env>()
  .get(SPONSORS, async (c) => await sponsorsPage(c, await accountOf(c)))
  .post(SPONSORS, changes, async (c) => {
    const account = await accountOf(c);
    const form = await readPortalForm(c, c.var.house.wordsIn("en"), sponsorForm);
    if (!form.ok) return await sponsorsPage(c, account, { form, status: 422 });
    const { org, member } = signedInAs(c);
    const { tx } = c.var;
    try {
      if (account.archived_at) throw new Refused(`${account.name} is archived.`);
      const token = await makeSponsorLink(tx, account.id, form.value, { member: member.id });
      const made = await portalLink(c, tx, sponsorPath(org.id, token));
      return await sponsorsPage(c, account, { made });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: await typedAgain(c), errors: { form: error.message } };
      return await sponsorsPage(c, account, { form: refused, status: 409 });
    }
  })
  .post(`${SPONSORS}/:link{${UUID}}/end`, changes, async (c) => {
    const account = await accountOf(c);
    const label = await endSponsorLink(c.var.tx, account.id, c.req.param("link"));
    return goAndSay(c, `/accounts/${account.id}/sponsors`, `The page for ${label} is closed.`);
  });

async function sponsorsPage(
  c: Ctx,
  account: AccountWithPeople,
  { form, made, status }: { form?: FormState; made?: string; status?: 409 | 422 } = {},
) {
  const { tx } = c.var;
  const [links, visits, { time_zone: timeZone }] = await Promise.all([
    listSponsorLinks(tx, account.id),
    listVisits(tx, account.id),
    findOrg(tx),
  ]);
  const at = `/accounts/${account.id}/sponsors`;
  const mayChange = mayOnAccount(c).change && !account.archived_at;
  const part = <SponsorLinks {...{ links, visits, timeZone, at, made, mayChange, form }} />;
  const back = { href: `/accounts/${account.id}/contacts`, label: account.name };
  return await showAccount(c, account, part, { status, title: "Pages to read", back });
}
