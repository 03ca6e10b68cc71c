import { Hono } from "hono";
import { fieldsOf, listFields } from "../domain/accounts/account_fields.ts";
import { newAccountForm } from "../domain/accounts/account_forms.ts";
import {
  type AccountFilter,
  countViews,
  listAccounts,
  listIndustries,
  listTheseAccounts,
} from "../domain/accounts/account_lists.ts";
import { createAccount } from "../domain/accounts/accounts.ts";
import { assign, assignable, mayBeAssigned } from "../domain/accounts/assignments.ts";
import { type Alike, findAlike } from "../domain/accounts/duplicates.ts";
import { listSavedViews } from "../domain/accounts/saved_views.ts";
import { newId } from "../domain/base/tokens.ts";
import type { OrgDb } from "../domain/base/db.ts";
import type { FieldErrors } from "../domain/base/forms.ts";
import { applyTemplate } from "../domain/onboarding/plan_applications.ts";
import { canBeApplied, templateChoices } from "../domain/onboarding/template_choices.ts";
import { NewAccount } from "../views/account_form.tsx";
import { findOrg } from "../domain/people/orgs.ts";
import { LiveRows } from "../views/account_rows.tsx";
import { Accounts } from "../views/accounts.tsx";
import { LinkButton } from "../views/parts/buttons.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { may as hasAbility } from "../domain/people/roles.ts";
import { mayOnAccount, viewerOf } from "./account_access.ts";
import { readAccountFilter } from "./account_filter.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { goTo, requires } from "./tenant.ts";

const MOST_ROWS = 50;

export const accounts = new Hono<Env>()
  .use(requires("accounts.read"))
  .get("/", (c) => listPage(c))
  .get("/rows", async (c) => {
    const ids = (c.req.query("ids") ?? "").split(",").filter((id) => ID.test(id));
    const shown = ids.slice(0, MOST_ROWS);
    const filter = readAccountFilter(c.req.query());
    const [accounts, anew, when] = await Promise.all([
      listTheseAccounts(c.var.tx, viewerOf(c), shown),
      listAccounts(c.var.tx, viewerOf(c), filter),
      whenOf(c),
    ]);
    const moved = countMoved(shown, anew.accounts.map(({ id }) => id));
    const selectable = c.req.query("select") === "on";
    return c.html(<LiveRows {...{ accounts, selectable, when, filter, moved }} />);
  })
  .get("/new", requires("accounts.change"), (c) => newPage(c))
  .post("/", requires("accounts.change"), async (c) => {
    const { tx } = c.var;
    const form = await readForm(c, newAccountForm(fieldsOf(await listFields(tx), {})));
    if (!form.ok) return await newPage(c, form, 422);
    const { anyway, csm_id, ae_id, template_id, start_first, ...facts } = form.value;
    if (await isThere(c, facts.id)) return goTo(c, `/accounts/${facts.id}`);
    if (!anyway) {
      const alike = await findAlike(tx, viewerOf(c), facts);
      if (alike.length > 0) return await newPage(c, await kept(c, {}), 409, alike);
    }
    const unknown = await unknownChoices(tx, { csm_id, ae_id, template_id });
    if (unknown) return await newPage(c, await kept(c, unknown), 422);
    const account = await createAccount(tx, facts);
    await assign(tx, account.id, "csm", csm_id);
    await assign(tx, account.id, "ae", ae_id);
    if (template_id) {
      await applyTemplate(tx, account.id, template_id, { startFirst: start_first });
    }
    return goAndSay(c, `/accounts/${account.id}`, `${account.name} is added.`);
  });

const ID = new RegExp(`^${UUID}$`);

/** The form was sent before, as by a second press. */
async function isThere(c: Ctx, id: string): Promise<boolean> {
  return (await listTheseAccounts(c.var.tx, viewerOf(c), [id])).length > 0;
}

