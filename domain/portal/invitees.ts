import type { AccountDb } from "../base/db.ts";
import { refusal } from "../messages/words/refusal.ts";
import { findPortalRules } from "../people/portal_rules.ts";
import { emailDomain } from "../people/work_email.ts";

/** Says in words why a customer may not let this address in, where they may not. */
export async function refuseInvitee(tx: AccountDb, email: string, inviter: string): Promise<void> {
  const { invites, domains } = await findPortalRules(tx);
  if (invites === "anyone") return;
  const { domain, org } = await tx.selectFrom("accounts as a")
    .innerJoin("orgs as o", "o.id", "a.org_id")
    .select(["a.domain", "o.name as org"]).executeTakeFirstOrThrow();
  const allowed = [domain ?? emailDomain(inviter), ...domains];
  if (allowed.includes(emailDomain(email))) return;
  const shown = [...new Set(allowed)].slice(0, 6).join(", ");
  throw refusal("sharing.notAllowed", { org, domains: shown });
}
