import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";

/** Records that an admin has a reset letter sent to a member, and answers where it goes. */
export async function recordMemberReset(
  tx: OrgDb,
  memberId: string,
): Promise<{ name: string; email: string }> {
  const member = await tx.selectFrom("members").select(["name", "email"])
    .where("id", "=", memberId)
    .where("deactivated_at", "is", null)
    .executeTakeFirst();
  if (!member) throw new NotFound();
  await recordEvent(tx, { kind: "member.reset_sent", subjectId: memberId });
  return member;
}
