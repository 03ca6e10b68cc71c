import { settleOverdueMails } from "../domain/messages/overdue.ts";
import type { Handler } from "./handler.ts";

export const settleMails: Handler<"settle_mails"> = (tx) => settleOverdueMails(tx);
