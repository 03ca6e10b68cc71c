import { checkMore } from "../accounts/import_checks.ts";
import { readImport } from "../accounts/import_reading.ts";
import { finishImport, importMore } from "../accounts/import_runs.ts";
import { undoMore } from "../accounts/import_undo.ts";
import { changeImport, type Import, lockImport } from "../accounts/imports.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { applyImported, importableTemplates } from "./import_templates.ts";

/** Does the next part of whatever an import is in the middle of. Answers whether more is left. */
export async function advanceImport(tx: OrgDb, id: string): Promise<boolean> {
  const found = await stillThere(tx, id);
  switch (found?.state) {
    case "reading":
      await readImport(tx, found);
      return false;
    case "checking":
      return await checkMore(tx, found, await importableTemplates(tx));
    case "importing":
      if (await importMore(tx, found)) return true;
      await changeImport(tx, id, { state: "applying", position: 0 });
      return true;
    case "applying":
      if (await applyImported(tx, found)) return true;
      await finishImport(tx, found);
      return false;
    case "undoing":
      return await undoMore(tx, found);
    default:
      return false;
  }
}

/** Somebody may have discarded it since. */
async function stillThere(tx: OrgDb, id: string): Promise<Import | undefined> {
  try {
    return await lockImport(tx, id);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
