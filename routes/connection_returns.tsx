import { Hono } from "hono";
import { inOrg } from "../domain/base/db.ts";
import { Refused, Upstream } from "../domain/base/errors.ts";
import { takeAttempt } from "../domain/connectors/attempts.ts";
import { keepTokens } from "../domain/connectors/connection_secrets.ts";
import { noteRefusal, settleGrant } from "../domain/connectors/connections.ts";
import { ringOf } from "../domain/connectors/lines.ts";
import { serviceOf } from "../domain/connectors/services.ts";
import { may, whoMay } from "../domain/people/roles.ts";
import type { Ctx, Env } from "./env.ts";
import { goAndSay } from "./notices.ts";
import { signedIn, signedInAs } from "./tenant.ts";

/** Where services send people back to. It waits for the service, so it holds no transaction. */
export const connectionReturns = new Hono<Env>()
  .get("/connectors/callback", signedIn, async (c) => {
    const { org, member } = signedInAs(c);
    if (!may(member.roles, "connectors.change")) {
      return goAndSay(c, "/", `Connecting a service takes ${whoMay("connectors.change")}.`);
    }
    const { db, outside } = c.var.house;
    const actor = { kind: "member", id: member.id, cause: "request" } as const;
    const ring = await ringOf(outside);
    const query = new URL(c.req.url).searchParams;
    try {
      const { connection, verifier } = await inOrg(
        db,
        org.id,
        actor,
        (tx) => takeAttempt(tx, ring, query.get("state") ?? "", member.id),
      );
      const here = `/connectors/${connection.id}`;
      const { door, name } = serviceOf(connection.service);
      const refuse = async (words: string) => {
        await inOrg(db, org.id, actor, (tx) => noteRefusal(tx, connection.id, words));
        return goAndSay(c, here, words);
      };
      const code = query.get("code");
      if (!code) return await refuse(door.refusal(query));
      try {
        const grant = await door.enter(outside, {
          environment: connection.environment,
          host: connection.host,
          state: "",
          challenge: "",
          redirectUri: returnAddress(c),
          code,
          verifier: verifier.reveal(),
        });
        await inOrg(db, org.id, actor, async (tx) => {
          await settleGrant(tx, connection.id, member.id, grant);
          await keepTokens(tx, ring, connection.id, grant);
        });
        return goAndSay(c, here, `${name} is connected. What it has is being read.`);
      } catch (error) {
        if (!(error instanceof Refused || error instanceof Upstream)) throw error;
        return await refuse(error.message);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return goAndSay(c, "/connectors", error.message);
    }
  });

/** Exactly what the service was told when they left. */
export function returnAddress(c: Ctx): string {
  return new URL("/connectors/callback", c.var.house.settings.publicUrl).href;
}
