import type { RouteTable } from "../routes_table.ts";

const version = { version: "1" };
const categories = { segment: "Enterprise", product_line: "", use_case: "", industry: "" };
const described = { name: "A new name", description: "For the large", ...categories };
const at = "/templates/{template}";
const read = "templates.read";
const change = "templates.change";

/** Templates: their list, their editor, what was published, what people suggest. */
export const templates: RouteTable = {
  "GET /templates": {
    may: read,
    at: "/templates?q=canary&status=published&segment=a&product_line=b&use_case=c&industry=d" +
      "&after={template}&before={goneTemplate}",
  },
  "GET /templates/new": { may: change },
  "POST /templates": {
    may: change,
    form: { ...described, starter: "quick-start" },
    to: "/templates/*",
  },
  "GET /templates/imports": { may: change },
  "POST /templates/imports": {
    may: change,
    form: { yaml: "thread_template: 1\nname: From a file\nmilestones: []", save: "yes" },
    optional: ["file"],
    to: "/templates/*",
  },
  "GET /templates/:id": { may: read, at },
  "GET /templates/:id/customer-view": { may: read, at: `${at}/customer-view` },
  "GET /templates/:id/details": { may: change, at: `${at}/details` },
  "POST /templates/:id/details": {
    may: change,
    at: `${at}/details`,
    form: { ...version, ...described },
    to: at,
  },
  "GET /templates/:id/copies": { may: change, at: `${at}/copies` },
  "POST /templates/:id/copies": {
    may: change,
    at: `${at}/copies`,
    form: { name: "A copy" },
    to: "/templates/*",
  },
  "GET /templates/:id/archival": { may: change, at: `${at}/archival` },
  "POST /templates/:id/archival": { may: change, at: `${at}/archival`, to: "/templates" },
  "POST /templates/:id/restoration": {
    may: change,
    at: "/templates/{goneTemplate}/restoration",
    to: "/templates/{goneTemplate}",
  },
  "GET /templates/:id/export": { may: read, at: `${at}/export` },
  "GET /templates/:id/publication": { may: change, at: `${at}/publication` },
  "POST /templates/:id/publication": {
    may: change,
    at: `${at}/publication`,
    form: { ...version, note: "What is new" },
    to: at,
  },
  "GET /templates/:id/revisions": { may: read, at: `${at}/revisions` },
  "GET /templates/:id/revisions/:number": { may: read, at: `${at}/revisions/1` },
  "GET /templates/:id/suggestions": { may: read, at: `${at}/suggestions` },
  "POST /templates/:id/suggestions": {
    may: "templates.suggest",
    at: `${at}/suggestions`,
    form: { about: "Kickoff", body: "Give them more time" },
    to: `${at}/suggestions`,
  },
  "POST /templates/:id/suggestions/:suggestion": {
    may: change,
    at: `${at}/suggestions/{suggestion}`,
    form: { outcome: "taken", note: "Thank you" },
    to: `${at}/suggestions`,
  },
};

const milestone = `${at}/milestones/{milestone}`;
const action = `${at}/actions/{action}`;

