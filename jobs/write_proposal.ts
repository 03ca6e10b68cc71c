import { writeProposal } from "../domain/onboarding/proposal_writing.ts";
import type { Handler } from "./handler.ts";

export const writeOneProposal: Handler<"write_proposal"> = (db, out, job) =>
  writeProposal(db, out, job, job.payload.proposalId);
