import { fileMail as file } from "../domain/portal/mail_filing.ts";
import { layReplyWithModel } from "../domain/portal/reply_answers_by_model.ts";
import type { Handler } from "./handler.ts";

export const fileMail: Handler<"file_mail"> = (db, out, { orgId, payload }) =>
  file(db, out, orgId, payload.inboundId);

export const layReply: Handler<"lay_reply"> = (db, out, { orgId, payload, signal }) =>
  layReplyWithModel(db, out, orgId, payload.messageId, signal);