/** Somebody may have left, or a template been archived, since the form was opened. */
async function unknownChoices(
  tx: OrgDb,
  { csm_id, ae_id, template_id }: Record<"csm_id" | "ae_id", string | null> & {
    template_id?: string | null;
  },
): Promise<FieldErrors | undefined> {
  const errors: FieldErrors = {};
  const missing = "Choose from the people shown.";
  if (csm_id && !(await mayBeAssigned(tx, "csm", csm_id))) errors.csm_id = missing;
  if (ae_id && !(await mayBeAssigned(tx, "ae", ae_id))) errors.ae_id = missing;
  if (template_id && !(await canBeApplied(tx, template_id))) {
    errors.template_id = "Choose from the templates shown.";
  }
  return Object.keys(errors).length > 0 ? errors : undefined;
}

async function kept(c: Ctx, errors: FieldErrors): Promise<FormState> {
  return { typed: await typedAgain(c), errors };
}

/** How many rows of a list came or went, or changed places among those that stayed. */
function countMoved(shown: string[], anew: string[]): number {
  const came = anew.filter((id) => !shown.includes(id)).length;
  const stayed = shown.filter((id) => anew.includes(id));
  const order = anew.filter((id) => shown.includes(id));
  const swapped = stayed.filter((id, at) => order[at] !== id).length;
  return Math.max(came, shown.length - stayed.length) + swapped;
}

async function whenOf(c: Ctx) {
  const { time_zone: timeZone } = await findOrg(c.var.tx);
  return { now: c.var.house.outside.now(), timeZone };
}

/** The list; after a refusal it says why. */
export async function listPage(
  c: Ctx,
  { filter = readAccountFilter(c.req.query()), refusal, viewName, status }: {
    filter?: AccountFilter;
    refusal?: string;
    viewName?: string;
    status?: 409 | 422;
  } = {},
) {
  const { tx } = c.var;
  const viewer = viewerOf(c);
  const may = mayOnAccount(c);
  const mayApply = hasAbility(viewer.roles, "plans.apply");
  const [page, when, counts, csms, industries, saved, templates] = await Promise.all([
    listAccounts(tx, viewer, filter),
    whenOf(c),
    countViews(tx, viewer),
    may.seeAll ? assignable(tx, "csm") : [],
    may.seeAll ? listIndustries(tx) : [],
    listSavedViews(tx, viewer.id),
    mayApply ? templateChoices(tx) : [],
  ]);
  const actions = may.change && (
    <>
      <LinkButton kind="quiet" href="/accounts/rounds">Bulk changes</LinkButton>
      {may.import && <LinkButton href="/import">Import</LinkButton>}
      <LinkButton kind="primary" href="/accounts/new" hotkey="c">New account</LinkButton>
    </>
  );
  const props = {
    ...{ page, filter, counts, csms, industries, saved, templates, when },
    ...{ may, refusal, viewName },
  };
  return await showPage(
    c,
    { title: "Accounts", header: { actions }, notice: takeNotice(c) },
    <Accounts {...props} />,
    status,
  );
}

/** The list that a form stood on, with what was typed. */
export async function refusedList(c: Ctx, refusal: string, status: 409 | 422) {
  const { query, name } = await typedAgain(c);
  const typed = new URLSearchParams(typeof query === "string" ? query : "");
  const filter = readAccountFilter(Object.fromEntries(typed));
  const viewName = typeof name === "string" ? name : undefined;
  return await listPage(c, { filter, refusal, viewName, status });
}

async function newPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200, alike?: Alike[]) {
  const { tx } = c.var;
  const viewer = viewerOf(c);
  const [fields, csms, aes, templates] = await Promise.all([
    listFields(tx),
    assignable(tx, "csm"),
    assignable(tx, "ae"),
    templateChoices(tx),
  ]);
  const self = viewer.roles.includes("csm") ? viewer.id : undefined;
  const back = { href: "/accounts", label: "Accounts" };
  return await showPage(
    c,
    { title: "New account", narrow: true, header: { back } },
    <NewAccount
      id={newId()}
      form={form}
      fields={fields}
      csms={csms}
      aes={aes}
      templates={templates}
      self={self}
      alike={alike}
    />,
    status,
  );
}
