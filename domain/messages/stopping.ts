import type { OrgDb } from "../base/db.ts";
import { frequencyOf, TOPICS } from "./notification_topics.ts";
import { preferencesOf, stopMail } from "./notification_preferences.ts";
import type { Unsubscribing } from "./unsubscribing.ts";

/** What a link at the foot of a mail would stop. */
export interface Stoppable {
  /** Whose mail. */
  org: string;
  email: string;
  /** What is stopped, in words. */
  what: string[];
  /** It is stopped already. */
  isStopped: boolean;
}

/** Absent where the person is gone. */
export async function findStoppable(
  tx: OrgDb,
  what: Unsubscribing,
): Promise<Stoppable | undefined> {
  const member = await memberOf(tx, what);
  if (!member) return undefined;
  const topics = await topicsOf(tx, what);
  const { org, email, frequencies } = member;
  const isStopped = topics.every(({ topic }) => frequencyOf(topic, frequencies) === "none");
  return { org, email, what: topics.map(({ label }) => label), isStopped };
}

/** Stopping what is stopped changes nothing. */
export async function stop(tx: OrgDb, what: Unsubscribing): Promise<void> {
  if (!await memberOf(tx, what)) return;
  await stopMail(tx, what.id, (await topicsOf(tx, what)).map(({ topic }) => topic));
}

async function memberOf(tx: OrgDb, { id }: Unsubscribing) {
  const member = await tx.selectFrom("members as m").innerJoin("orgs as o", "o.id", "m.org_id")
    .select(["o.name as org", "m.email"])
    .where("m.id", "=", id).where("m.deactivated_at", "is", null).executeTakeFirst();
  if (!member) return undefined;
  const { frequencies } = (await preferencesOf(tx, [id])).get(id)!;
  return { ...member, frequencies };
}

/** A summary stands for all that goes into it now. */
async function topicsOf(tx: OrgDb, { id, scope }: Unsubscribing) {
  const { frequencies } = (await preferencesOf(tx, [id])).get(id)!;
  return TOPICS.filter(({ topic }) =>
    scope.includes(topic) || scope.includes(frequencyOf(topic, frequencies))
  );
}
