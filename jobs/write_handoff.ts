import { remindHandoffs as remind } from "../domain/onboarding/handoff_reminders.ts";
import { writeHandoff as write } from "../domain/onboarding/handoff_writing.ts";
import type { Handler } from "./handler.ts";

export const writeHandoff: Handler<"write_handoff"> = (db, out, { orgId, payload, signal }) =>
  write(db, out, orgId, payload, signal);

export const remindHandoffs: Handler<"remind_handoffs"> = (tx) => remind(tx);
