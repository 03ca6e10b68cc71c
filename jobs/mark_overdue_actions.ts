import { enqueue } from "../domain/base/queue.ts";
import { markOverdue } from "../domain/onboarding/overdue_actions.ts";
import type { Handler } from "./handler.ts";

const AT_ONCE = 500;

export const markOverdueActions: Handler<"mark_overdue_actions"> = async (tx) => {
  const marked = await markOverdue(tx, AT_ONCE);
  if (marked === AT_ONCE) await enqueue(tx, "mark_overdue_actions", {}, { key: "clock" });
};
