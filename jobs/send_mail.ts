import { deliver } from "../domain/messages/deliveries.ts";
import type { Handler } from "./handler.ts";

export const sendMail: Handler<"send_mail"> = (db, out, job) =>
  deliver(db, out, job.orgId, job.payload.mailId);
