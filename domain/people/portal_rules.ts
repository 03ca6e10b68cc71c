import { type Selectable, sql } from "kysely";
import type { AccountDb, OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { PortalRules as Row } from "../base/schema.ts";
import { differences, staleError } from "./versions.ts";

/** Whom customers may let into their portal. */
export type PortalRules = Pick<Selectable<Row>, "invites" | "domains" | "version">;

/** An organisation that has decided nothing lets them invite anybody. */
export async function findPortalRules(tx: OrgDb | AccountDb): Promise<PortalRules> {
  const row = await tx.selectFrom("portal_rules").select(["invites", "domains", "version"])
    .executeTakeFirst();
  return row ?? { invites: "anyone", domains: [], version: 0 };
}

export async function changePortalRules(
  tx: OrgDb,
  orgId: string,
  version: number,
  change: Pick<PortalRules, "invites" | "domains">,
): Promise<void> {
  const before = await findPortalRules(tx);
  const saved = await tx.insertInto("portal_rules").values(change)
    .onConflict((conflict) =>
      conflict.column("org_id").doUpdateSet({
        ...change,
        version: sql<number>`portal_rules.version + 1`,
      })
        .where("portal_rules.version", "=", version)
    )
    .returning("version").executeTakeFirst();
  if (!saved || before.version !== version) throw await staleError(tx, "these rules", orgId);
  const changes = differences<Record<string, unknown>>({ ...before }, { ...change });
  if (Object.keys(changes).length === 0) return;
  await recordEvent(tx, { kind: "org.invites_changed", subjectId: orgId, data: { changes } });
}
