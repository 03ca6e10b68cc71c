import type { RouteTable } from "../routes_table.ts";

const version = { version: "1" };
const at = "/accounts/{account}/actions/{draftedAction}/draft";
const lost = "/accounts/{account}/actions/{lostAction}/draft";
const leaving = "/accounts/{account}/actions/{leavingAction}/draft";
const bare = "/accounts/{account}/actions/{bareAction}/draft";
const may = "drafts.review";
const optional = ["queue"];
const place =
  "after={draft}2026-01-01%2000:00:00.000000&before={draft}2026-01-01%2000:00:00.000000";

/** Drafts of an account's actions, and the queue in which they wait. */
export const drafts: RouteTable = {
  "GET /review": { may, at: `/review?for=all&at={draftedAction}&left={leavingDraft}&${place}` },
  "GET /accounts/:id/actions/:action/draft": {
    may: "accounts.read",
    at: `${at}?edit&queue=for%3Dall`,
  },
  "GET /accounts/:id/actions/:action/draft/html": { may: "accounts.read", at: `${at}/html` },
  "POST /accounts/:id/actions/:action/draft": {
    may,
    optional: [...optional, "page", "typing"],
    at,
    form: {
      ...version,
      ...{ to: "new@canary.test", cc: "copy@canary.test", bcc: "" },
      ...{ subject: "A new subject", body: "A new text" },
    },
    to: at,
  },
  "POST /accounts/:id/actions/:action/draft/typing": {
    may,
    optional,
    at: `${at}/typing`,
    form: {
      ...{ ...version, page: "{typingPage}", typing: "0" },
      ...{ to: "new@canary.test", cc: "", bcc: "", subject: "A new", body: "A new text, half" },
    },
    to: `${at}?edit`,
  },
  "POST /accounts/:id/actions/:action/draft/typing/removal": {
    may,
    optional,
    at: `${at}/typing/removal`,
    form: { page: "{typingPage}", typing: "1" },
    to: `${at}?edit`,
  },
  "POST /accounts/:id/actions/:action/draft/approval": {
    may,
    optional,
    at: `${at}/approval`,
    form: version,
    to: at,
  },
  "POST /accounts/:id/actions/:action/draft/posting": {
    may,
    at: "/accounts/{account}/actions/{channelAction}/draft/posting",
    form: { ...version, channel: "{channel}" },
    to: "/accounts/{account}/actions/{channelAction}/draft",
  },
  "POST /accounts/:id/actions/:action/draft/discarding": {
    may,
    optional,
    at: `${at}/discarding`,
    form: version,
    to: at,
  },
  "POST /accounts/:id/actions/:action/draft/regeneration": {
    may,
    optional,
    at: `${at}/regeneration`,
    form: { ...version, wish: "Shorter" },
    to: at,
  },
  "POST /accounts/:id/actions/:action/draft/recall": {
    may,
    optional,
    at: `${leaving}/recall`,
    to: leaving,
  },
  "POST /accounts/:id/actions/:action/draft/request": {
    may,
    optional,
    at: `${bare}/request`,
    to: bare,
  },
  "POST /accounts/:id/actions/:action/draft/arrival": {
    may,
    optional,
    at: `${lost}/arrival`,
    to: lost,
  },
  "POST /accounts/:id/actions/:action/draft/resending": {
    may,
    optional,
    at: `${lost}/resending`,
    to: lost,
  },
  "POST /accounts/:id/actions/:action/execution": {
    may,
    optional,
    at: "/accounts/{account}/actions/{draftedAction}/execution",
    form: version,
    to: at,
  },
};
