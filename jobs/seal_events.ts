import { enqueue } from "../domain/base/queue.ts";
import { sealEvents } from "../domain/base/seals.ts";
import { wakeListenersToSealed } from "../domain/workflows/wakes.ts";
import type { Handler } from "./handler.ts";

const AT_ONCE = 1000;

export const sealOrgEvents: Handler<"seal_events"> = async (tx) => {
  const sealed = await sealEvents(tx, AT_ONCE);
  await wakeListenersToSealed(tx, sealed);
  if (sealed === AT_ONCE) await enqueue(tx, "seal_events", {}, { key: "clock" });
};
