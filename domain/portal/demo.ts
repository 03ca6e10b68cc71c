import { openPortalTo } from "../accounts/portal_access.ts";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { writeMessage } from "../messages/conversations.ts";
import { applyTemplate } from "../onboarding/plan_applications.ts";
import { currentPlan } from "../onboarding/plans.ts";
import type { DemoMembers } from "../people/demo.ts";
import { changeBookingUrl } from "../people/profiles.ts";
import { seedDemoFiles } from "./demo_files.ts";

/** A contact of the demo who can sign in: the letter with the link is kept in the outbox. */
export const DEMO_CONTACT = "nair@northwind-traders.example";

/** Lets two people of one customer in, with a plan to work on and a word of their CSM. */
export async function seedDemoPortal(db: Db, orgId: string, members: DemoMembers): Promise<void> {
  const actor = { kind: "member", id: members.maya!, cause: "demo" } as const;
  const opened = await inOrg(db, orgId, actor, async (tx) => {
    const contact = await tx.selectFrom("contacts").select(["id", "account_id"])
      .where("email", "=", DEMO_CONTACT).executeTakeFirst();
    if (!contact) return;
    const known = await tx.selectFrom("portal_access").select("contact_id")
      .where("contact_id", "=", contact.id).executeTakeFirst();
    if (known) return;
    const accountId = contact.account_id;
    await openPortalTo(tx, accountId, [DEMO_CONTACT, "cho@northwind-traders.example"]);
    await changeBookingUrl(tx, members.maya!, "https://calendar.example.com/maya-ortiz");
    await plan(tx, accountId);
    await writeMessage(tx, {
      accountId,
      memberId: members.maya!,
      body: "Welcome, Priya! Begin with the first task, it takes about four minutes.",
    });
    return accountId;
  });
  if (opened) await seedDemoFiles(db, orgId, members.maya!, opened);
}

async function plan(tx: OrgDb, accountId: string): Promise<void> {
  if (await currentPlan(tx, accountId)) return;
  const template = await tx.selectFrom("templates").select("id")
    .where("name", "=", "Enterprise onboarding").executeTakeFirst();
  if (template) await applyTemplate(tx, accountId, template.id, { startFirst: true });
}
