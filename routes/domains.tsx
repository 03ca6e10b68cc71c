import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { domainForm, invitesForm } from "../domain/people/domain_forms.ts";
import { recordsOf } from "../domain/people/domain_records.ts";
import {
  addDomain,
  askForCheck,
  type Domain,
  listDomains,
  removeDomain,
} from "../domain/people/domains.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { changePortalRules, findPortalRules } from "../domain/people/portal_rules.ts";
import { DomainSettings, type ShownDomain } from "../views/domains.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const HERE = "/settings/domains";

/** The names of an organisation's own, under which its portal answers and its mail is sent. */
export const domains = new Hono<Env>()
  .use(requires("domains.change"))
  .get("/", (c) => domainPage(c))
  .post("/", async (c) => {
    const { publicUrl } = c.var.house.settings;
    const form = await readForm(c, domainForm(publicUrl.hostname));
    if (!form.ok) return await domainPage(c, form, 422);
    const asked = form.value;
    try {
      const named = asked.kind === "portal" ? { name: asked.host } : asked.address;
      await addDomain(c.var.tx, { kind: asked.kind, ...named }, signedInAs(c).member.id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const field = asked.kind === "portal" ? "host" : "address";
      const errors = { [field]: error.message };
      return await domainPage(c, { typed: await typedAgain(c), errors }, 409);
    }
    return goAndSay(c, HERE, "Create the records shown here. They are looked up by themselves.");
  })
  .post("/invites", async (c) => {
    const form = await readForm(c, invitesForm);
    if (!form.ok) return await domainPage(c, undefined, 422, form);
    const { version, ...change } = form.value;
    try {
      await changePortalRules(c.var.tx, signedInAs(c).org.id, version, change);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: await typedAgain(c), errors: { form: error.message } };
      return await domainPage(c, undefined, 409, refused);
    }
    return goAndSay(c, HERE, "From now on this holds for invitations by customers.");
  })
  .post(`/:domain{${UUID}}/checks`, async (c) => {
    await askForCheck(c.var.tx, c.req.param("domain"));
    return goAndSay(c, HERE, "The records are being looked up.");
  })
  .post(`/:domain{${UUID}}/removal`, async (c) => {
    const { name } = await removeDomain(c.var.tx, c.req.param("domain"));
    return goAndSay(c, HERE, `${name} is out of use.`);
  });

async function domainPage(
  c: Ctx,
  form?: FormState,
  status: 200 | 409 | 422 = 200,
  invites?: FormState,
) {
  const { settings, outside: { mailHome } } = c.var.house;
  const [known, rules, { time_zone: timeZone }] = await Promise.all([
    listDomains(c.var.tx),
    findPortalRules(c.var.tx),
    findOrg(c.var.tx),
  ]);
  const shown = (kind: Domain["kind"]): ShownDomain | undefined => {
    const domain = known.find((one) => one.kind === kind);
    const home = { host: settings.publicUrl.hostname, mail: mailHome };
    return domain && { domain, rows: recordsOf(domain, home) };
  };
  return await showPage(
    c,
    { title: "Settings", header: {}, notice: takeNotice(c) },
    <DomainSettings
      portal={shown("portal")}
      mail={shown("mail")}
      ownHost={settings.publicUrl.hostname}
      mailFrom={settings.mailFrom}
      maySendAs={mailHome !== undefined}
      form={form}
      timeZone={timeZone}
      rules={rules}
      invites={invites}
    />,
    status,
  );
}
