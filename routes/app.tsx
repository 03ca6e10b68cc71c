import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { accountBulk } from "./account_bulk.tsx";
import { accountContacts } from "./account_contacts.tsx";
import { accountFields } from "./account_fields.tsx";
import { accountNotes } from "./account_notes.tsx";
import { accountPages } from "./account_pages.tsx";
import { accountSettings } from "./account_settings.tsx";
import { accounts } from "./accounts.tsx";
import { activity } from "./activity.tsx";
import { brand } from "./brand.ts";
import { branding } from "./branding.tsx";
import { counts } from "./counts.tsx";
import { answerError, answerNotFound } from "./errors.tsx";
import type { Env, House } from "./env.ts";
import { limitBody } from "./forms.ts";
import { health } from "./health.ts";
import { home } from "./home.tsx";
import { invitationLinks } from "./invitation_links.tsx";
import { invitations } from "./invitations.tsx";
import { jobs } from "./jobs.tsx";
import { live } from "./live.tsx";
import { mails } from "./mails.tsx";
import { memberChanges } from "./member_changes.tsx";
import { members } from "./members.tsx";
import { outbox } from "./outbox.tsx";
import { framed } from "./page.tsx";
import { passwordResets } from "./password_resets.tsx";
import { profile } from "./profile.tsx";
import { requests } from "./requests.ts";
import { search } from "./search.tsx";
import { crossSite, httpsOnly, securityHeaders } from "./security.ts";
import { settings } from "./settings.tsx";
import { signInHelp } from "./sign_in_help.ts";
import { staticFiles } from "./static_files.ts";
import { sessionList } from "./session_list.tsx";
import { signIn } from "./sign_in.tsx";
import { signInLinks } from "./sign_in_links.tsx";
import { signOut } from "./sign_out.tsx";
import { styleguide } from "./styleguide.tsx";
import { named, signUp } from "./sign_up.tsx";
import { steppingUp } from "./step_up.tsx";
import { switchOrg } from "./switch.ts";
import { entered, sessions, signedIn, tenant } from "./tenant.ts";
import { templateActions } from "./template_actions.tsx";
import { templateEditor } from "./template_editor.tsx";
import { MOST_IMPORT_BYTES, templateImports } from "./template_imports.tsx";
import { templatePublications } from "./template_publications.tsx";
import { templates } from "./templates.tsx";
import { templateSuggestions } from "./template_suggestions.tsx";
import { verification } from "./verification.tsx";
import { welcome } from "./welcome.tsx";

const formLimit = limitBody(2_000_000);
const importLimit = limitBody(MOST_IMPORT_BYTES);

/** Before anything is read. A route that takes files has a limit of its own. */
const bodyLimits = createMiddleware<Env>((c, next) =>
  c.req.path === "/templates/imports" ? importLimit(c, next) : formLimit(c, next)
);

/** Whoever is here is a member, and each request is one transaction of theirs. */
const PLACES_OF_ORG = [
  "/",
  "/accounts/*",
  "/activity",
  "/counts",
  "/jobs/*",
  "/mails/*",
  "/members/*",
  "/search",
  "/settings/*",
  "/templates/*",
];

/** Every route of Thread. `main.ts` and the tests make it from the same parts. */
export function makeApp(house: House) {
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set("house", house);
    await next();
  });
  app.use(requests, securityHeaders, httpsOnly, crossSite, bodyLimits);
  app.route("/", health);
  app.route("/static", staticFiles);
  app.onError(answerError);
  app.notFound(answerNotFound);

  app.use("/members/:id/sign-in-help", sessions); // It opens transactions of its own.
  for (const place of PLACES_OF_ORG) app.use(place, entered);
  app.use(sessions);
  app.route("/", live);
  for (const way of [signIn, signInLinks, signUp, verification, passwordResets, steppingUp]) {
    app.route("/", way);
  }
  app.route("/", signOut).route("/", profile).route("/", sessionList);
  app.use("/welcome/*", named);
  app.route("/welcome", welcome).route("/invitations", invitationLinks);
  app.route("/brand", brand).route("/switch", switchOrg).route("/members", signInHelp);

  for (const place of PLACES_OF_ORG) app.use(place, signedIn, tenant, framed);
  app.route("/", home).route("/activity", activity).route("/search", search)
    .route("/counts", counts);
  app.route("/members", members).route("/members", memberChanges).route("/members", invitations);
  for (const part of [accounts, accountBulk, accountPages, accountContacts, accountNotes]) {
    app.route("/accounts", part);
  }
  app.route("/accounts", accountSettings).route("/settings/fields", accountFields);
  app.route("/settings/branding", branding).route("/settings", settings);
  app.route("/mails", mails).route("/jobs", jobs);
  app.route("/templates/imports", templateImports);
  for (
    const part of [
      templates,
      templateEditor,
      templateActions,
      templatePublications,
      templateSuggestions,
    ]
  ) app.route("/templates", part);
  app.use("/outbox/*", signedIn);
  if (house.settings.demo) app.route("/outbox", outbox).route("/styleguide", styleguide);
  return app;
}

export type App = ReturnType<typeof makeApp>;
