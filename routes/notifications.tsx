import { Hono } from "hono";
import { readingForm, readingsForm } from "../domain/messages/notification_forms.ts";
import { preferencesOf } from "../domain/messages/notification_preferences.ts";
import { placeOf } from "../domain/messages/notification_rules.ts";
import { type NotificationTopic, TOPICS } from "../domain/messages/notification_topics.ts";
import {
  findNotification,
  listNotifications,
  markRead,
  markUnread,
  type NotificationFilter,
} from "../domain/messages/notifications.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { NotificationsActions, NotificationsPage } from "../views/notifications.tsx";
import { viewerOf } from "./account_access.ts";
import { countsFor } from "./counts.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { signedInAs } from "./tenant.ts";

const EVENT = "/:event{[1-9][0-9]{0,14}}";

/** Mounted at /notifications. Each member sees their own. */
export const notifications = new Hono<Env>()
  .get("/", (c) => listPage(c))
  .post("/readings", async (c) => {
    const form = await readForm(c, readingsForm);
    if (!form.ok) return await listPage(c, 422, Object.values(form.errors)[0]);
    const { topic, account: accountId } = form.value;
    const which = { topic: topic as NotificationTopic | undefined, accountId };
    const count = await markRead(c.var.tx, viewerOf(c).id, which);
    const said = count === 0 ? "Nothing was unread." : "All of it is marked as read.";
    return goAndSay(c, "/notifications", said);
  })
  .post(`${EVENT}/reading`, async (c) => {
    const { tx } = c.var;
    const eventId = Number(c.req.param("event"));
    const viewer = viewerOf(c);
    const found = await findNotification(tx, viewer, eventId);
    const form = await readForm(c, readingForm);
    if (!form.ok) return await listPage(c, 422, Object.values(form.errors)[0]);
    await markRead(tx, viewer.id, { eventId });
    const isShown = found.account === null || found.accountId !== null;
    return c.redirect(form.value.go && isShown ? placeOf(found) : "/notifications", 303);
  })
  .post(`${EVENT}/reading/removal`, async (c) => {
    const eventId = Number(c.req.param("event"));
    await findNotification(c.var.tx, viewerOf(c), eventId);
    await markUnread(c.var.tx, viewerOf(c).id, eventId);
    return c.redirect("/notifications", 303);
  });

async function listPage(c: Ctx, status: 200 | 422 = 200, refusal?: string) {
  const { tx } = c.var;
  const viewer = viewerOf(c);
  const filter = readFilter(c);
  const [page, preferences, org, counts] = await Promise.all([
    listNotifications(tx, viewer, filter),
    preferencesOf(tx, [viewer.id]),
    findOrg(tx),
    c.var.frame?.then((frame) => frame.counts) ?? countsFor(c),
  ]);
  const timeZone = preferences.get(viewer.id)!.timeZone ?? org.time_zone;
  const unread = counts.notifications ?? 0;
  return await showPage(
    c,
    {
      title: "Notifications",
      header: {
        lead: `What concerns you at ${signedInAs(c).org.name}, and why.`,
        actions: <NotificationsActions topic={filter.topic} unread={unread} />,
      },
      notice: takeNotice(c),
    },
    <NotificationsPage {...{ page, filter, timeZone, unread, refusal }} />,
    status,
  );
}

function readFilter(c: Ctx): NotificationFilter {
  const { about, view, after } = c.req.query();
  const edge = /^([ur])([1-9]\d{0,14})$/.exec(after ?? "");
  return {
    topic: TOPICS.find(({ topic }) => topic === about)?.topic,
    unreadOnly: view === "unread",
    ...(edge && { after: { unread: edge[1] === "u", eventId: Number(edge[2]) } }),
  };
}
