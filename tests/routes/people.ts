import type { RouteTable } from "../routes_table.ts";

const version = { version: "1" };
const daysOff = { first_on: "2038-03-01", last_on: "2038-03-02" };

/** How somebody comes into an organisation, or makes one. */
export const joining: RouteTable = {
  "GET /welcome": { may: "person" },
  "POST /welcome": {
    may: "person",
    form: {
      once: "{once}",
      org: "A new organisation",
      time_zone: "Europe/Berlin",
      support_email: "help@canary.test",
    },
    to: "/",
  },
  "POST /welcome/invitations/:org/:id": {
    may: "invited",
    at: "/welcome/invitations/{org}/{invitation}",
    form: {},
    to: "/",
  },
  "POST /welcome/requests": {
    may: "person",
    form: {},
    to: "/welcome",
    changesNothing: true,
  },
  "GET /invitations/:org/:token": { may: "anyone", at: "/invitations/{org}/{invitationLink}" },
  "POST /invitations/:org/:token": {
    may: "anyone",
    at: "/invitations/{org}/{invitationLink}",
    to: "/verification",
  },
  "POST /switch": {
    may: "member",
    form: { org: "{org}" },
    to: "/",
    otherwise: "not found",
    changesNothing: true,
  },
  "GET /brand/:file": { may: "anyone", at: "/brand/{brandedOrg}.css" },
  "GET /brand/:org/logo": { may: "anyone", at: "/brand/{brandedOrg}/logo" },
};

/** The people of an organisation, and what they did. */
export const people: RouteTable = {
  "GET /": { may: "member" },
  "GET /counts": { may: "member" },
  "GET /search": { may: "member", at: "/search?q=%E2%9F%A6canary" },
  "GET /activity": {
    may: "audit.read",
    at:
      "/activity?actor={member}&about=member&from=2026-01-01&to=2030-01-01&before=99999999&after=1",
  },
  "GET /members": {
    may: "members.read",
    at: "/members?q=%E2%9F%A6canary&role=csm&state=active&after={member}&before={goneMember}",
  },
  "GET /members/:id": { may: "members.read", at: "/members/{member}" },
  "GET /members/:id/days-off": { may: "members.change", at: "/members/{member}/days-off" },
  "POST /members/:id/days-off": {
    may: "members.change",
    at: "/members/{member}/days-off",
    form: daysOff,
    to: "/members/{member}/days-off",
  },
  "POST /members/:id/days-off/:days/removal": {
    may: "members.change",
    at: "/members/{member}/days-off/{daysOff}/removal",
    to: "/members/{member}/days-off",
  },
  "GET /profile/days-off": { may: "member" },
  "POST /profile/days-off": { may: "member", form: daysOff, to: "/profile/days-off" },
  "POST /profile/days-off/:days/removal": {
    may: "member",
    at: "/profile/days-off/{ownDaysOff}/removal",
    to: "/profile/days-off",
  },
  "GET /members/:id/roles": { may: "members.change", fresh: true, at: "/members/{member}/roles" },
  "POST /members/:id/roles": {
    may: "members.change",
    fresh: true,
    at: "/members/{member}/roles",
    form: { ...version, roles: "leader" },
    to: "/members/{member}",
  },
  "GET /members/:id/deactivation": {
    may: "members.change",
    fresh: true,
    at: "/members/{member}/deactivation",
  },
  "POST /members/:id/deactivation": {
    may: "members.change",
    fresh: true,
    at: "/members/{member}/deactivation",
    form: version,
    to: "/members/{member}",
  },
  "POST /members/:id/reactivation": {
    may: "members.change",
    fresh: true,
    at: "/members/{goneMember}/reactivation",
    form: version,
    to: "/members/{goneMember}",
  },
  "POST /members/:id/sign-in-help": {
    may: "members.change",
    at: "/members/{member}/sign-in-help",
    form: {},
    to: "/members/{member}",
  },
  "GET /members/invitations": { may: "members.change" },
  "GET /members/invitations/new": {
    may: "members.change",
    fresh: true,
    at: "/members/invitations/new?email=somebody@canary.test",
  },
  "POST /members/invitations": {
    may: "members.change",
    fresh: true,
    form: { email: "somebody@canary.test", roles: "csm" },
    to: "/members/invitations",
  },
  "POST /members/invitations/:id/letters": {
    may: "members.change",
    fresh: true,
    at: "/members/invitations/{invitation}/letters",
    to: "/members/invitations",
  },
  "POST /members/invitations/:id/revocation": {
    may: "members.change",
    at: "/members/invitations/{invitation}/revocation",
    to: "/members/invitations",
  },
  "POST /members/requests/:id/refusal": {
    may: "members.change",
    at: "/members/requests/{request}/refusal",
    to: "/members/invitations",
  },
};

/** What an organisation decides for all of its people. */
export const settings: RouteTable = {
  "GET /settings": { may: "org.change" },
  "POST /settings": {
    may: "org.change",
    form: {
      ...version,
      name: "A new name",
      support_email: "help@canary.test",
      time_zone: "Europe/Berlin",
      working_days: "1",
    },
    to: "/settings",
  },
  "GET /settings/plan": { may: "org.change" },
  "GET /settings/holidays": { may: "org.change" },
  "POST /settings/holidays": {
    may: "org.change",
    form: { day: "2027-03-03", name: "A day" },
    to: "/settings/holidays",
  },
  "POST /settings/holidays/:day/removal": {
    may: "org.change",
    at: "/settings/holidays/{holiday}/removal",
    to: "/settings/holidays",
  },
  "GET /settings/domains": { may: "domains.change" },
  "POST /settings/domains": {
    may: "domains.change",
    form: { kind: "mail", address: "hello@new.example" },
    to: "/settings/domains",
  },
  "POST /settings/domains/invites": {
    may: "domains.change",
    form: { version: "1", invites: "listed", domains: "partner.example" },
    to: "/settings/domains",
  },
  "POST /settings/domains/:domain/checks": {
    may: "domains.change",
    at: "/settings/domains/{domain}/checks",
    to: "/settings/domains",
  },
  "POST /settings/domains/:domain/removal": {
    may: "domains.change",
    at: "/settings/domains/{domain}/removal",
    to: "/settings/domains",
  },
  "GET /settings/branding": { may: "branding.change" },
  "GET /settings/branding/preview": {
    may: "branding.change",
    at: "/settings/branding/preview?accent=%23123456",
  },
  "POST /settings/branding": {
    may: "branding.change",
    form: { ...version, accent: "#123456" },
    optional: ["remove_logo", "logo"],
    to: "/settings/branding",
  },
};
