import { type Context, Hono } from "hono";
import type { Child } from "hono/jsx";
import { type Connection, findConnection } from "../domain/connectors/connections.ts";
import { findSecret } from "../domain/connectors/connection_secrets.ts";
import {
  failuresToday,
  findDelivery,
  listDeliveries,
  resend,
} from "../domain/connectors/deliveries.ts";
import { ringOf } from "../domain/connectors/lines.ts";
import { listeningTo, workflowsListening } from "../domain/connectors/listeners.ts";
import { findOffer } from "../domain/connectors/schemas.ts";
import { serviceOf } from "../domain/connectors/services.ts";
import { NotFound } from "../domain/base/errors.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { ConnectionOverview, type ConnectionTab, ConnectionTabs } from "../views/connection.tsx";
import { DeliveryLog } from "../views/deliveries.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const ONE = `/:connection{${UUID}}` as const;

/** What one connection is, how it does, and what it told. */
export const connectionPages = new Hono<Env>()
  .use(requires("connectors.read"))
  .get(ONE, async (c) => {
    const { tx } = c.var;
    const connection = await findConnection(tx, c.req.param("connection"));
    const [offer, failed, all, address, { time_zone: timeZone }] = await Promise.all([
      findOffer(tx, connection.id),
      failuresToday(tx, connection.id),
      workflowsListening(tx),
      addressOf(c, connection),
      findOrg(tx),
    ]);
    return await connectionFrame(
      c,
      connection,
      "overview",
      <ConnectionOverview
        connection={connection}
        service={serviceOf(connection.service)}
        offer={offer}
        failed={failed}
        listening={listeningTo(all, connection)}
        address={address}
        mayChange={mayChange(c)}
        timeZone={timeZone}
      />,
    );
  })
  .get(`${ONE}/deliveries`, async (c) => {
    const { tx } = c.var;
    const connection = await findConnection(tx, c.req.param("connection"));
    const only = c.req.query("only") === "failed" ? "failed" : "all";
    const before = c.req.query("before");
    const isId = before !== undefined && new RegExp(`^${UUID}$`).test(before);
    const [{ rows, more }, { time_zone: timeZone }] = await Promise.all([
      listDeliveries(tx, connection.id, { only, before: isId ? before : undefined }),
      findOrg(tx),
    ]);
    return await connectionFrame(
      c,
      connection,
      "deliveries",
      <DeliveryLog
        connection={connection}
        service={serviceOf(connection.service)}
        rows={rows}
        more={more}
        filter={only}
        isFirst={!isId}
        timeZone={timeZone}
      />,
    );
  })
  .post(`${ONE}/deliveries/:delivery{${UUID}}/copies`, async (c) => {
    const { connection, delivery } = c.req.param();
    const before = await findDelivery(c.var.tx, delivery);
    if (before.connection_id !== connection) throw new NotFound();
    await resend(c.var.tx, delivery);
    const said = "The record is being read again. What becomes of it stands at the top.";
    return goAndSay(c, `/connectors/${connection}/deliveries`, said);
  });

const mayChange = (c: Ctx) => may(signedInAs(c).member.roles, "connectors.change");

/** Where the service has to call; only admins see it, as whoever knows it is heard. */
export async function addressOf(
  c: Context<Env>,
  connection: Connection,
): Promise<string | undefined> {
  if (!mayChange(c)) return undefined;
  const { outside, settings } = c.var.house;
  const at = (path: string) => new URL(path, settings.publicUrl).href;
  const token = await findSecret(c.var.tx, await ringOf(outside), connection.id, "address");
  if (token) return at(`/hooks/${connection.service}/${token.reveal()}`);
  return serviceOf(connection.service).ears.shared ? at(`/hooks/${connection.service}`) : undefined;
}

/** Every page of one connection stands in the same frame. */
export async function connectionFrame(
  c: Ctx,
  connection: Connection,
  tab: ConnectionTab,
  content: Child,
  status: 200 | 409 | 422 = 200,
) {
  return await showPage(
    c,
    {
      title: connection.name,
      header: { back: { href: "/connectors", label: "Connectors" } },
      notice: takeNotice(c),
    },
    <>
      <ConnectionTabs
        connection={connection}
        service={serviceOf(connection.service)}
        current={tab}
      />
      {content}
    </>,
    status,
  );
}
