import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { actionProposals } from "./action_proposals.tsx";
import { aiSettings } from "./ai_settings.tsx";
import { accountContacts } from "./account_contacts.tsx";
import { accountDays } from "./account_days.tsx";
import { accountFields } from "./account_fields.tsx";
import { accountMessages } from "./account_messages.tsx";
import { accountMerges } from "./account_merges.tsx";
import { accountReplies } from "./account_replies.tsx";
import { accountNotes } from "./account_notes.tsx";
import { accountPages } from "./account_pages.tsx";
import { accountPlan } from "./account_plan.tsx";
import { accountRounds } from "./account_rounds.tsx";
import { accountReminders } from "./account_reminders.tsx";
import { accountSponsors } from "./account_sponsors.tsx";
import { accountSettings } from "./account_settings.tsx";
import { accountSubmissions } from "./account_submissions.tsx";
import { accounts } from "./accounts.tsx";
import { actions } from "./actions.tsx";
import { actionsEdit } from "./actions_edit.tsx";
import { activity } from "./activity.tsx";
import { accountFiles } from "./account_files.tsx";
import { asCustomer } from "./as_customer.tsx";
import { brand } from "./brand.ts";
import { branding } from "./branding.tsx";
import { counts } from "./counts.tsx";
import { memberDaysOff, ownDaysOff } from "./days_off.tsx";
import { domains } from "./domains.tsx";
import { drafts } from "./drafts.tsx";
import { draftTypings } from "./draft_typings.tsx";
import { answerError, answerNotFound } from "./errors.tsx";
import type { Env, House } from "./env.ts";
import { limitBody } from "./forms.ts";
import { accountHandoff } from "./account_handoff.tsx";
import { handoffs } from "./handoffs.tsx";
import { handoffSettings } from "./handoff_settings.tsx";
import { fileSettings } from "./file_settings.tsx";
import { health } from "./health.ts";
import { home } from "./home.tsx";
import { hosts, portalHosts } from "./hosts.ts";
import { importColumns } from "./import_columns.tsx";
import { importResults } from "./import_results.tsx";
import { importReview } from "./import_review.tsx";
import { imports, MOST_UPLOAD_BYTES } from "./imports.tsx";
import { inbound } from "./inbound.tsx";
import { invitationLinks } from "./invitation_links.tsx";
import { invitations } from "./invitations.tsx";
import { jobs } from "./jobs.tsx";
import { live } from "./live.tsx";
import { mailHooks } from "./mail_hooks.ts";
import { mailSettings } from "./mail_settings.tsx";
import { mails } from "./mails.tsx";
import { memberChanges } from "./member_changes.tsx";
import { memberLeads } from "./member_leads.tsx";
import { members } from "./members.tsx";
import { metrics } from "./metrics.tsx";
import { notificationPreferences } from "./notification_preferences.tsx";
import { notificationSettings } from "./notification_settings.tsx";
import { notifications } from "./notifications.tsx";
import { outbox } from "./outbox.tsx";
import { framed } from "./page.tsx";
import { planApplications } from "./plan_applications.tsx";
import { planMilestones } from "./plan_milestones.tsx";
import { passwordResets } from "./password_resets.tsx";
import { portal } from "./portal.ts";
import { queue } from "./queue.tsx";
import { queueSettings } from "./queue_settings.tsx";
import { profile } from "./profile.tsx";
import { review } from "./review.tsx";
import { rehearsals, rehearsing } from "./rehearsals.tsx";
import { requests } from "./requests.ts";
import { savedViews } from "./saved_views.tsx";
import { search } from "./search.tsx";
import { connectionChannels } from "./connection_channels.tsx";
import { connectionPages } from "./connection_pages.tsx";
import { notionSettings } from "./notion_settings.tsx";
import { outsideRecords } from "./outside_records.tsx";
import { connectionReturns } from "./connection_returns.tsx";
import { connectionSetup } from "./connection_setup.tsx";
import { connectors } from "./connectors.tsx";
import { fieldMappings } from "./field_mappings.tsx";
import { serviceCalls } from "./service_calls.ts";
import { simulatedDeals } from "./simulated_deals.ts";
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
import { templateProposals } from "./template_proposals.tsx";
import { templates } from "./templates.tsx";
import { templateSuggestions } from "./template_suggestions.tsx";
import { templateUpgrades } from "./template_upgrades.tsx";
import { unsubscribe } from "./unsubscribe.tsx";
import { upgrades } from "./upgrades.tsx";
import { verification } from "./verification.tsx";
import { welcome } from "./welcome.tsx";
import { whatIfs } from "./what_ifs.tsx";
import { workflowCalls } from "./workflow_calls.ts";
import { workflowStarts } from "./workflow_starts.tsx";
import { runs } from "./runs.tsx";
import { workflowEditor } from "./workflow_editor.tsx";
import { workflowEdits } from "./workflow_edits.tsx";
import { workflowImports } from "./workflow_imports.tsx";
import { workflowPublications } from "./workflow_publications.tsx";
import { workflows } from "./workflows.tsx";

const formLimit = limitBody(2_000_000);
const fileLimits: Record<string, ReturnType<typeof limitBody>> = {
  "/templates/imports": limitBody(MOST_IMPORT_BYTES),
  "/workflows/imports": limitBody(MOST_IMPORT_BYTES),
  "/import": limitBody(MOST_UPLOAD_BYTES),
};
const PORTAL_FILES = /^\/p\/tasks\/[^/]+\/files\/[^/]+$/;

