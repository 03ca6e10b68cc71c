import { idOf, type OrgName, type Row, tokenOf } from "./seeds.ts";

/** A portal's own name, verified; and a name of mail that was removed. */
export function domainRowsOf(
  org: OrgName,
  say: (column: string) => string,
  later: Date,
): [string, Row[]][] {
  const org_id = idOf(org);
  const shared = {
    org_id,
    token: tokenOf(org, "domain"),
    added_by: idOf(org, "member", "admin"),
  };
  const found = [{ record: "owner", status: "wrong", found: [say("domains.findings")] }];
  return [
    ["domains", [{
      ...shared,
      id: idOf(org, "domain"),
      kind: "portal",
      name: `portal.canary-${org}.test`,
      state: "verified",
      findings: found,
      next_check_at: later,
      verified_at: "2026-01-01",
    }]],
    ["domains", [{
      ...shared,
      id: idOf(org, "removed domain"),
      kind: "mail",
      name: `canary-${org}.test`,
      mailbox: "hello",
      state: "removed",
      removed_at: "2026-01-01",
    }]],
    ["portal_hosts", [{ name: `portal.canary-${org}.test`, held_by: org_id }]],
  ];
}
