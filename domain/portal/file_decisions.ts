import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Language } from "../base/languages.ts";
import type { Files } from "../base/schema.ts";
import { type FoundAction, lockAction } from "../onboarding/actions.ts";
import { returnSubmission } from "./returns.ts";

export interface ReturnedFile {
  name: string;
  /** What opens once more, where it was asked for with something. */
  action?: FoundAction;
  /** Who sent it. */
  sender?: { name: string; email: string; language: Language | null };
}

/** The CSM has looked, and this is what was wanted. */
export async function acceptFile(
  tx: OrgDb,
  memberId: string,
  accountId: string,
  id: string,
): Promise<string> {
  const file = await lockFile(tx, accountId, id);
  if (file.state === "accepted") throw new Refused(`${file.name} is accepted already.`);
  await decide(tx, id, memberId, { state: "accepted", returned_why: null });
  await record(tx, file, "submission.file_accepted");
  return file.name;
}

/** What came stays; the customer is asked for another, is told why, and can send again. */
export async function askForAnother(
  tx: OrgDb,
  memberId: string,
  accountId: string,
  id: string,
  why: string,
): Promise<ReturnedFile> {
  const file = await lockFile(tx, accountId, id);
  if (file.state === "returned") throw new Refused(`${file.name} was asked for again already.`);
  const action = file.action_id ? await lockAction(tx, file.action_id) : undefined;
  await decide(tx, id, memberId, { state: "returned", returned_why: why });
  await record(tx, file, "submission.file_returned", { why });
  if (action) await returnSubmission(tx, action, `${file.name}: ${why}`);
  return { name: file.name, action, sender: await senderOf(tx, file) };
}

type LockedFile = Selectable<Files> & { label: string | null };

async function lockFile(tx: OrgDb, accountId: string, id: string): Promise<LockedFile> {
  const file = await tx.selectFrom("files as f").selectAll("f")
    .select((q) =>
      q.selectFrom("actions as a").whereRef("a.id", "=", "f.action_id").select("a.label").as(
        "label",
      )
    )
    .select(
      sql<boolean>`exists (select from files n where n.action_id = f.action_id and n.slot = f.slot
        and n.name = f.name and n.id > f.id)`.as("isReplaced"),
    )
    .where("f.id", "=", id).where("f.account_id", "=", accountId)
    .forUpdate().executeTakeFirst();
  if (!file) throw new NotFound();
  if (file.isReplaced) throw new Refused(`There is a newer version of ${file.name}. Look at that.`);
  return file;
}

async function decide(
  tx: OrgDb,
  id: string,
  memberId: string,
  decision: Pick<Selectable<Files>, "state" | "returned_why">,
): Promise<void> {
  await tx.updateTable("files")
    .set({ ...decision, decided_at: sql<Date>`now()`, decided_by: memberId })
    .where("id", "=", id).execute();
}

async function record(
  tx: OrgDb,
  { action_id, account_id, name, label }: LockedFile,
  kind: string,
  data: { why?: string } = {},
): Promise<void> {
  await recordEvent(tx, {
    kind,
    subjectId: action_id ?? account_id,
    accountId: account_id,
    data: { label, name, ...data },
  });
}

/** One who has left gets no letter. */
async function senderOf(tx: OrgDb, { contact_id }: LockedFile) {
  if (!contact_id) return;
  return await tx.selectFrom("contacts").select(["name", "email", "language"])
    .where("id", "=", contact_id).where("removed_at", "is", null).executeTakeFirst();
}
