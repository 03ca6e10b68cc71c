import { sumAccountCounts } from "../domain/insight/account_counts.ts";
import type { Handler } from "./handler.ts";

export const sumCounts: Handler<"sum_account_counts"> = (tx) => sumAccountCounts(tx);
