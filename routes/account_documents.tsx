import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { listSubmissions } from "../domain/onboarding/plan_records.ts";
import { planWithParts } from "../domain/onboarding/plans.ts";
import { listDocuments, withDeciders } from "../domain/portal/documents.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { AccountDocuments } from "../views/account_documents.tsx";
import { DocumentsTab } from "../views/plan_documents.tsx";
import { showAccount } from "./account_pages.tsx";
import type { Ctx } from "./env.ts";
import { sceneOf } from "./plan_page.tsx";
import { beforeOf } from "./portal_documents.tsx";
import { signedInAs } from "./tenant.ts";

/** What the plan asks the customer for, and all the files that came. */
export async function documentsTab(
  c: Ctx,
  account: AccountWithPeople,
  { refusal, status = 200 }: { refusal?: string; status?: 200 | 409 } = {},
) {
  const { tx } = c.var;
  const [parts, sent, org] = await Promise.all([
    planWithParts(tx, account.id),
    listDocuments(tx, account.id, beforeOf(c)),
    findOrg(tx),
  ]);
  const files = (
    <AccountDocuments
      documents={await withDeciders(tx, sent.documents)}
      next={sent.next}
      isFirst={!beforeOf(c)}
      at={`/accounts/${account.id}`}
      timeZone={account.time_zone ?? org.time_zone}
      mayDecide={may(signedInAs(c).member.roles, "actions.work") && !account.archived_at}
      refusal={refusal}
    />
  );
  const plan = parts && {
    scene: await sceneOf(c, account, parts),
    milestones: parts.milestones,
    submissions: await listSubmissions(tx, account.id),
  };
  const part = <DocumentsTab accountId={account.id} plan={plan}>{files}</DocumentsTab>;
  return await showAccount(c, account, part, { status });
}
