import { type AccountDb, type Db, inAccount, inOrg } from "../base/db.ts";
import type { DemoMembers } from "../people/demo.ts";
import { delegateTask } from "./delegations.ts";
import { DEMO_CONTACT } from "./demo.ts";
import { listSponsorLinks, makeSponsorLink, visitSponsorPage } from "./sponsors.ts";
import { findTask } from "./submissions.ts";

const TASK = "Security and contract papers";
const COLLEAGUE = {
  name: "Ingrid Holm",
  email: "holm@northwind-traders.example",
  note: "You have the agreement with all its signatures, I think. The rest I do myself.",
};
const SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 " +
  "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

/** One task that a customer handed to a colleague, and a page that their chief financial officer reads. */
export async function seedDemoSharing(db: Db, orgId: string, members: DemoMembers): Promise<void> {
  const actor = { kind: "member", id: members.maya!, cause: "demo" } as const;
  const open = await inOrg(db, orgId, actor, async (tx) => {
    const task = await tx.selectFrom("actions as a")
      .innerJoin("plans as p", "p.id", "a.plan_id")
      .innerJoin("contacts as c", "c.account_id", "a.account_id")
      .select(["a.id", "c.account_id as accountId", "c.id as contactId"])
      .where("c.email", "=", DEMO_CONTACT).where("c.removed_at", "is", null)
      .where("a.label", "=", TASK).where("a.opened_at", "is not", null)
      .where("p.ended_at", "is", null).executeTakeFirst();
    if (!task || (await listSponsorLinks(tx, task.accountId)).length > 0) return;
    const page = { label: "Erik Lund, CFO", days: 30 };
    const token = await makeSponsorLink(tx, task.accountId, page, { member: members.maya! });
    await visitSponsorPage(tx, token, SAFARI);
    return task;
  });
  if (!open) return;
  const { accountId, contactId } = open;
  const handOver = async (tx: AccountDb) => {
    const author = { accountId, contactId, email: DEMO_CONTACT };
    await delegateTask(tx, author, await findTask(tx, open.id), COLLEAGUE);
  };
  await inAccount(db, orgId, accountId, contactId, handOver);
}
