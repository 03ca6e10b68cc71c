import { enqueue } from "../domain/base/queue.ts";
import { advanceImport } from "../domain/onboarding/import_steps.ts";
import type { Handler } from "./handler.ts";

/** One part of an import at a time, so that others have their turn between. */
export const advanceImports: Handler<"advance_import"> = async (tx, jobs) => {
  for (const { payload: { importId } } of jobs) {
    const more = await advanceImport(tx, importId);
    if (more) await enqueue(tx, "advance_import", { importId }, { key: importId });
  }
};
