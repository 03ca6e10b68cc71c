import { Hono } from "hono";
import { NotFound, Refused } from "../domain/base/errors.ts";
import { enqueue } from "../domain/base/queue.ts";
import { beginAttempt } from "../domain/connectors/attempts.ts";
import { connectForm, connectionForm } from "../domain/connectors/connection_forms.ts";
import {
  changeConnection,
  type Connection,
  disconnect,
  findConnection,
  listConnections,
  newHookAddress,
  openConnection,
} from "../domain/connectors/connections.ts";
import { ringOf } from "../domain/connectors/lines.ts";
import { listeningTo, workflowsListening } from "../domain/connectors/listeners.ts";
import type { Service } from "../domain/connectors/service.ts";
import { findService, serviceOf, SERVICES } from "../domain/connectors/services.ts";
import { CHOICES } from "../domain/connectors/simulation/simulated_deals.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { ConnectPage, LeavePage } from "../views/connect.tsx";
import { Catalogue } from "../views/connectors.tsx";
import { SimulatedDeals } from "../views/simulated_deals.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { returnAddress } from "./connection_returns.tsx";
import { settingsPage } from "./connection_settings.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const ONE = `/:connection{${UUID}}` as const;
const NEW = "/:service/connect" as const;

export const connectors = new Hono<Env>()
  .use(requires("connectors.read"))
  .get("/", async (c) => {
    const { tx } = c.var;
    const [connections, listening, { time_zone: timeZone }] = await Promise.all([
      listConnections(tx, undefined, true),
      workflowsListening(tx),
      findOrg(tx),
    ]);
    return await showPage(
      c,
      { title: "Connectors", header: {}, notice: takeNotice(c) },
      <>
        <Catalogue
          services={SERVICES.map((service) => ({
            ...service,
            isReady: isReady(c, service),
            connections: connections.filter((one) => one.service === service.key)
              .map((one) => ({ ...one, workflows: listeningTo(listening, one).length })),
          }))}
          mayChange={mayChange(c)}
          timeZone={timeZone}
        />
        {isSimulating(c, connections) && <SimulatedDeals choices={CHOICES} />}
      </>,
    );
  })
  .get(NEW, requires("connectors.change"), (c) => connectPage(c))
  .post(NEW, requires("connectors.change"), async (c) => {
    const service = named(c);
    const form = await readForm(c, connectForm(service));
    if (!form.ok) return await connectPage(c, form, 422);
    try {
      return await leave(
        c,
        await openConnection(c.var.tx, {
          service: service.key,
          ...form.value,
          ...(service.messages && { poll_seconds: service.messages.everySeconds }),
        }),
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const errors = { form: error.message };
      return await connectPage(c, { typed: await typedAgain(c), errors }, 409);
    }
  })
  .post(
    `${ONE}/attempts`,
    requires("connectors.change"),
    async (c) => leave(c, await findConnection(c.var.tx, c.req.param("connection"))),
  )
  .get(`${ONE}/settings`, (c) => settingsPage(c))
  .post(`${ONE}/settings`, requires("connectors.change"), async (c) => {
    const form = await readForm(c, connectionForm);
    if (!form.ok) return await settingsPage(c, { settings: form }, 422);
    const { version, ...change } = form.value;
    try {
      const { id } = await changeConnection(
        c.var.tx,
        c.req.param("connection"),
        version,
        change,
      );
      return goAndSay(c, `/connectors/${id}/settings`, "The connection is saved.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const errors = { form: error.message };
      return await settingsPage(c, { settings: { typed: await typedAgain(c), errors } }, 409);
    }
  })
  .post(`${ONE}/address`, requires("connectors.change"), async (c) => {
    const ring = await ringOf(c.var.house.outside);
    const id = c.req.param("connection");
    await findConnection(c.var.tx, id);
    await newHookAddress(c.var.tx, ring, id);
    const said = "It has a new address. Whoever calls the one before is no longer heard.";
    return goAndSay(c, `/connectors/${id}`, said);
  })
  .post(`${ONE}/reading`, async (c) => {
    const { id, name } = await findConnection(c.var.tx, c.req.param("connection"));
    await enqueue(c.var.tx, "read_connection", { connectionId: id }, { key: `read:${id}` });
    return goAndSay(c, `/connectors/${id}`, `${name} is asked again for what it has.`);
  })
  .post(`${ONE}/disconnection`, requires("connectors.change"), async (c) => {
    const { name } = await disconnect(c.var.tx, c.req.param("connection"));
    const said = `${name} is disconnected. What is here stays; nothing goes to or fro any more.`;
    return goAndSay(c, "/connectors", said);
  });

function named(c: Ctx): Service {
  const service = findService(c.req.param("service")!);
  if (!service) throw new NotFound();
  return service;
}

function isSimulating(c: Ctx, connections: Connection[]): boolean {
  const { demo } = c.var.house.settings;
  return demo && connections.some(({ simulated, state }) => simulated && state === "connected");
}

const mayChange = (c: Ctx) => may(signedInAs(c).member.roles, "connectors.change");

/** Whether whoever runs Thread has told it who it is there. */
function isReady(c: Ctx, { key }: Service): boolean {
  return c.var.house.outside.secret(`${key.toUpperCase()}_CLIENT_ID`) !== undefined;
}

async function connectPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const service = named(c);
  const there = await listConnections(c.var.tx, service.key);
  return await showPage(
    c,
    { title: `Connect ${service.name}`, header: { back: BACK } },
    <ConnectPage
      service={service}
      isReady={isReady(c, service)}
      returnAddress={returnAddress(c)}
      suggested={there.length === 0 ? service.name : ""}
      form={form}
    />,
    status,
  );
}

const BACK = { href: "/connectors", label: "Connectors" };

/** What is left to press leads to the service; a form that was sent may not. */
async function leave(c: Ctx, connection: Connection) {
  const { outside } = c.var.house;
  const service = serviceOf(connection.service);
  const ring = await ringOf(outside);
  const attempt = await beginAttempt(
    c.var.tx,
    ring,
    connection.id,
    signedInAs(c).member.id,
  );
  const { environment, host } = connection;
  const ask = { environment, host, ...attempt, redirectUri: returnAddress(c) };
  const url = service.door.address(outside, ask);
  return await showPage(
    c,
    { title: `Connect ${service.name}`, header: { back: BACK } },
    <LeavePage service={service} connection={connection} url={url.href} />,
  );
}