/** What a template says: milestones and actions. */
export const templateContent: RouteTable = {
  "POST /templates/:id/milestones": {
    may: change,
    at: `${at}/milestones`,
    form: { ...version, name: "Go-live", duration_days: "5" },
    to: at,
  },
  "GET /templates/:id/milestones/:milestone": { may: change, at: milestone },
  "POST /templates/:id/milestones/:milestone": {
    may: change,
    at: milestone,
    form: { ...version, name: "Go-live", duration_days: "5", our_text: "We", your_text: "You" },
    to: `${at}#part-{milestone}`,
  },
  "POST /templates/:id/milestones/:milestone/removal": {
    may: change,
    at: `${milestone}/removal`,
    form: version,
    to: at,
  },
  "POST /templates/:id/milestones/:milestone/position": {
    may: change,
    at: `${milestone}/position`,
    form: { ...version, step: "down" },
    optional: ["milestone", "index"],
    to: `${at}#part-{milestone}`,
  },
  "GET /templates/:id/milestones/:milestone/actions/new": {
    may: change,
    at: `${milestone}/actions/new`,
  },
  "POST /templates/:id/milestones/:milestone/actions": {
    may: change,
    at: `${milestone}/actions`,
    form: { ...version, type: "SLACK", label: "Tell the team" },
    to: `${at}/actions/*`,
  },
  "GET /templates/:id/actions/:action": { may: read, at: action },
  "POST /templates/:id/actions/:action": {
    may: change,
    at: action,
    form: {
      ...version,
      label: "Welcome",
      "trigger.kind": "milestone_start",
      "trigger.delay_hours": "24",
      owner: "csm",
      due_days: "3",
      portal_visible: "on",
      "content.to": "primary_contact",
      "content.to_others": "",
      "content.cc_others": "somebody@canary.test",
      "content.bcc_others": "",
      "content.subject": "Welcome to all of you",
      "content.body": "Hi",
    },
    to: `${at}#part-{action}`,
  },
  "POST /templates/:id/actions/:action/preview": {
    may: change,
    at: `${action}/preview`,
    form: { "content.subject": "Welcome", "content.body": "**Hi**" },
    ignoresForm: true,
    changesNothing: true,
  },
  "POST /templates/:id/actions/:action/removal": {
    may: change,
    at: `${action}/removal`,
    form: version,
    to: at,
  },
  "POST /templates/:id/actions/:action/position": {
    may: change,
    at: `${action}/position`,
    form: { ...version, step: "down" },
    optional: ["milestone", "index"],
    to: `${at}#part-{action}`,
  },
};

const proposal = "/templates/proposals/{proposal}";
const failed = "/templates/proposals/{failedProposal}";
const form = `${at}/actions/{formAction}`;
const text = `${form}/proposals/{textProposal}`;
const typed = { ...version, label: "Goals", "content.intro": "Typed and not saved" };

/** What a writer proposes: whole templates, and the text of one action. */
export const templateProposals: RouteTable = {
  "GET /templates/proposals": { may: change },
  "POST /templates/proposals": {
    may: change,
    form: { wish: "1. Kickoff, 1 week: a welcome email\n2. Go-live" },
    optional: ["rules"],
    to: "/templates/proposals/*",
  },
  "GET /templates/proposals/:proposal": { may: change, at: proposal },
  "POST /templates/proposals/:proposal": {
    may: change,
    at: proposal,
    form: {
      ...version,
      press: "take",
      name: "Proposed",
      description: "",
      "m.0.keep": "on",
      "m.0.name": "Kickoff",
      "m.0.days": "5",
      "m.0.our_text": "We",
      "m.0.your_text": "You",
    },
    to: "/templates/*",
  },
  "POST /templates/proposals/:proposal/tries": {
    may: change,
    at: `${failed}/tries`,
    form: { rules: "yes" },
    to: failed,
  },
  "POST /templates/proposals/:proposal/dismissal": {
    may: change,
    at: `${proposal}/dismissal`,
    to: "/templates",
  },
  "POST /templates/:id/actions/:action/proposals": {
    may: change,
    at: `${form}/proposals`,
    form: typed,
    ignoresForm: true,
    to: `${form}?proposal=*#suggested`,
  },
  "POST /templates/:id/actions/:action/proposals/:proposal/rules": {
    may: change,
    at: `${text}/rules`,
    form: typed,
    ignoresForm: true,
    to: `${form}?proposal=*#suggested`,
  },
  "POST /templates/:id/actions/:action/proposals/:proposal/look": {
    may: change,
    at: `${text}/look`,
    form: typed,
    ignoresForm: true,
    to: `${form}?proposal={textProposal}#suggested`,
  },
  "POST /templates/:id/actions/:action/proposals/:proposal/taking": {
    may: change,
    at: `${text}/taking`,
    form: typed,
    ignoresForm: true,
    to: `${form}?proposal={textProposal}#suggested`,
  },
  "POST /templates/:id/actions/:action/proposals/:proposal/dismissal": {
    may: change,
    at: `${text}/dismissal`,
    form: typed,
    ignoresForm: true,
    to: `${form}?proposal={textProposal}#suggested`,
  },
};

/** The language model, for who sets the organisation up. */
export const aiSettings: RouteTable = {
  "GET /settings/ai": { may: "model.change" },
  "POST /settings/ai": {
    may: "model.change",
    form: { ...version, daily_tokens: "50,000" },
    to: "/settings/ai",
  },
  "POST /settings/ai/trials": { may: "model.change", to: "/settings/ai" },
};
