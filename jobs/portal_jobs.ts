import { indexContact as index, takeSubmission as take } from "../domain/portal/taking.ts";
import { enqueue } from "../domain/base/queue.ts";
import { sweepUploads as sweep } from "../domain/portal/uploads.ts";
import type { Handler } from "./handler.ts";

export const takeSubmission: Handler<"take_submission"> = async (tx, jobs) => {
  for (const { payload } of jobs) await take(tx, payload.submissionId);
};

export const indexContact: Handler<"index_contact"> = async (tx, jobs) => {
  for (const { payload } of jobs) await index(tx, payload.contactId);
};

export const sweepUploads: Handler<"sweep_uploads"> = async (tx) => {
  if (await sweep(tx)) await enqueue(tx, "sweep_uploads", {}, { key: "clock" });
};
