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
    at: "/notifications/{readEvent}/reading/removal",
    to: "/notifications",
  },
  "GET /profile/notifications": { may: "member" },
  "POST /profile/notifications": {
    may: "member",
    form: {
      version: "1",
      ...Object.fromEntries(
        [
          ...["customers", "handoffs", "accounts", "mentions", "trouble", "escalations", "tasks"],
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
  "GET /settings/notifications": { may: "org.change" },
  "POST /settings/notifications/reminders": {
    may: "org.change",
    form: {
      version: "1",
      before_days: "2",
      after_days: "1, 4",
      most_reminders: "3",
      note: "Write to us if you need help",
    },
    optional: ["reminders_on"],
    to: "/settings/notifications",
  },
  "POST /settings/notifications/escalation": {
    may: "org.change",
    form: { version: "1", overdue_days: "5", review_days: "" },
    to: "/settings/notifications",
  },
  "POST /members/:id/lead": {
    may: "members.change",
    at: "/members/{member}/lead",
    form: { lead_id: "{aeMember}" },
    to: "/members/{member}",
  },
  "POST /accounts/:id/reminder-pause": {
    may: "plans.change",
    at: "/accounts/{account}/reminder-pause",
    form: { version: "1" },
    to: "/accounts/{account}/settings",
  },
  "POST /accounts/:id/reminder-pause/removal": {
    may: "plans.change",
    at: "/accounts/{account}/reminder-pause/removal",
    form: { version: "1" },
    to: "/accounts/{account}/settings",
    changesNothing: true,
  },
  "POST /p/settings/mail": { may: "contact", form: { mail: "daily" }, to: "/p/settings" },
  "GET /unsubscribe/:token": { may: "anyone", at: "/unsubscribe/{unsubscribeLink}" },
  "POST /unsubscribe/:token": { may: "anyone", at: "/unsubscribe/{unsubscribeLink}" },
};
