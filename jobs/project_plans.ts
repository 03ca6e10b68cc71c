import { enqueue } from "../domain/base/queue.ts";
import { projectRunning } from "../domain/onboarding/projections.ts";
import type { Handler } from "./handler.ts";

const AT_ONCE = 500;

/** A page of an organisation's plans at a time, so that nobody waits long for an account. */
export const projectPlans: Handler<"project_plans"> = async (tx, jobs) => {
  for (const { payload } of jobs) {
    const after = await projectRunning(tx, AT_ONCE, payload.after);
    if (after) await enqueue(tx, "project_plans", { after });
  }
};
