import type { Outside } from "../domain/base/outside.ts";
import { enqueue } from "../domain/base/queue.ts";
import { mailNotifications as mail, type MailRoom } from "../domain/messages/notification_mails.ts";
import { tellEvents } from "../domain/messages/notification_telling.ts";
import { stopLinks } from "../domain/messages/unsubscribing.ts";
import type { Handler } from "./handler.ts";
import { keyringOf } from "./rewrap_vault.ts";

const AT_ONCE = 500;
const SOON_SECONDS = 2;

export const tellNotifications: Handler<"tell_notifications"> = async (tx) => {
  const more = await tellEvents(tx, AT_ONCE);
  if (!more) return;
  const delaySeconds = more === "soon" ? SOON_SECONDS : 0;
  await enqueue(tx, "tell_notifications", {}, {
    key: more === "soon" ? "soon" : "clock",
    delaySeconds,
  });
};

export const mailNotifications: Handler<"mail_notifications"> = async (db, out, { orgId }) =>
  await mail(db, orgId, await mailRoomOf(out));

export async function mailRoomOf(out: Outside): Promise<MailRoom> {
  const { publicUrl } = out;
  const ring = await keyringOf(out);
  return ring ? { publicUrl, writeStop: stopLinks(ring, publicUrl) } : { publicUrl };
}
