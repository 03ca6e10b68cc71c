import type { RouteTable } from "../routes_table.ts";

const version = { version: "1" };
const rounds = "rounds.run" as const;
const at = "/accounts/{account}";
const filters = "view=all&q=%E2%9F%A6canary&csm={member}&segment=a&industry=b&health=on_track" +
  "&test=only&sort=go-live&after={account}2026-01-01&before={account}2026-01-01";

const facts = {
  name: "A new account",
  domain: "new.canary.test",
  segment: "SMB",
  industry: "Shipping",
  product_line: "Core",
  use_case: "Tracking",
  arr: "50,000",
  arr_currency: "EUR",
  closed_on: "2026-11-02",
  go_live_on: "2026-12-14",
};

const contact = {
  name: "A new contact",
  email: "new@canary.test",
  job_title: "COO",
  phone: "+49 30 1234",
};

/** Accounts, and what is kept about them. The one of the addresses names the AE of its organisation. */
export const accounts: RouteTable = {
  "GET /accounts": { may: "accounts.read", at: `/accounts?${filters}` },
  "GET /accounts/rows": {
    may: "accounts.read",
    at: `/accounts/rows?ids={account}&select=on&${filters}`,
  },
  "GET /accounts/new": { may: "accounts.change" },
  "POST /accounts": {
    may: "accounts.change",
    form: { id: "{newAccount}", ...facts, csm_id: "", ae_id: "", field_canary: "Shown" },
    optional: ["test", "anyway", "template_id", "start_first"],
    to: "/accounts/{newAccount}",
  },
  "GET /accounts/rounds": { may: rounds, at: "/accounts/rounds?before={account}" },
  "POST /accounts/rounds": {
    may: rounds,
    form: { kind: "assign", id: "{account}", csm_id: "", query: "view=all" },
    optional: ["everything", "template_id", "start_first"],
    to: "/accounts/rounds/*",
  },
  "GET /accounts/rounds/:round": {
    may: rounds,
    at: "/accounts/rounds/{askedRound}?part=changes&after={account}",
  },
  "POST /accounts/rounds/:round/confirmation": {
    may: rounds,
    at: "/accounts/rounds/{askedRound}/confirmation",
    ignoresForm: true,
    to: "/accounts/rounds/{askedRound}",
  },
  "POST /accounts/rounds/:round/cancellation": {
    may: rounds,
    at: "/accounts/rounds/{runningRound}/cancellation",
    ignoresForm: true,
    to: "/accounts/rounds/{runningRound}",
  },
  "POST /accounts/rounds/:round/undoing": {
    may: rounds,
    at: "/accounts/rounds/{doneRound}/undoing",
    ignoresForm: true,
    to: "/accounts/rounds/{doneRound}",
  },
  "POST /accounts/views": {
    may: "accounts.read",
    form: { name: "A new view", query: "view=mine" },
    to: "/accounts?view=mine",
  },
  "POST /accounts/views/:view/removal": {
    may: "accounts.read",
    at: "/accounts/views/{view}/removal",
    to: "/accounts",
  },
  "GET /accounts/:id/overview": { may: "accounts.read", at: `${at}/overview` },
  "GET /accounts/:id/facts": { may: "accounts.change", at: `${at}/facts` },
  "POST /accounts/:id/facts": {
    may: "accounts.change",
    at: `${at}/facts`,
    form: { ...version, ...facts, health: "on_track", field_canary: "Shown" },
    to: `${at}/overview`,
  },
  "POST /accounts/:id/csm": {
    may: "accounts.assign",
    at: `${at}/csm`,
    form: { ...version, csm_id: "" },
    to: `${at}/overview`,
  },
  "POST /accounts/:id/ae": {
    may: "accounts.assign",
    at: `${at}/ae`,
    form: { ...version, ae_id: "" },
    to: `${at}/overview`,
  },
  "GET /accounts/:id/merge": {
    may: "accounts.archive",
    at: `${at}/merge?q=%E2%9F%A6canary&with={archivedAccount}`,
  },
  "POST /accounts/:id/merge": {
    may: "accounts.archive",
    at: `${at}/merge`,
    form: {
      with: "{archivedAccount}",
      version: "1",
      other_version: "1",
      keep: "{account}",
      certain: "on",
    },
    to: at,
  },
  "GET /accounts/:id/activity": {
    may: "accounts.read",
    at: `${at}/activity?before=99999999&after=1`,
  },
  "GET /accounts/:id/contacts": { may: "accounts.read", at: `${at}/contacts` },
  "POST /accounts/:id/contacts": {
    may: "accounts.change",
    at: `${at}/contacts`,
    form: contact,
    to: `${at}/contacts`,
  },
  "GET /accounts/:id/contacts/:contact": {
    may: "accounts.change",
    at: `${at}/contacts/{contact}`,
  },
  "POST /accounts/:id/contacts/:contact": {
    may: "accounts.change",
    at: `${at}/contacts/{contact}`,
    form: { ...version, ...contact },
    to: `${at}/contacts`,
  },
  "POST /accounts/:id/contacts/:contact/primary": {
    may: "accounts.change",
    at: `${at}/contacts/{secondContact}/primary`,
    to: `${at}/contacts`,
  },
  "POST /accounts/:id/contacts/:contact/failing/removal": {
    may: "accounts.change",
    at: `${at}/contacts/{secondContact}/failing/removal`,
    to: `${at}/contacts`,
  },
  "POST /accounts/:id/contacts/:contact/removal": {
    may: "accounts.change",
    at: `${at}/contacts/{secondContact}/removal`,
    to: `${at}/contacts`,
  },
  "GET /accounts/:id/notes": {
    may: "accounts.read",
    at: `${at}/notes?before={note}&after={note}`,
  },
  "POST /accounts/:id/notes": {
    may: "accounts.note",
    at: `${at}/notes`,
    form: { body: "A new note" },
    to: `${at}/notes`,
  },
  "GET /accounts/:id/notes/:note": { may: "author", at: `${at}/notes/{note}` },
  "POST /accounts/:id/notes/:note": {
    may: "author",
    at: `${at}/notes/{note}`,
    form: { ...version, body: "A changed note" },
    to: `${at}/notes`,
  },
  "GET /accounts/:id/settings": { may: "accounts.read", at: `${at}/settings` },
  "POST /accounts/:id/archival": {
    may: "accounts.archive",
    at: `${at}/archival`,
    form: version,
    to: `${at}/settings`,
  },
  "POST /accounts/:id/restoration": {
    may: "accounts.archive",
    at: "/accounts/{archivedAccount}/restoration",
    form: version,
    to: "/accounts/{archivedAccount}/settings",
  },
  "POST /accounts/:id/test": {
    may: "accounts.change",
    at: `${at}/test`,
    form: { ...version, test: "on" },
    to: `${at}/settings`,
  },
  "POST /accounts/:id/channel": {
    may: "plans.change",
    at: `${at}/channel`,
    form: { channel: "" },
    to: `${at}/settings`,
  },
  "POST /accounts/:id/collaborators": {
    may: "accounts.assign",
    at: `${at}/collaborators`,
    form: { member_id: "{member}" },
    to: `${at}/settings`,
  },
  "POST /accounts/:id/collaborators/:member/removal": {
    may: "accounts.assign",
    at: `${at}/collaborators/{collaborator}/removal`,
    to: `${at}/settings`,
  },
  "GET /settings/fields": { may: "fields.change" },
  "POST /settings/fields": {
    may: "fields.change",
    form: { label: "Plan", hint: "As sold", type: "choice", options: "Small\nLarge" },
    to: "/settings/fields",
  },
  "GET /settings/fields/:field": { may: "fields.change", at: "/settings/fields/{field}" },
  "POST /settings/fields/:field": {
    may: "fields.change",
    at: "/settings/fields/{field}",
    form: { ...version, label: "Changed", hint: "", options: "" },
    to: "/settings/fields",
  },
  "POST /settings/fields/:field/retirement": {
    may: "fields.change",
    at: "/settings/fields/{field}/retirement",
    to: "/settings/fields",
  },
  "POST /settings/fields/:field/return": {
    may: "fields.change",
    at: "/settings/fields/{retiredField}/return",
    to: "/settings/fields",
  },
};
