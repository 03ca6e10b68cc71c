import { sql } from "kysely";
import { type Db, inOrg, type OrgDb } from "../../base/db.ts";
import { Refused, Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import { Secret } from "../../base/secret.ts";
import { newId } from "../../base/tokens.ts";
import { answerShared } from "../calls.ts";
import { keepTokens } from "../connection_secrets.ts";
import type { Connection } from "../connections.ts";
import { SCOPES } from "../hubspot/scopes.ts";
import { ringOf } from "../lines.ts";
import { readOffer } from "../schemas.ts";
import { type ChoiceKey, dealIdAt } from "./simulated_deals.ts";
import { simulatedCall } from "./simulated_event.ts";
import { SIMULATED_ORIGIN } from "./simulation.ts";

export interface Ways {
  db: Db;
  out: Outside;
  orgId: string;
}

const ACTOR = { kind: "system", cause: "simulation" } as const;

export async function findSimulation(tx: OrgDb): Promise<Connection | undefined> {
  return await tx.selectFrom("connections").selectAll()
    .where("simulated", "=", true).where("state", "=", "connected")
    .orderBy("id").limit(1).executeTakeFirst();
}

/** A connection that nobody had to agree to. Made where it is missing, and where somebody ended it. */
export async function openSimulation(ways: Ways): Promise<string> {
  const { db, out, orgId } = ways;
  const ring = await ringOf(out);
  const { id, isNew } = await inOrg(db, orgId, ACTOR, async (tx) => {
    const there = await tx.selectFrom("connections").select(["id", "state"])
      .where("simulated", "=", true).orderBy("id").limit(1).executeTakeFirst();
    if (there?.state === "connected") return { id: there.id, isNew: false };
    const id = there?.id ?? await addConnection(tx, orgId);
    await tx.updateTable("connections").set({ state: "connected", reason: "" })
      .where("id", "=", id).execute();
    await keepTokens(tx, ring, id, { accessToken: new Secret("simulation"), scopes: [] });
    return { id, isNew: true };
  });
  if (isNew) await readOffer(ways, id);
  return id;
}

async function addConnection(tx: OrgDb, orgId: string): Promise<string> {
  const id = newId();
  await tx.insertInto("connections").values({
    id,
    service: "hubspot",
    name: "HubSpot simulation",
    outside_id: portalOf(orgId),
    outside_name: "Within Thread: nobody's account",
    address: SIMULATED_ORIGIN,
    scopes: SCOPES.map(({ scope }) => scope),
    connected_at: sql<Date>`now()`,
    simulated: true,
  }).execute();
  return id;
}

/** Longer than any number of HubSpot's, and another one for each organisation. */
function portalOf(orgId: string): string {
  return String(9e12 + Number.parseInt(orgId.replaceAll("-", "").slice(-9), 16));
}

/** Over there a deal comes to stand where the choice says, and HubSpot tells so. */
export async function letHappen(ways: Ways, choice: ChoiceKey): Promise<string> {
  const { db, out, orgId } = ways;
  const connection = await inOrg(db, orgId, ACTOR, findSimulation);
  const secret = out.secret("HUBSPOT_CLIENT_SECRET");
  if (!connection?.outside_id || !secret) throw new Refused("Nothing is simulated here.");
  const now = out.now();
  const dealId = dealIdAt(choice, now);
  const url = new URL("/hooks/hubspot", out.publicUrl).href;
  const call = simulatedCall(dealId, { portal: connection.outside_id, url, secret, now });
  const { status } = await answerShared({ db, out }, "hubspot", call);
  if (status !== 200) throw new Upstream(`The simulated call was not taken (${status}).`, true);
  return dealId;
}
