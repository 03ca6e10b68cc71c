import { enqueue } from "../domain/base/queue.ts";
import { activateDue } from "../domain/onboarding/due_actions.ts";
import type { Handler } from "./handler.ts";

const AT_ONCE = 500;

export const activateDueActions: Handler<"activate_due_actions"> = async (tx) => {
  const activated = await activateDue(tx, AT_ONCE);
  if (activated === AT_ONCE) await enqueue(tx, "activate_due_actions", {}, { key: "clock" });
};
