import type { RouteTable } from "../routes_table.ts";

const messages = "/accounts/{account}/messages";
const reply = `${messages}/{replyMessage}`;

/** Mail that customers send, where it comes in and what a person makes of it. */
export const replies: RouteTable = {
  "POST /hooks/mail/:provider/:key": { may: "anyone", machine: true },
  "POST /hooks/mail/:provider/:key/events": { may: "anyone", machine: true },
  "GET /inbound": { may: "mails.file", at: "/inbound?before={inbound}" },
  "GET /inbound/:id": { may: "mails.file", at: "/inbound/{inbound}?q=canary" },
  "POST /inbound/:id/assignment": {
    may: "mails.file",
    at: "/inbound/{inbound}/assignment",
    form: { account_id: "{account}" },
    to: "/inbound",
  },
  "POST /inbound/:id/discarding": {
    may: "mails.file",
    at: "/inbound/{inbound}/discarding",
    to: "/inbound",
  },
  "GET /settings/mail": { may: "mails.receive" },
  "POST /settings/mail": {
    may: "mails.receive",
    form: { sendgrid: "" },
    optional: ["sendgrid_events", "mailgun", "forget_mailgun"],
    to: "/settings/mail",
  },
  "POST /settings/mail/rotation": { may: "mails.receive", to: "/settings/mail" },
  "GET /accounts/:id/messages/:message": { may: "accounts.read", at: reply },
  "POST /accounts/:id/messages/:message/settling": {
    may: "actions.work",
    at: `${reply}/settling`,
    to: messages,
  },
  "POST /accounts/:id/messages/:message/completion": {
    may: "actions.work",
    at: `${reply}/completion`,
    to: messages,
  },
  "POST /accounts/:id/messages/:message/contact": {
    may: "accounts.change",
    at: `${messages}/{strangersMessage}/contact`,
    to: messages,
  },
  "GET /accounts/:id/messages/:message/answers": {
    may: "accounts.read",
    at: `${reply}/answers`,
  },
  "POST /accounts/:id/messages/:message/answers": {
    may: "actions.work",
    at: `${reply}/answers`,
    form: { version: "1", q_one: "Another answer" },
    optional: ["then"],
    to: "/accounts/{account}/submissions/{askedAction}",
  },
  "POST /accounts/:id/messages/:message/answers/dismissal": {
    may: "actions.work",
    at: `${reply}/answers/dismissal`,
    to: messages,
  },
};
