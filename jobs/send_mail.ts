import { countMail } from "../domain/base/telemetry.ts";
import { deliver } from "../domain/messages/deliveries.ts";
import type { Handler } from "./handler.ts";

export const sendMail: Handler<"send_mail"> = async (db, out, job) =>
  countMail(await deliver(db, out, job.orgId, job.payload.mailId));
