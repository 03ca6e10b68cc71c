import type { RouteTable } from "../routes_table.ts";

const one = "/notifications/{event}/reading";

/** What each member is told, and how. */
export const notifications: RouteTable = {
  "GET /notifications": {
    may: "member",
    at: "/notifications?about=house&view=unread&after=u99999999",
  },
  "POST /notifications/readings": {
    may: "member",
    form: { topic: "", account: "{account}" },
    to: "/notifications",
  },
  "POST /notifications/:event/reading": {
    may: "member",
    at: one,
    form: {},
    optional: ["go"],
    to: "/notifications",
  },
  "POST /notifications/:event/reading/removal": {
    may: "member",
    at: `${one}/removal`,
    to: "/notifications",
  },
  "GET /profile/notifications": { may: "member" },
  "POST /profile/notifications": {
    may: "member",
    form: {
      version: "1",
      ...Object.fromEntries(
        [
          ...["customers", "handoffs", "accounts", "mentions", "trouble", "escalations"],
          ...["late", "review", "progress", "house"],
        ].map((topic) => [`mail_${topic}`, "weekly"]),
      ),
      summary_at: "09:30",
      weekly_on: "5",
      time_zone: "Europe/Paris",
      working_days: "1",
      quiet_from: "20:00",
      quiet_until: "07:00",
    },
    optional: ["rest_days"],
    to: "/profile/notifications",
  },
  "GET /unsubscribe/:token": { may: "anyone", at: "/unsubscribe/{unsubscribeLink}" },
  "POST /unsubscribe/:token": { may: "anyone", at: "/unsubscribe/{unsubscribeLink}" },
};
