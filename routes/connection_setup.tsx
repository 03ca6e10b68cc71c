import { Hono } from "hono";
import { NotFound } from "../domain/base/errors.ts";
import { awaitedCalls, beginWaiting, readSince } from "../domain/connectors/awaited_calls.ts";
import { changeSettings, findConnection } from "../domain/connectors/connections.ts";
import { customObjectsForm } from "../domain/connectors/salesforce/custom_objects.ts";
import { serviceOf } from "../domain/connectors/services.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { Setup } from "../views/setup.tsx";
import { addressOf, connectionFrame } from "./connection_pages.tsx";
import { returnAddress } from "./connection_returns.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { requires, signedInAs } from "./tenant.ts";

const ONE = `/:connection{${UUID}}` as const;

/** What an administrator does at the service, and whether it works. */
export const connectionSetup = new Hono<Env>()
  .get(`${ONE}/setup`, requires("connectors.read"), async (c) => {
    if (c.req.query("wait") !== "yes") return await setupPage(c);
    const since = (await beginWaiting(c.var.tx)).toISOString();
    return c.redirect(`/connectors/${c.req.param("connection")}/setup?since=${since}#setup-test`);
  })
  .post(`${ONE}/custom-objects`, requires("connectors.change"), async (c) => {
    const { id, service } = await findConnection(c.var.tx, c.req.param("connection"));
    if (service !== "salesforce") throw new NotFound();
    const form = await readForm(c, customObjectsForm);
    if (!form.ok) return await setupPage(c, form, 422);
    const { objects } = form.value;
    await changeSettings(c.var.tx, id, { customObjects: objects });
    const said = objects.length > 0
      ? `${objects.join(", ")}: the fields are being read, and can then be mapped.`
      : "No custom object is read any more.";
    return goAndSay(c, `/connectors/${id}/setup`, said);
  });

async function setupPage(c: Ctx, form?: FormState, status: 200 | 422 = 200) {
  const { tx, house } = c.var;
  const connection = await findConnection(tx, c.req.param("connection")!);
  const since = readSince(c.req.query("since"));
  const { time_zone: timeZone } = await findOrg(tx);
  return await connectionFrame(
    c,
    connection,
    "setup",
    <Setup
      connection={connection}
      service={serviceOf(connection.service)}
      address={await addressOf(c, connection)}
      returnAddress={returnAddress(c)}
      mayChange={may(signedInAs(c).member.roles, "connectors.change")}
      outgoing={house.settings.outgoingAddresses}
      awaited={since && await awaitedCalls(tx, connection.id, since)}
      timeZone={timeZone}
      form={form}
    />,
    status,
  );
}