/** Before anything is read. A route that takes files has a limit of its own. */
const bodyLimits = createMiddleware<Env>((c, next) => {
  // It counts while it reads, and never holds a form as a whole.
  if (c.req.method === "POST" && PORTAL_FILES.test(c.req.path)) return next();
  return (fileLimits[c.req.path] ?? formLimit)(c, next);
});

/** Whoever is here is a member, and each request is one transaction of theirs. */
const PLACES_OF_ORG = [
  "/",
  "/accounts/*",
  "/activity",
  "/connectors/*",
  "/counts",
  "/handoffs/*",
  "/import/*",
  "/inbound/*",
  "/jobs/*",
  "/mails/*",
  "/members/*",
  "/metrics/*",
  "/queue/*",
  "/notifications/*",
  "/profile/notifications",
  "/profile/days-off/*",
  "/review",
  "/runs/*",
  "/search",
  "/settings/*",
  "/templates/*",
  "/workflows/*",
];

/** Within those, but with transactions of their own. */
const PLACES_APART = [
  "/members/:id/sign-in-help",
  "/accounts/:id/as-customer",
  "/accounts/:id/as-customer/*",
  "/workflows/:id/rehearsals",
  "/connectors/callback",
  "/connectors/simulation",
];

const accountParts = [
  accountMerges,
  ...[accounts, accountPages, accountContacts, accountNotes, drafts, draftTypings],
  ...[accountPlan, planApplications, planMilestones, actions, actionsEdit, upgrades],
  accountReplies,
  ...[accountHandoff, accountMessages, accountSubmissions, accountSettings, accountDays],
  accountReminders,
  accountSponsors,
  accountFiles,
];
const importParts = [imports, importColumns, importReview, importResults];
const templateParts = [
  ...[templates, templateEditor, templateActions, templatePublications],
  ...[templateSuggestions, templateUpgrades, actionProposals],
];
const connectorParts = [
  ...[connectors, connectionPages, fieldMappings, connectionSetup],
  ...[notionSettings, outsideRecords, connectionChannels],
];
const workflowParts = [workflows, workflowEditor, workflowEdits, workflowPublications];

/** Every route of Thread. `main.ts` and the tests make it from the same parts. */
export function makeApp(house: House) {
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set("house", house);
    await next();
  });
  app.use(requests, securityHeaders, hosts, httpsOnly);
  app.route("/hooks/mail", mailHooks).route("/hooks", serviceCalls);
  app.use(crossSite, bodyLimits);
  app.route("/", health).route("/", portalHosts);
  app.route("/static", staticFiles);
  app.onError(answerError);
  app.notFound(answerNotFound);

  for (const place of PLACES_APART) app.use(place, sessions);
  for (const place of PLACES_OF_ORG) app.use(place, entered);
  app.route("/p", portal);
  app.route("/unsubscribe", unsubscribe).route("/hooks", workflowCalls);
  app.use(sessions);
  app.route("/", live);
  for (const way of [signIn, signInLinks, signUp, verification, passwordResets, steppingUp]) {
    app.route("/", way);
  }
  app.route("/", signOut).route("/", profile).route("/", sessionList);
  app.use("/welcome/*", named);
  app.route("/welcome", welcome).route("/invitations", invitationLinks);
  app.route("/brand", brand).route("/switch", switchOrg).route("/members", signInHelp);
  app.route("/", connectionReturns).route("/", simulatedDeals);
  app.route("/accounts", asCustomer).route("/workflows", rehearsing);

  for (const place of PLACES_OF_ORG) app.use(place, signedIn, tenant, framed);
  app.route("/", home).route("/activity", activity).route("/search", search)
    .route("/counts", counts).route("/review", review);
  app.route("/notifications", notifications)
    .route("/profile/notifications", notificationPreferences);
  app.route("/profile/days-off", ownDaysOff).route("/members", memberDaysOff);
  app.route("/members", members).route("/members", memberChanges)
    .route("/members", invitations).route("/members", memberLeads);
  app.route("/accounts/rounds", accountRounds).route("/accounts/views", savedViews);
  for (const part of accountParts) app.route("/accounts", part);
  app.route("/handoffs", handoffs).route("/settings/handoffs", handoffSettings);
  app.route("/settings/fields", accountFields)
    .route("/settings/notifications", notificationSettings);
  app.route("/workflows", workflowStarts).route("/runs", runs);
  app.route("/workflows", rehearsals).route("/workflows", whatIfs);
  for (const part of connectorParts) app.route("/connectors", part);
  app.route("/queue", queue).route("/settings/queues", queueSettings);
  app.route("/settings/domains", domains);
  app.route("/settings/branding", branding).route("/settings/ai", aiSettings);
  app.route("/settings/mail", mailSettings).route("/inbound", inbound);
  app.route("/settings/files", fileSettings);
  app.route("/settings", settings);
  for (const part of importParts) app.route("/import", part);
  app.route("/mails", mails).route("/jobs", jobs).route("/metrics", metrics);
  app.route("/templates/imports", templateImports)
    .route("/templates/proposals", templateProposals);
  for (const part of templateParts) app.route("/templates", part);
  app.route("/workflows/imports", workflowImports);
  for (const part of workflowParts) app.route("/workflows", part);
  app.use("/outbox/*", signedIn);
  if (house.settings.demo) app.route("/outbox", outbox).route("/styleguide", styleguide);
  return app;
}

export type App = ReturnType<typeof makeApp>;
