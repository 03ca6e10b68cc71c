import { Hono } from "hono";
import { findConnection } from "../domain/connectors/connections.ts";
import { listRecords, type RecordFilter } from "../domain/connectors/record_lists.ts";
import { findOffer } from "../domain/connectors/schemas.ts";
import { recordServiceOf } from "../domain/connectors/services.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { RecordList } from "../views/outside_records.tsx";
import { connectionFrame } from "./connection_pages.tsx";
import { type Env, UUID } from "./env.ts";
import { requires } from "./tenant.ts";

/** What was read of one connection, and what became of it. */
export const outsideRecords = new Hono<Env>()
  .get(`/:connection{${UUID}}/records`, requires("connectors.read"), async (c) => {
    const { tx } = c.var;
    const connection = await findConnection(tx, c.req.param("connection"));
    const filter: RecordFilter = {
      only: c.req.query("only") === "waiting" ? "waiting" : "all",
      stage: (c.req.query("stage") ?? "").slice(0, 200).replaceAll("\0", ""),
      before: c.req.query("before"),
    };
    const [{ rows, more }, offer, { time_zone: timeZone }] = await Promise.all([
      listRecords(tx, connection.id, filter),
      findOffer(tx, connection.id),
      findOrg(tx),
    ]);
    return await connectionFrame(
      c,
      connection,
      "records",
      <RecordList
        connection={connection}
        service={recordServiceOf(connection.service)}
        rows={rows}
        more={more}
        filter={filter}
        stages={offer?.stages ?? []}
        timeZone={timeZone}
      />,
    );
  });
