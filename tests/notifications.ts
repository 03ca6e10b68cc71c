import { eventually } from "./processes.ts";
import { ring } from "./plans.ts";
import type { TestApp } from "./test_app.ts";

/**
 * Rings until every event was told. Another test's transaction that still runs in the same server
 * may hold that up for a moment.
 */
export async function tellAll(thread: TestApp): Promise<void> {
  await eventually("every event is told", async () => {
    await ring(thread);
    const behind = await thread.rows(
      `select from events e left join notification_cursors c on c.org_id = e.org_id
       where (e.xid, e.id) > (coalesce(c.xid, '0'), coalesce(c.event_id, 0)) limit 1`,
    );
    return behind.length === 0;
  });
  await thread.workOff();
}

export interface ToldRow {
  kind: string;
  topic: string;
  reason: string;
  mail_as: string | null;
  mail_at: Date | null;
  mail_id: string | null;
  read_at: Date | null;
  event_id: number;
}

/** What a member was told, in the order it happened. */
export function toldTo(thread: TestApp, who: string): Promise<ToldRow[]> {
  return thread.rows<ToldRow>(
    `select e.kind, n.* from notifications n
     join events e on e.org_id = n.org_id and e.id = n.event_id
     where n.member_id = $1 order by n.event_id`,
    [thread.cast[who]!.memberId],
  );
}

/** The mails to a member, oldest first. */
export async function mailsTo(thread: TestApp, who: string) {
  const { email } = thread.cast[who]!;
  return (await thread.mails()).filter(({ to_address }) => to_address === email);
}

/** Saves a member's preferences with these fields changed. */
export async function prefer(
  thread: TestApp,
  who: string,
  changes: Record<string, string | string[]>,
): Promise<Response> {
  const client = thread.as(who);
  const page = await client.page("/profile/notifications");
  const fields: Record<string, string | string[]> = {};
  for (
    const [, name, options] of page.matchAll(/<select[^>]*name="(\w+)"[^>]*>(.*?)<\/select>/gs)
  ) {
    const chosen = /<option value="([^"]*)"[^>]*selected/.exec(options!);
    fields[name!] = chosen?.[1] ?? "";
  }
  for (const [, name, value] of page.matchAll(/<input[^>]*name="(\w+)"[^>]*value="([^"]*)"/g)) {
    if (!["working_days", "rest_days", "back", "theme"].includes(name!)) fields[name!] = value!;
  }
  for (const name of ["quiet_from", "quiet_until"]) fields[name] ??= "";
  const everyDay = ["1", "2", "3", "4", "5", "6", "7"];
  const typed = Object.fromEntries(
    Object.entries({ working_days: everyDay, ...fields, ...changes })
      .filter(([name]) => KNOWN.test(name)),
  );
  return await client.post("/profile/notifications", typed);
}

const KNOWN =
  /^(mail_\w+|version|summary_at|weekly_on|time_zone|working_days|quiet_\w+|rest_days)$/;
