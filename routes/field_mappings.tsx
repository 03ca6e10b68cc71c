import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { changeSettings, findConnection } from "../domain/connectors/connections.ts";
import {
  addMapping,
  changeMapping,
  findMapping,
  removeMapping,
} from "../domain/connectors/mapping_edits.ts";
import {
  mappingForm,
  newMappingForm,
  readingForm,
  versionForm,
} from "../domain/connectors/mapping_forms.ts";
import {
  lastRefresh,
  previewRefresh,
  startRefresh,
  stopRefresh,
} from "../domain/connectors/refreshes.ts";
import { labelOf, listMappings, rulesOf } from "../domain/connectors/mappings.ts";
import { showMappings, unmappedTargets } from "../domain/connectors/samples.ts";
import { findOffer } from "../domain/connectors/schemas.ts";
import { recordServiceOf } from "../domain/connectors/services.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { MappingList } from "../views/field_mappings.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { connectionFrame } from "./connection_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { mappingPage } from "./field_mapping_page.tsx";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { requires, signedInAs } from "./tenant.ts";

const ALL = `/:connection{${UUID}}/mappings` as const;
const ONE = `${ALL}/:mapping{${UUID}}` as const;

/** Which field of a service becomes what here, and what existing accounts make of a change. */
export const fieldMappings = new Hono<Env>()
  .use(`${ALL}/*`, requires("connectors.map"))
  .get(ALL, (c) => listPage(c))
  .get(`${ALL}/new`, (c) => mappingPage(c))
  .post(ALL, async (c) => {
    const form = await readForm(c, newMappingForm);
    if (!form.ok) return await mappingPage(c, undefined, form, 422);
    const { new_label: newLabel, wanted: _, ...wish } = form.value;
    return await unlessRefused(c, async () => {
      const added = await addMapping(c.var.tx, idOf(c), { ...wish, newLabel });
      const rules = await rulesOf(c.var.tx, idOf(c));
      const said = `${labelOf(rules, added.target)} comes from ${added.field_label} from now on.`;
      return goAndSay(c, pathOf(c), said);
    }, (state) => mappingPage(c, undefined, state, 409));
  })
  .post(`${ALL}/reading`, async (c) => {
    const form = await readForm(c, readingForm);
    if (!form.ok) return await listPage(c, form, 422);
    await changeSettings(c.var.tx, idOf(c), form.value);
    return goAndSay(c, pathOf(c), "Texts are read so from now on.");
  })
  .post(`${ALL}/refresh`, async (c) => {
    return await unlessRefused(c, async () => {
      const { records } = await startRefresh(c.var.tx, idOf(c), signedInAs(c).member.id);
      const said = records === 1 ? "The account is" : `The ${records} accounts are`;
      return goAndSay(c, pathOf(c), `${said} being brought up to date.`);
    }, (state) => listPage(c, state, 409));
  })
  .post(`${ALL}/refresh/end`, async (c) => {
    await findConnection(c.var.tx, idOf(c));
    await stopRefresh(c.var.tx, idOf(c));
    return goAndSay(c, pathOf(c), "No further account is brought up to date.");
  })
  .get(ONE, async (c) => mappingPage(c, await mappingOf(c)))
  .post(ONE, async (c) => {
    const mapping = await mappingOf(c);
    const form = await readForm(c, mappingForm);
    if (!form.ok) return await mappingPage(c, mapping, form, 422);
    const { version, wanted: _, ...wish } = form.value;
    return await unlessRefused(c, async () => {
      await changeMapping(c.var.tx, mapping, version, wish);
      return goAndSay(c, pathOf(c), "The mapping is saved. It counts for runs from now on.");
    }, async (state) => mappingPage(c, await mappingOf(c), state, 409));
  })
  .post(`${ONE}/removal`, async (c) => {
    const mapping = await mappingOf(c);
    const form = await readForm(c, versionForm);
    if (!form.ok) return await mappingPage(c, mapping, form, 422);
    return await unlessRefused(c, async () => {
      const label = await removeMapping(c.var.tx, mapping, form.value.version);
      return goAndSay(
        c,
        pathOf(c),
        `Nothing becomes ${label} any more. Accounts keep what they hold.`,
      );
    }, async (state) => mappingPage(c, await mappingOf(c), state, 409));
  });

const idOf = (c: Ctx) => c.req.param("connection")!;
const pathOf = (c: Ctx) => `/connectors/${idOf(c)}/mappings`;
const mappingOf = (c: Ctx) => findMapping(c.var.tx, idOf(c), c.req.param("mapping")!);

async function unlessRefused(
  c: Ctx,
  work: () => Promise<Response>,
  again: (state: FormState) => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await again({ typed: await typedAgain(c), errors: { form: error.message } });
  }
}

async function listPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const { tx } = c.var;
  const connection = await findConnection(tx, idOf(c));
  const [mappings, offer, rules, preview, refresh, { time_zone: timeZone }] = await Promise.all([
    listMappings(tx, connection.id),
    findOffer(tx, connection.id),
    rulesOf(tx, connection.id),
    previewRefresh(tx, connection.id),
    lastRefresh(tx, connection.id),
    findOrg(tx),
  ]);
  const props = {
    ...{ connection, offer, preview, refresh, form, timeZone },
    service: recordServiceOf(connection.service),
    rows: showMappings(mappings, offer, rules),
    unmapped: unmappedTargets(mappings, rules),
    reading: { dayOrder: rules.dayOrder, currency: rules.currency },
  };
  return await connectionFrame(c, connection, "mappings", <MappingList {...props} />, status);
}
