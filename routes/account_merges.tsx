import { Hono } from "hono";
import { listFields } from "../domain/accounts/account_fields.ts";
import { searchAccounts } from "../domain/accounts/account_search.ts";
import { type AccountWithPeople, findAccount } from "../domain/accounts/accounts.ts";
import { findAlike } from "../domain/accounts/duplicates.ts";
import { mergeForm } from "../domain/accounts/merge_forms.ts";
import { factsToMerge } from "../domain/accounts/merges.ts";
import { NotFound, Refused } from "../domain/base/errors.ts";
import { mergeAccounts } from "../domain/onboarding/account_merges.ts";
import { belongingsOf } from "../domain/onboarding/merge_previews.ts";
import { ChooseOther, MergePage } from "../views/account_merge.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, requiresOnAccount, viewerOf } from "./account_access.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";

const archive = requiresOnAccount("accounts.archive");

/** Two accounts that are one company become one. */
export const accountMerges = new Hono<Env>()
  .get(`${ACCOUNT}/merge`, archive, async (c) => {
    const account = await accountOf(c);
    const other = c.req.query("with") ?? "";
    return ID.test(other) && other !== account.id
      ? await mergePage(c, await pairOf(c, account, other))
      : await choosePage(c, account);
  })
  .post(`${ACCOUNT}/merge`, archive, async (c) => {
    const account = await accountOf(c);
    const { with: other } = await typedAgain(c);
    if (typeof other !== "string" || !ID.test(other) || other === account.id) {
      throw new NotFound();
    }
    const pair = await pairOf(c, account, other);
    const { facts, belongings } = await sidesOf(c, pair);
    const ids: [string, string] = [pair[0].id, pair[1].id];
    const twoPlans = belongings.every(({ plan }) => plan !== null);
    const form = await readForm(c, mergeForm(ids, facts, twoPlans));
    if (!form.ok) return await mergePage(c, pair, form, 422);
    try {
      const kept = await mergeAccounts(c.var.tx, form.value);
      return goAndSay(c, `/accounts/${kept.id}`, `The two are one account now: ${kept.name}.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: await typedAgain(c), errors: { form: error.message } };
      return await mergePage(c, await pairOf(c, account, other), refused, 409);
    }
  });

const ID = new RegExp(`^${UUID}$`);

type Pair = [AccountWithPeople, AccountWithPeople];

async function pairOf(c: Ctx, account: AccountWithPeople, other: string): Promise<Pair> {
  return [account, await findAccount(c.var.tx, viewerOf(c), other)];
}

async function sidesOf(c: Ctx, pair: Pair) {
  const [fields, belongings] = await Promise.all([
    listFields(c.var.tx),
    belongingsOf(c.var.tx, [pair[0].id, pair[1].id]),
  ]);
  return { facts: factsToMerge(pair, fields), belongings };
}

async function mergePage(c: Ctx, pair: Pair, form?: FormState, status: 200 | 409 | 422 = 200) {
  const sides = await sidesOf(c, pair);
  return await showMerge(c, pair[0], <MergePage pair={pair} {...sides} form={form} />, status);
}

async function choosePage(c: Ctx, account: AccountWithPeople) {
  const { tx } = c.var;
  const query = (c.req.query("q") ?? "").slice(0, 200);
  const [alike, found] = await Promise.all([
    findAlike(tx, viewerOf(c), account),
    searchAccounts(tx, viewerOf(c), query, 20),
  ]);
  const others = <T extends { id: string }>(list: T[]) =>
    list.filter(({ id }) => id !== account.id);
  const props = { account, query, alike: others(alike), found: others(found) };
  return await showMerge(c, account, <ChooseOther {...props} />);
}

async function showMerge(
  c: Ctx,
  account: AccountWithPeople,
  part: Parameters<typeof showPage>[2],
  status: 200 | 409 | 422 = 200,
) {
  const back = { href: `/accounts/${account.id}/settings`, label: account.name };
  const title = "Merge two accounts";
  return await showPage(c, { title, header: { back }, notice: takeNotice(c) }, part, status);
}
