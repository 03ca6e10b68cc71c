import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import type { Outside } from "../base/outside.ts";
import { finishJob, MOST_TRIES, NotYet } from "../base/queue_leases.ts";
import { connectedOf, findConnection } from "./connections.ts";
import { forgetTokens, tokensOf } from "./connection_secrets.ts";
import { ringOf } from "./lines.ts";
import { ACTOR } from "./renewals.ts";
import { serviceOf } from "./services.ts";

interface Job {
  orgId: string;
  id: number;
  token: string;
  attempts: number;
  signal: AbortSignal;
  payload: { connectionId: string };
}

/** Gives the permission back at the service, and forgets it here whether or not that was heard. */
export async function leaveService(db: Db, out: Outside, job: Job): Promise<void> {
  const { orgId, payload: { connectionId } } = job;
  const ring = await ringOf(out);
  const { row, tokens } = await inOrg(db, orgId, ACTOR, async (tx) => ({
    row: await findConnection(tx, connectionId),
    tokens: await tokensOf(tx, ring, connectionId),
  }));
  if (!tokens || row.state === "connected") return;
  const { environment, host, address } = connectedOf(row);
  try {
    await serviceOf(row.service).door.leave(out, { environment, host, address, ...tokens });
  } catch (error) {
    job.signal.throwIfAborted();
    if (job.attempts < MOST_TRIES || error instanceof NotYet) throw error;
  }
  await inOrg(db, orgId, ACTOR, async (tx) => {
    await forgetUnlessBack(tx, connectionId);
    await finishJob(tx, job);
  });
}

/** Somebody may have connected it again while the service was told. */
async function forgetUnlessBack(tx: OrgDb, connectionId: string): Promise<void> {
  const gone = await tx.selectFrom("connections").select("id").where("id", "=", connectionId)
    .where("state", "<>", "connected").forUpdate().executeTakeFirst();
  if (gone) await forgetTokens(tx, connectionId);
}
