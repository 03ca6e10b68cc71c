import type { AccountDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
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
  throw new Refused(
    `${org} allows invitations to addresses at ${inWords(allowed)} only. ` +
      "Ask your contact there if this person should be let in.",
  );
}

function inWords(domains: string[]): string {
  const shown = [...new Set(domains)].slice(0, 5);
  const last = shown.pop()!;
  return shown.length > 0 ? `${shown.join(", ")} or ${last}` : last;
}
