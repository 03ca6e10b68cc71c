import { enqueue } from "../domain/base/queue.ts";
import { advanceRound } from "../domain/onboarding/account_round_steps.ts";
import type { Handler } from "./handler.ts";

/** One part of a round at a time, so that others have their turn between. */
export const advanceRounds: Handler<"advance_round"> = async (tx, jobs) => {
  for (const { payload: { roundId } } of jobs) {
    const more = await advanceRound(tx, roundId);
    if (more) await enqueue(tx, "advance_round", { roundId }, { key: roundId });
  }
};
