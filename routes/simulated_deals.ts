import { Hono } from "hono";
import { z } from "zod";
import { inOrg } from "../domain/base/db.ts";
import { NotFound } from "../domain/base/errors.ts";
import { findSimulation, letHappen } from "../domain/connectors/simulation/simulated_connection.ts";
import { CHOICES } from "../domain/connectors/simulation/simulated_deals.ts";
import type { Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { requires, signedIn, signedInAs } from "./tenant.ts";

const choice = z.strictObject({
  deal: z.enum(CHOICES.map(({ key }) => key), { error: "Choose one of the deals." }),
});

/**
 * What happens at a service, for who has no account there. It comes in as a call of the service
 * does, and so holds no transaction of its own.
 */
export const simulatedDeals = new Hono<Env>()
  .post("/connectors/simulation", signedIn, requires("connectors.read"), async (c) => {
    const { db, outside, settings } = c.var.house;
    const { org, member } = signedInAs(c);
    const actor = { kind: "member", id: member.id, cause: "request" } as const;
    const connection = settings.demo && await inOrg(db, org.id, actor, findSimulation);
    if (!connection) throw new NotFound();
    const form = await readForm(c, choice);
    if (!form.ok) return goAndSay(c, "/connectors", "Choose one of the deals.");
    await letHappen({ db, out: outside, orgId: org.id }, form.value.deal);
    const said = "The simulated HubSpot has told Thread. What becomes of it stands at the top.";
    return goAndSay(c, `/connectors/${connection.id}/deliveries`, said);
  });
