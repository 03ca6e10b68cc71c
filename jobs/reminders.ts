import { escalate as tellLeads } from "../domain/onboarding/escalations.ts";
import { remindCustomers as remind } from "../domain/onboarding/reminders.ts";
import { mailContactSummaries as mail } from "../domain/portal/contact_summaries.ts";
import type { Handler } from "./handler.ts";
import { mailRoomOf } from "./notifications.ts";

export const remindCustomers: Handler<"remind_customers"> = async (db, out, { orgId }) =>
  await remind(db, orgId, await mailRoomOf(out));

export const escalate: Handler<"escalate"> = (tx) => tellLeads(tx);

export const mailContactSummaries: Handler<"mail_contact_summaries"> = async (db, out, job) =>
  await mail(db, job.orgId, await mailRoomOf(out));
