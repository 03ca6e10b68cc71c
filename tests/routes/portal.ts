import type { RouteTable } from "../routes_table.ts";

const task = "/p/tasks/{askedAction}";
const account = "/accounts/{account}";
const look = `${account}/as-customer`;
const contacts = `${account}/contacts`;
const body = { body: "A new message" };
const code = { code: "{code}" };

/** What a customer's contact reaches: the ways in first, then what is theirs. */
export const portal: RouteTable = {
  "GET /p/:org": { may: "anyone", at: "/p/{brandedOrg}" },
  "GET /p/:org/tasks/:task": { may: "anyone", at: "/p/{brandedOrg}/tasks/{linkedTask}" },
  "GET /p/:org/invitations/:token": {
    may: "anyone",
    at: "/p/{brandedOrg}/invitations/{portalInvitation}",
  },
  "POST /p/:org/invitations/:token": {
    may: "anyone",
    at: "/p/{brandedOrg}/invitations/{portalInvitation}",
    to: "/p/code",
  },
  "GET /p/sign-in": { may: "anyone", at: "/p/sign-in?next=/p/team" },
  "POST /p/sign-in-links": {
    may: "anyone",
    form: { email: "{contactEmail}", next: "/p" },
    to: "/p/code",
  },
  "GET /p/code": { may: "anyone", asked: "portal" },
  "POST /p/code": { may: "anyone", asked: "portal", form: code, to: "/p" },
  "POST /p/letters": {
    may: "anyone",
    asked: "portal",
    form: { again: "{portalLink}" },
    ignoresForm: true,
    to: "/p/code",
  },
  "GET /p/sign-in-links/:token": { may: "anyone", at: "/p/sign-in-links/{portalLink}" },
  "POST /p/sign-in-links/:token": {
    may: "anyone",
    at: "/p/sign-in-links/{portalLink}",
    form: code,
    to: "/p",
  },
  "POST /p/sign-out": { may: "anyone", to: "/p/sign-in", changesNothing: true },
  "GET /p/live": { may: "contact", stream: true },
  "GET /p/choice": { may: "contact" },
  "POST /p/choice": { may: "contact", form: { contact: "{contact}" }, to: "/p" },
  "GET /p": { may: "contact" },
  "GET /p/timeline": { may: "contact" },
  "GET /p/tasks/:task": { may: "contact", at: task },
  "POST /p/tasks/:task/answers": {
    may: "contact",
    at: `${task}/answers`,
    form: { version: "1", q_one: "Another answer" },
    optional: ["then"],
    to: "/p",
  },
  "GET /p/tasks/:task/review": { may: "contact", at: `${task}/review` },
  "POST /p/tasks/:task/submission": {
    may: "contact",
    at: `${task}/submission`,
    form: { version: "1" },
    to: "/p",
  },
  "POST /p/tasks/:task/change-requests": {
    may: "contact",
    at: `${task}/change-requests`,
    form: body,
    to: task,
  },
  "POST /p/tasks/:task/files/:slot": {
    may: "contact",
    at: "/p/tasks/{assetsAction}/files/one",
    upload: "file_one",
    to: "/p/tasks/{assetsAction}",
  },
  "GET /p/files/:file": { may: "contact", at: "/p/files/{file}" },
  "GET /p/:org/progress/:token": {
    may: "anyone",
    at: "/p/{brandedOrg}/progress/{sponsorToken}",
    records: true,
  },
  "GET /p/meetings": { may: "contact" },
  "POST /p/tasks/:task/delegations": {
    may: "contact",
    at: `${task}/delegations`,
    form: { name: "A colleague", email: "colleague@canary.test" },
    optional: ["note"],
    to: task,
  },
  "POST /p/tasks/:task/delegations/:delegation/end": {
    may: "contact",
    at: `${task}/delegations/{delegation}/end`,
    to: task,
  },
  "POST /p/tasks/:task/asks": {
    may: "contact",
    at: `${task}/asks`,
    form: { contact: "{contact}", question: "one" },
    to: task,
  },
  "POST /p/tasks/:task/asks/:question/removal": {
    may: "contact",
    at: `${task}/asks/one/removal`,
    to: task,
  },
  "GET /p/sponsors": { may: "contact" },
  "POST /p/sponsors": { may: "contact", form: { label: "The board", days: "30" } },
  "POST /p/sponsors/:link/end": {
    may: "contact",
    at: "/p/sponsors/{sponsorLink}/end",
    to: "/p/sponsors",
  },
  "POST /p/team/:contact/role": {
    may: "contact",
    at: "/p/team/{viewerContact}/role",
    form: { role: "member" },
    to: "/p/team",
  },
  "GET /p/documents": { may: "contact" },
  "POST /p/tasks/:task/uploads": {
    may: "contact",
    at: "/p/tasks/{assetsAction}/uploads",
    form: { slot: "one", name: "new.pdf", size: "2000000", modified: "1700000000000" },
  },
  "GET /p/uploads/:upload": { may: "contact", at: "/p/uploads/{upload}" },
  "PUT /p/uploads/:upload": { may: "contact", at: "/p/uploads/{upload}", piece: true },
  "DELETE /p/uploads/:upload": { may: "contact", at: "/p/uploads/{upload}" },
  "POST /p/uploads/:upload/removal": {
    may: "contact",
    at: "/p/uploads/{upload}/removal",
    to: "/p/tasks/{assetsAction}",
  },
  "GET /p/team": { may: "contact" },
  "POST /p/team": {
    may: "contact",
    form: { name: "A new teammate", email: "new@canary.test" },
    optional: ["role"],
    to: "/p/team",
  },
  "GET /p/messages": { may: "contact" },
  "POST /p/messages": { may: "contact", form: body, to: "/p/messages" },
  "GET /p/settings": { may: "contact" },
  "POST /p/sign-in": {
    may: "anyone",
    form: { email: "{contactEmail}", password: "{password}", next: "/p/{brandedOrg}" },
    to: "/p/{brandedOrg}",
  },
  "GET /p/settings/password": { may: "contact" },
  "POST /p/settings/password": {
    may: "contact",
    form: { password: "{newPassword}" },
    to: "/p/settings",
  },
  "POST /p/settings/password/removal": { may: "contact", to: "/p/settings" },
  "POST /p/settings/password/proof": {
    may: "contact",
    form: { password: "{password}" },
    to: "/p/settings/password",
  },
  "POST /p/settings/password/letters": { may: "contact", to: "/p/settings/password" },
  "POST /p/settings/password/code": {
    may: "contact",
    asked: "portal_step_up",
    form: code,
    to: "/p/settings/password",
  },
  "POST /p/settings/profile": {
    may: "contact",
    form: { name: "A new name", job_title: "A new title" },
    to: "/p/settings",
  },
  "POST /p/settings/other-sessions/revocation": { may: "contact", to: "/p/settings" },
  "POST /p/settings/sessions/:id/revocation": {
    may: "contact",
    at: "/p/settings/sessions/{otherPortalSession}/revocation",
    to: "/p/settings",
  },
  "POST /p/settings/language": { may: "contact", form: { language: "de" }, to: "/p/settings" },
  "POST /p/settings/sessions/revocation": { may: "contact", to: "/p/sign-in" },
};

