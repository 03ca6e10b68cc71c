import type { Child } from "hono/jsx";
import { findImport, type ListedImport, sourceBytes } from "../domain/accounts/imports.ts";
import { STATES } from "../domain/accounts/import_words.ts";
import type { ImportState } from "../domain/base/schema.ts";
import { Button } from "../views/parts/buttons.tsx";
import { askForExtraction, MOST_ASKED } from "../domain/onboarding/import_extraction.ts";
import { advanceImport } from "../domain/onboarding/import_steps.ts";
import { providerOf } from "../domain/writing/provider.ts";
import { type Ctx, UUID } from "./env.ts";
import { takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { goTo } from "./tenant.ts";

/** The path of one import. */
export const IMPORT = `/:id{${UUID}}`;

export function importOf(c: Ctx): Promise<ListedImport> {
  return findImport(c.var.tx, c.req.param("id")!);
}

/** Each step has an address; where the import stands elsewhere by now, that is where a person goes. */
export async function atStep(
  c: Ctx,
  states: ImportState[],
  show: (found: ListedImport) => Response | Promise<Response>,
): Promise<Response> {
  const found = await importOf(c);
  return states.includes(found.state) ? await show(found) : goTo(c, placeOf(found));
}

export function placeOf({ id, state }: Pick<ListedImport, "id" | "state">): string {
  return `/import/${id}${STATES[state].place}`;
}

/** So much is read or checked within the request. The rest is a job's. */
const FEW_ROWS = 500;
const FEW_BYTES = 200_000;

/** Reads a source that was just sent, or is read in another way: free text by AI, if there is one. */
export async function readSource(c: Ctx, id: string): Promise<void> {
  const { tx, house } = c.var;
  const [found, bytes] = await Promise.all([findImport(tx, id), sourceBytes(tx, id)]);
  if (found.state !== "reading") return;
  const asks = found.format === "text" && bytes <= MOST_ASKED && providerOf(house.outside);
  if (asks) await askForExtraction(tx, id);
  else if (bytes <= FEW_BYTES) await advanceImport(tx, id);
}

export async function checkSource(c: Ctx, id: string): Promise<void> {
  const { rows_count } = await findImport(c.var.tx, id);
  if (rows_count <= FEW_ROWS) await advanceImport(c.var.tx, id);
}

const OPEN: ImportState[] = [
  ...["reading", "extracting", "unreadable", "columns", "checking", "review"] as const,
];

export async function showImport(
  c: Ctx,
  found: ListedImport,
  children: Child,
  { title = found.name, narrow, status }: {
    title?: string;
    narrow?: boolean;
    status?: 200 | 409 | 422;
  } = {},
) {
  const actions = OPEN.includes(found.state) && (
    <form method="post" action={`/import/${found.id}/removal`}>
      <Button type="submit" kind="quiet">Discard import</Button>
    </form>
  );
  const header = { back: { href: "/import", label: "Import" }, actions };
  return await showPage(c, { title, narrow, header, notice: takeNotice(c) }, children, status);
}
