import { continueUndo } from "../domain/onboarding/upgrade_round_undo.ts";
import { continueRound } from "../domain/onboarding/upgrade_rounds.ts";
import type { Handler } from "./handler.ts";

export const upgradeAccounts: Handler<"upgrade_accounts"> = async (tx, jobs) => {
  for (const { payload: { roundId } } of jobs) {
    await continueRound(tx, roundId);
    await continueUndo(tx, roundId);
  }
};
