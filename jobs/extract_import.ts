import { extractImport } from "../domain/onboarding/import_extraction.ts";
import type { Handler } from "./handler.ts";

export const extractImports: Handler<"extract_import"> = (db, out, job) =>
  extractImport(db, out, job.orgId, job.payload.importId, job.signal);
