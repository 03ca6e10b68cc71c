import { createAccount } from "../domain/accounts/accounts.ts";
import { addContact } from "../domain/accounts/contacts.ts";
import { inOrg } from "../domain/base/db.ts";
import { hashToken, newId, newToken } from "../domain/base/tokens.ts";
import { applyTemplate } from "../domain/onboarding/plan_applications.ts";
import { createTemplate } from "../domain/onboarding/template_changes.ts";
import type { Milestone } from "../domain/onboarding/template_content.ts";
import { publishTemplate } from "../domain/onboarding/template_revisions.ts";
import { asAdmin, type Floor, orgId } from "./house.ts";

const actor = { kind: "system", cause: "bench" } as const;

export interface Customer {
  token: string;
  task: string;
  slot: string;
}

/** Somebody who is signed in to the portal, with this plan, of which a task asks for files. */
export async function openCustomer(
  { db, adminUrl }: Floor,
  milestones: Milestone[],
): Promise<Customer> {
  const accountId = newId();
  await inOrg(db, orgId(1), actor, async (tx) => {
    const name = `Files ${accountId}`;
    const template = await createTemplate(tx, { name }, { milestones });
    await publishTemplate(tx, template.id, template.version, "");
    await createAccount(tx, {
      id: accountId,
      name,
      ...{ domain: null, segment: null, industry: null, product_line: null, use_case: null },
      ...{ arr_cents: null, arr_currency: "USD", closed_on: null, go_live_on: null, fields: {} },
    });
    await addContact(tx, accountId, {
      ...{ name: "Ann Example", email: "ann@example.com", job_title: "", phone: "" },
    });
    await applyTemplate(tx, accountId, template.id, { startFirst: true });
  });
  const token = newToken();
  const at = [orgId(1), accountId];
  const [{ contact, task, slot }] = await asAdmin(
    adminUrl,
    `select c.id as contact, a.id as task, a.content #>> '{files,0,id}' as slot
     from contacts c join actions a on a.account_id = c.account_id
     where c.org_id = $1 and c.account_id = $2 and a.type = 'REQUEST_DOCS'
     order by a.position limit 1`,
    at,
  ) as [{ contact: string; task: string; slot: string }];
  await asAdmin(
    adminUrl,
    `insert into portal_access (org_id, account_id, contact_id, token_hash, seen_at)
     values ($1, $2, $3, $4, now())`,
    [...at, contact, hashToken(newToken())],
  );
  await asAdmin(
    adminUrl,
    `insert into portal_sessions (org_id, id, contact_id, token_hash, email)
     values ($1, $2, $3, $4, 'ann@example.com')`,
    [orgId(1), newId(), contact, hashToken(token)],
  );
  return { token, task, slot };
}
