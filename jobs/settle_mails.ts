import { settleOverdueMails } from "../domain/messages/overdue.ts";
import { settleExecution } from "../domain/onboarding/executions.ts";
import type { Handler } from "./handler.ts";

export const settleMails: Handler<"settle_mails"> = async (tx) => {
  for (const mailId of await settleOverdueMails(tx)) await settleExecution(tx, mailId);
};
