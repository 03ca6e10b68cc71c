import { sql } from "kysely";
import type { AccountDb, OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Logo } from "./logo.ts";
import { currentOrg } from "./orgs.ts";
import { staleError } from "./versions.ts";

/** Without the picture itself, which only its own address sends. */
export interface Branding {
  accent: string;
  hasLogo: boolean;
  version: number;
}

export interface BrandingChange {
  accent: string;
  /** Left out, the logo stays; null takes it away. */
  logo?: Logo | null;
}

export const DEFAULT_ACCENT = "#2257c9";

export async function findBranding(tx: OrgDb | AccountDb): Promise<Branding> {
  const row = await brandings(tx).executeTakeFirst();
  if (!row) throw new NotFound();
  return row;
}

export async function findLogo(tx: OrgDb): Promise<{ bytes: Uint8Array; type: string }> {
  const row = await tx.selectFrom("brandings").select(["logo", "logo_type"])
    .where("org_id", "=", currentOrg).executeTakeFirst();
  if (!row?.logo) throw new NotFound();
  return { bytes: row.logo, type: row.logo_type! };
}

export async function changeBranding(
  tx: OrgDb,
  orgId: string,
  version: number,
  { accent, logo }: BrandingChange,
): Promise<void> {
  const before = await findBranding(tx);
  const picture = logo === undefined
    ? {}
    : { logo: logo?.bytes ?? null, logo_type: logo?.type ?? null };
  const { numUpdatedRows } = await tx.updateTable("brandings")
    .set({ accent, ...picture, version: sql`version + 1`, revised_at: sql<Date>`now()` })
    .where("org_id", "=", currentOrg)
    .where("version", "=", version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw await staleError(tx, "the branding", orgId);
  const changes = {
    ...(accent === before.accent ? {} : { accent: [before.accent, accent] }),
    ...(logo === undefined ? {} : { logo: [saidLogo(before.hasLogo), saidLogo(logo !== null)] }),
  };
  if (Object.keys(changes).length === 0) return;
  await recordEvent(tx, { kind: "branding.changed", subjectId: orgId, data: { changes } });
}

/** For pages that carry the look: an organisation without one looks like Thread. */
export async function brandOf(
  tx: OrgDb | AccountDb,
  orgId: string,
): Promise<{ css?: string; logo?: string }> {
  const row = await brandings(tx).executeTakeFirst();
  return row ? brandPaths(orgId, row) : {};
}

/** Where the organisation's look is served. The version makes a new address of each revision. */
export function brandPaths(orgId: string, { accent, hasLogo, version }: Branding) {
  return {
    css: accent === DEFAULT_ACCENT ? undefined : `/brand/${orgId}.css?v=${version}`,
    logo: hasLogo ? `/brand/${orgId}/logo?v=${version}` : undefined,
  };
}

function brandings(tx: OrgDb | AccountDb) {
  return tx.selectFrom("brandings")
    .select(["accent", "version", sql<boolean>`logo is not null`.as("hasLogo")])
    .where("org_id", "=", currentOrg);
}

const saidLogo = (there: boolean) => there ? "a picture" : "none";
