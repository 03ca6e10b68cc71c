import { continueRound } from "../domain/onboarding/upgrade_rounds.ts";
import type { Handler } from "./handler.ts";

export const upgradeAccounts: Handler<"upgrade_accounts"> = async (tx, jobs) => {
  for (const { payload } of jobs) await continueRound(tx, payload.roundId);
};
