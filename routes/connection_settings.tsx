import { findSecret } from "../domain/connectors/connection_secrets.ts";
import type { Connection } from "../domain/connectors/connections.ts";
import { findConnection } from "../domain/connectors/connections.ts";
import { ringOf } from "../domain/connectors/lines.ts";
import { listeningTo, workflowsListening } from "../domain/connectors/listeners.ts";
import { watchedDatabase } from "../domain/connectors/notion/watch_changes.ts";
import { PACES, REQUIRABLE } from "../domain/connectors/notion/watch_forms.ts";
import { countWaiting, listRecords } from "../domain/connectors/record_lists.ts";
import { findOffer } from "../domain/connectors/schemas.ts";
import { serviceOf } from "../domain/connectors/services.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { ConnectionSettings } from "../views/connection_settings.tsx";
import { NotionCalls } from "../views/notion_calls.tsx";
import { NotionSettings } from "../views/notion_settings.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { addressOf, connectionFrame } from "./connection_pages.tsx";
import type { Ctx } from "./env.ts";
import { signedInAs } from "./tenant.ts";

/** A form that was refused, by which of the page's forms it is. */
export interface Refusals {
  settings?: FormState;
  watching?: FormState;
}

/** What every connection can be set to, after what its service has to be told. */
export async function settingsPage(c: Ctx, forms: Refusals = {}, status: 200 | 409 | 422 = 200) {
  const { tx } = c.var;
  const connection = await findConnection(tx, c.req.param("connection")!);
  const listening = listeningTo(await workflowsListening(tx), connection);
  return await connectionFrame(
    c,
    connection,
    "settings",
    <>
      {connection.service === "notion" && await notionSettings(c, connection, forms.watching)}
      <ConnectionSettings
        connection={connection}
        service={serviceOf(connection.service)}
        listening={listening}
        mayChange={mayChange(c)}
        form={forms.settings}
      />
    </>,
    status,
  );
}

async function notionSettings(c: Ctx, connection: Connection, form?: FormState) {
  const { tx } = c.var;
  const [offer, { rows: [last] }, waiting, { time_zone: timeZone }] = await Promise.all([
    findOffer(tx, connection.id),
    listRecords(tx, connection.id, { only: "all", stage: "" }, 1),
    countWaiting(tx, connection.id),
    findOrg(tx),
  ]);
  return (
    <>
      <NotionSettings
        connection={connection}
        offer={offer}
        watched={await watchedDatabase(tx, connection, offer)}
        paces={PACES}
        requirable={REQUIRABLE}
        last={last}
        waiting={waiting}
        mayChange={mayChange(c)}
        timeZone={timeZone}
        form={form}
      />
      {mayChange(c) && <NotionCalls {...await callsOf(c, connection)} timeZone={timeZone} />}
    </>
  );
}

/** The token is shown until the first event: then Notion has it, and nobody needs to see it again. */
async function callsOf(c: Ctx, connection: Connection) {
  const { outside } = c.var.house;
  const shared = outside.secret("NOTION_WEBHOOK_SECRET") !== undefined;
  const [address, token] = [
    await addressOf(c, connection),
    connection.hook_proven && connection.last_event_at === null
      ? await findSecret(c.var.tx, await ringOf(outside), connection.id, "hook")
      : undefined,
  ];
  const isOwn = connection.hook_hash !== null;
  return {
    connection,
    shared: shared && !isOwn,
    address: shared || isOwn ? address : undefined,
    token: token?.reveal(),
  };
}

const mayChange = (c: Ctx) => may(signedInAs(c).member.roles, "connectors.change");
