import { mailSummaries as mail } from "../domain/onboarding/summaries.ts";
import type { Handler } from "./handler.ts";
import { mailRoomOf } from "./notifications.ts";

export const mailSummaries: Handler<"mail_summaries"> = async (db, out, { orgId }) =>
  await mail(db, orgId, await mailRoomOf(out));
