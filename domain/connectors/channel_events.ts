import { sql } from "kysely";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { Upstream } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";
import { finishJob, MOST_TRIES, NotYet, PutOff } from "../base/queue_leases.ts";
import { keepChannels } from "./channel_reading.ts";
import { type Connection, needReconnect } from "./connections.ts";
import { type Delivery, type Outcome, settleDelivery } from "./deliveries.ts";
import { openLine } from "./lines.ts";
import { ACTOR } from "./renewals.ts";
import { messageServiceOf } from "./services.ts";

interface Job {
  orgId: string;
  id: number;
  token: string;
  attempts: number;
  signal: AbortSignal;
  payload: { deliveryId: string };
}

/** What a service tells of its channels, and of the permission. Its values are asked for anew. */
export async function takeChannelEvent(
  db: Db,
  out: Outside,
  job: Job,
  { delivery, connection }: { delivery: Delivery; connection: Connection },
): Promise<void> {
  const { messages } = messageServiceOf(connection.service);
  if (connection.state !== "connected") {
    const why = `${connection.name} is not connected, so there is nothing to change.`;
    return await finish(db, job, delivery, () => Promise.resolve({ state: "done", why }));
  }
  if (messages.meaning(delivery.kind) === "ended") {
    return await finish(db, job, delivery, (tx) => endGrant(tx, connection, delivery));
  }
  try {
    const line = await openLine({ db, out, orgId: job.orgId, signal: job.signal }, connection.id);
    const found = await messages.channel(line, delivery.record_id);
    await finish(db, job, delivery, async (tx) => {
      if (found) {
        await keepChannels(tx, connection.id, [found]);
        const why = `#${found.name} is known as it stands there now.`;
        return { state: "done", why, recordName: `#${found.name}` };
      }
      await noteGone(tx, connection.id, delivery.record_id);
      return { state: "done", why: "The channel is gone, or not shown to Thread any more." };
    });
  } catch (error) {
    job.signal.throwIfAborted();
    if (error instanceof NotYet) throw error;
    const passing = error instanceof PutOff || !(error instanceof Upstream) || error.retry;
    if (passing && job.attempts < MOST_TRIES) throw error;
    const why = error instanceof Error ? error.message : "It could not be read.";
    await finish(db, job, delivery, () => Promise.resolve({ state: "failed", why }));
  }
}

async function finish(
  db: Db,
  job: Job,
  { id }: Delivery,
  work: (tx: OrgDb) => Promise<Outcome>,
): Promise<void> {
  await inOrg(db, job.orgId, ACTOR, async (tx) => {
    await settleDelivery(tx, id, await work(tx));
    await finishJob(tx, job);
  });
}

/** Calls come late and in any order: one of before the last agreement says nothing about it. */
async function endGrant(
  tx: OrgDb,
  { id, name, connected_at }: Connection,
  { said_at, arrived_at }: Delivery,
): Promise<Outcome> {
  const at = said_at ?? arrived_at;
  if (connected_at && at < connected_at) {
    return { state: "done", why: `It was said before ${name} was connected again.` };
  }
  await needReconnect(tx, id, "Thread's app was removed, or its permission revoked, in Slack.");
  return { state: "done", why: `${name} has to be connected again.` };
}

async function noteGone(tx: OrgDb, connectionId: string, outsideId: string): Promise<void> {
  await tx.updateTable("channels").set({ gone_at: sql<Date>`now()` })
    .where("connection_id", "=", connectionId).where("outside_id", "=", outsideId)
    .where("gone_at", "is", null).execute();
}