/** What the staff sees of the portal, and does about it. */
export const portalStaff: RouteTable = {
  "POST /profile/booking": {
    may: "member",
    form: { booking_url: "https://calendar.canary.test/me" },
    to: "/profile",
  },
  "POST /accounts/:id/contacts/:contact/portal-invitations": {
    may: "accounts.change",
    at: `${contacts}/{contact}/portal-invitations`,
    to: contacts,
  },
  "POST /accounts/:id/contacts/:contact/portal-role": {
    may: "accounts.change",
    at: `${contacts}/{viewerContact}/portal-role`,
    form: { role: "member" },
    to: contacts,
  },
  "GET /accounts/:id/sponsors": { may: "accounts.read", at: `${account}/sponsors` },
  "POST /accounts/:id/sponsors": {
    may: "accounts.change",
    at: `${account}/sponsors`,
    form: { label: "The board", days: "30" },
  },
  "POST /accounts/:id/sponsors/:link/end": {
    may: "accounts.change",
    at: `${account}/sponsors/{sponsorLink}/end`,
    to: `${account}/sponsors`,
  },
  "POST /accounts/:id/contacts/:contact/portal-access/removal": {
    may: "accounts.change",
    at: `${contacts}/{contact}/portal-access/removal`,
    to: contacts,
  },
  "GET /accounts/:id/messages": { may: "accounts.read", at: `${account}/messages` },
  "POST /accounts/:id/messages": {
    may: "actions.work",
    at: `${account}/messages`,
    form: body,
    optional: ["answers"],
    to: `${account}/messages`,
  },
  "GET /accounts/:id/submissions/:action": {
    may: "accounts.read",
    at: `${account}/submissions/{doneAction}`,
  },
  "POST /accounts/:id/submissions/:action/returns": {
    may: "actions.work",
    at: `${account}/submissions/{doneAction}/returns`,
    form: body,
    to: `${account}/submissions/{doneAction}`,
  },
  "GET /accounts/:id/files/:file": { may: "accounts.read", at: `${account}/files/{file}` },
  "POST /accounts/:id/files/:file/acceptance": {
    may: "actions.work",
    at: `${account}/files/{file}/acceptance`,
    to: `${account}/documents`,
  },
  "GET /accounts/:id/files/:file/returns": {
    may: "actions.work",
    at: `${account}/files/{file}/returns`,
  },
  "POST /accounts/:id/files/:file/returns": {
    may: "actions.work",
    at: `${account}/files/{file}/returns`,
    form: body,
    to: `${account}/documents`,
  },
  "GET /settings/files": { may: "org.change" },
  "POST /settings/files": {
    may: "org.change",
    form: { version: "1", megabytes: "100" },
    to: "/settings/files",
  },
  "GET /accounts/:id/as-customer/documents": {
    may: "accounts.read",
    at: `${look}/documents`,
    records: true,
  },
  "GET /accounts/:id/as-customer/files/:file": {
    may: "accounts.read",
    at: `${look}/files/{file}`,
    records: true,
  },
  "GET /accounts/:id/as-customer": { may: "accounts.read", at: look, records: true },
  "GET /accounts/:id/as-customer/timeline": {
    may: "accounts.read",
    at: `${look}/timeline`,
    records: true,
  },
  "GET /accounts/:id/as-customer/meetings": {
    may: "accounts.read",
    at: `${look}/meetings`,
    records: true,
  },
  "GET /accounts/:id/as-customer/tasks/:task": {
    may: "accounts.read",
    at: `${look}/tasks/{askedAction}`,
    records: true,
  },
  "GET /accounts/:id/as-customer/messages": {
    may: "accounts.read",
    at: `${look}/messages`,
    records: true,
  },
  "GET /accounts/:id/as-customer/team": { may: "accounts.read", at: `${look}/team`, records: true },
  "GET /accounts/:id/as-customer/settings": {
    may: "accounts.read",
    at: `${look}/settings`,
    records: true,
  },
};
