import { Hono } from "hono";
import { findConnection } from "../domain/connectors/connections.ts";
import { serviceOf } from "../domain/connectors/services.ts";
import { may } from "../domain/people/roles.ts";
import { Setup } from "../views/setup.tsx";
import { addressOf, connectionFrame } from "./connection_pages.tsx";
import { returnAddress } from "./connection_returns.tsx";
import { type Env, UUID } from "./env.ts";
import { requires, signedInAs } from "./tenant.ts";

/** What an administrator does at the service. */
export const connectionSetup = new Hono<Env>()
  .get(`/:connection{${UUID}}/setup`, requires("connectors.read"), async (c) => {
    const connection = await findConnection(c.var.tx, c.req.param("connection"));
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
      />,
    );
  });
