import { inOrg } from "../domain/base/db.ts";
import { countMail } from "../domain/base/telemetry.ts";
import { deliver } from "../domain/messages/deliveries.ts";
import { settleExecution } from "../domain/onboarding/executions.ts";
import type { Handler } from "./handler.ts";

const actor = { kind: "system", cause: "job:send_mail" } as const;

/** Whoever dies between the two does both again: the first then finds nothing left to do. */
export const sendMail: Handler<"send_mail"> = async (db, out, job) => {
  const { mailId } = job.payload;
  countMail(await deliver(db, out, job.orgId, mailId));
  await inOrg(db, job.orgId, actor, (tx) => settleExecution(tx, mailId));
};
