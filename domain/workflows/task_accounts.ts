import type { Selectable } from "kysely";
import { seesAll, type Viewer } from "../accounts/viewers.ts";
import type { OrgDb } from "../base/db.ts";
import type { Accounts } from "../base/schema.ts";

/** What somebody reads of an account while they decide, whether or not its pages are for them. */
export type TaskFacts =
  & Pick<
    Selectable<Accounts>,
    "id" | "name" | "arr_cents" | "arr_currency" | "segment" | "closed_on" | "go_live_on"
  >
  & { csm: string | null; ae: string | null; linked: boolean };

export async function accountFacts(
  tx: OrgDb,
  viewer: Viewer,
  id: string,
): Promise<TaskFacts | undefined> {
  const found = await tx.selectFrom("accounts as a")
    .leftJoin("members as c", "c.id", "a.csm_id")
    .leftJoin("members as e", "e.id", "a.ae_id")
    .select([
      ...(["a.id", "a.name", "a.arr_cents", "a.arr_currency", "a.segment"] as const),
      ...(["a.closed_on", "a.go_live_on", "a.ae_id", "c.name as csm", "e.name as ae"] as const),
    ])
    .where("a.id", "=", id).executeTakeFirst();
  if (!found) return undefined;
  const { ae_id, ...facts } = found;
  return { ...facts, linked: seesAll(viewer) || ae_id === viewer.id };
}
