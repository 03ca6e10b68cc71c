import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { Upstream } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";
import { finishJob, MOST_TRIES, NotYet, PutOff } from "../base/queue_leases.ts";
import type { Fate } from "../base/schema.ts";
import { takeChannelEvent } from "../connectors/channel_events.ts";
import { connectedOf, type Connection } from "../connectors/connections.ts";
import { type Delivery, deliveryToTake, settleDelivery } from "../connectors/deliveries.ts";
import { type Listening, listeningTo, workflowsListening } from "../connectors/listeners.ts";
import { keepRecord } from "../connectors/outside_records.ts";
import { findOffer } from "../connectors/schemas.ts";
import { hasRecords, serviceOf } from "../connectors/services.ts";
import { syncRecord } from "../connectors/syncs.ts";
import { ACTOR, readOutside, type ReadRecord, stageOf, standsRight } from "./record_reading.ts";
import { startRuns } from "./starts.ts";

interface Job {
  orgId: string;
  id: number;
  token: string;
  attempts: number;
  signal: AbortSignal;
  payload: { deliveryId: string };
}

/**
 * Reads the record that a delivery names and decides in one transaction what it starts, for whom
 * it is news, and what its log says. Values of the delivery itself are never believed.
 */
export async function takeDelivery(db: Db, out: Outside, job: Job): Promise<void> {
  const { orgId, payload: { deliveryId } } = job;
  const taken = await inOrg(db, orgId, ACTOR, (tx) => deliveryToTake(tx, deliveryId));
  if (!taken) return;
  const { delivery, connection } = taken;
  if (!hasRecords(serviceOf(connection.service))) {
    return await takeChannelEvent(db, out, job, taken);
  }
  if (connection.state !== "connected") {
    return await finish(db, job, (tx) => startUnread(tx, delivery, connection));
  }
  try {
    const ways = { db, out, orgId, signal: job.signal };
    const found = await readOutside(ways, connection.id, delivery.record_id);
    await finish(db, job, (tx) => decide(tx, delivery, found));
  } catch (error) {
    job.signal.throwIfAborted();
    if (error instanceof NotYet) throw error;
    const passing = error instanceof PutOff || !(error instanceof Upstream) || error.retry;
    if (passing && job.attempts < MOST_TRIES) throw error;
    await finish(db, job, async (tx) => {
      const now = await deliveryToTake(tx, delivery.id);
      if (now && now.connection.state !== "connected") {
        return startUnread(tx, delivery, now.connection);
      }
      const why = error instanceof Error ? error.message : "It could not be read.";
      await settleDelivery(tx, delivery.id, { state: "failed", why });
    });
  }
}

async function finish(db: Db, job: Job, work: (tx: OrgDb) => Promise<unknown>): Promise<void> {
  await inOrg(db, job.orgId, ACTOR, async (tx) => {
    await work(tx);
    await finishJob(tx, job);
  });
}

async function decide(tx: OrgDb, delivery: Delivery, found: ReadRecord): Promise<void> {
  const { connection, record } = found;
  if (!record) {
    const why = found.absence ??
      "The record is not there any more, or not shared with the connected user.";
    await markGone(tx, connection.id, delivery.record_id);
    return await settleDelivery(tx, delivery.id, { state: "done", why });
  }
  const lacks = found.faults.filter(({ required }) => required).map(({ text }) => text);
  await keepRecord(tx, connection.id, record, found.mapped);
  await noteLacks(tx, connection.id, record.id, lacks);
  await syncRecord(tx, connectedOf(connection), record);
  const outcome = { state: "done" as const, recordName: record.name };
  if (record.gone) {
    const why = "It is archived or deleted there. The account stays as it is.";
    return await settleDelivery(tx, delivery.id, { ...outcome, why });
  }
  const labels = await stageLabels(tx, connection.id);
  // One that was merged into another is answered by that one, whose runs it shares.
  const told = { ...delivery, record_id: record.id };
  const fates = await startListeners(
    tx,
    told,
    connection,
    (listener) => refusal(listener, found, lacks, labels),
    found.read,
  );
  await settleDelivery(tx, delivery.id, { ...outcome, why: whyOf(fates, lacks), fates });
}

async function markGone(tx: OrgDb, connectionId: string, recordId: string): Promise<void> {
  await tx.updateTable("outside_records").set({ state: "gone" })
    .where("connection_id", "=", connectionId).where("record_id", "=", recordId).execute();
}

