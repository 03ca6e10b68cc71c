import { Hono } from "hono";
import {
  type AccountField,
  addField,
  bringBackField,
  changeField,
  findField,
  listFields,
  listRetiredFields,
  retireField,
} from "../domain/accounts/account_fields.ts";
import { fieldChangeForm, newFieldForm } from "../domain/accounts/account_forms.ts";
import { Refused } from "../domain/base/errors.ts";
import { FieldPage, FieldSettings } from "../views/account_fields.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires } from "./tenant.ts";

const AT = "/settings/fields";
const FIELD = `/:field{${UUID}}` as const;

export const accountFields = new Hono<Env>()
  .use(requires("fields.change"))
  .get("/", (c) => fieldsPage(c))
  .post("/", async (c) => {
    const form = await readForm(c, newFieldForm);
    if (!form.ok) return await fieldsPage(c, form, 422);
    try {
      const { label } = await addField(c.var.tx, form.value);
      return goAndSay(c, AT, `The field "${label}" is added.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await fieldsPage(c, await refused(c, error), 409);
    }
  })
  .get(FIELD, async (c) => fieldPage(c, await findField(c.var.tx, c.req.param("field"))))
  .post(FIELD, async (c) => {
    const field = await findField(c.var.tx, c.req.param("field"));
    const form = await readForm(c, fieldChangeForm(field.type));
    if (!form.ok) return await fieldPage(c, field, form, 422);
    const { version, ...words } = form.value;
    try {
      const { label } = await changeField(c.var.tx, field.id, version, words);
      return goAndSay(c, AT, `The field "${label}" is saved.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const now = await findField(c.var.tx, field.id);
      return await fieldPage(c, now, await refused(c, error), 409);
    }
  })
  .post(`${FIELD}/retirement`, async (c) => {
    const { label } = await retireField(c.var.tx, c.req.param("field"));
    return goAndSay(c, AT, `The field "${label}" is retired.`);
  })
  .post(`${FIELD}/return`, async (c) => {
    const { label } = await bringBackField(c.var.tx, c.req.param("field"));
    return goAndSay(c, AT, `The field "${label}" is back.`);
  });

async function refused(c: Ctx, error: Refused): Promise<FormState> {
  return { typed: await typedAgain(c), errors: { form: error.message } };
}

async function fieldsPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const [fields, retired] = await Promise.all([
    listFields(c.var.tx),
    listRetiredFields(c.var.tx),
  ]);
  return await showPage(
    c,
    { title: "Settings", header: {}, notice: takeNotice(c) },
    <FieldSettings fields={fields} retired={retired} form={form} />,
    status,
  );
}

async function fieldPage(
  c: Ctx,
  field: AccountField,
  form?: FormState,
  status: 200 | 409 | 422 = 200,
) {
  const back = { href: AT, label: "Account fields" };
  return await showPage(
    c,
    { title: field.label, narrow: true, header: { back } },
    <FieldPage field={field} form={form} />,
    status,
  );
}