/** A record that something is missing of waits, and is looked at again when it changes. */
async function noteLacks(tx: OrgDb, connectionId: string, recordId: string, lacks: string[]) {
  await tx.updateTable("outside_records")
    .set({ lacks, state: lacks.length > 0 ? "waiting" : "seen" })
    .where("connection_id", "=", connectionId).where("record_id", "=", recordId)
    .where("account_id", "is", null).where("state", "in", ["seen", "waiting"]).execute();
}

async function startListeners(
  tx: OrgDb,
  delivery: Delivery,
  connection: Connection,
  refusalOf: (listener: Listening) => string | undefined,
  read: Record<string, unknown>,
): Promise<Fate[]> {
  // Drafts and paused ones too: that they start nothing is the first thing to say.
  const all = listeningTo(await workflowsListening(tx), connection);
  const fates = all.map((one) => ({ one, why: refusalOf(one) }));
  const ready = fates.filter(({ why }) => why === undefined).map(({ one }) => one);
  const record = { connection: connection.id, id: delivery.record_id, read: "record_id" in read };
  const started = await startRuns(
    tx,
    ready.map(({ publishedId }) => ({
      versionId: publishedId!,
      input: {},
      read: { ...read, record },
      businessKey: `${connection.service}:${connection.outside_id}:${delivery.record_id}`,
      cause: `delivery:${delivery.id}`,
      sandbox: connection.environment !== "production",
    })),
  );
  return fates.map(({ one: { id, name }, why }): Fate => {
    const base = { workflow: id, name };
    if (why !== undefined) return { ...base, fate: "not_started", why, run: null };
    const run = started[ready.findIndex((other) => other.id === id)]!;
    return run.isNew
      ? { ...base, fate: "started", why: "", run: run.id }
      : { ...base, fate: "not_started", why: "It has started a run already.", run: run.id };
  });
}

function refusal(
  { state, start }: Listening,
  { record }: ReadRecord,
  lacks: string[],
  labels: Labels,
): string | undefined {
  if (state !== "active") return NOT_ACTIVE[state];
  const stage = stageOf(record!);
  if (!standsRight({ stages: start.stages ?? [] }, stage)) {
    const label = labels.get(stage ?? "") ?? record!.stage?.label;
    return stageWords(label, start.stages ?? [], labels);
  }
  if (lacks.length > 0) return `It waits until this is there: ${lacks.join(" ")}`;
}

const NOT_ACTIVE: Record<string, string> = {
  draft: "The workflow is a draft: publish and activate it, and send this again.",
  paused: "The workflow is paused.",
};

type Labels = Map<string, string>;

/** What people call the stages, as they were last read. Their ids say nothing to anybody. */
async function stageLabels(tx: OrgDb, connectionId: string): Promise<Labels> {
  const offer = await findOffer(tx, connectionId);
  return new Map(offer?.stages.map(({ id, label }) => [id, label]));
}

function stageWords(stage: string | undefined, wanted: string[], labels: Labels): string {
  const names = wanted.map((one) => `"${labels.get(one) ?? one.split("/").at(-1)}"`).join(" or ");
  return `The stage is ${stage ? `"${stage}"` : "not set"}; the workflow waits for ${names}.`;
}

function whyOf(fates: Fate[], lacks: string[]): string {
  if (fates.length === 0) return "No workflow listens to this connection.";
  const started = fates.filter(({ fate }) => fate === "started");
  if (started.length > 0) return `Started ${started.map(({ name }) => name).join(", ")}.`;
  return lacks.length > 0 ? `Waiting: ${lacks.join(" ")}` : fates[0]!.why;
}

/** The service cannot be asked: whoever listens has a run that says so, and reads it when retried. */
async function startUnread(tx: OrgDb, delivery: Delivery, connection: Connection): Promise<void> {
  const { stage } = delivery.body as { stage?: unknown };
  const labels = await stageLabels(tx, connection.id);
  const fates = await startListeners(tx, delivery, connection, ({ state, start }) => {
    if (state !== "active") return NOT_ACTIVE[state];
    const known = typeof stage === "string" ? stage : undefined;
    const wanted = (start.stages ?? []).map((one) => one.split("/").at(-1));
    if (known && wanted.length > 0 && !wanted.includes(known)) {
      return stageWords(known, start.stages ?? [], labels);
    }
  }, {});
  const why = `${connection.name} is not connected, so its record cannot be read. ` +
    "Connect it again; the runs that failed for it can then be retried.";
  await settleDelivery(tx, delivery.id, { state: "failed", why, fates });
}
