import type { RouteTable } from "../routes_table.ts";

const version = { version: "1" };
const at = "/accounts/{account}";
const plan = `${at}/plan`;
const plain = "/accounts/{plainAccount}";
const read = "accounts.read";
const change = "plans.change";
const work = "actions.work";

/** The plan of an account: its tabs, how it comes about, and the days it is counted by. */
export const plans: RouteTable = {
  "GET /accounts/:id": { may: read, at },
  "GET /accounts/:id/plan": { may: read, at: `${plan}?hidden=shown` },
  "GET /accounts/:id/timeline": { may: read, at: `${at}/timeline` },
  "GET /accounts/:id/documents": { may: read, at: `${at}/documents` },
  "GET /accounts/:id/plan/application": {
    may: "plans.apply",
    at: `${plain}/plan/application?q=canary&segment=a&product_line=b&use_case=c&industry=d` +
      "&status=published&after={template}&before={template}",
  },
  "POST /accounts/:id/plan/application": {
    may: "plans.apply",
    at: `${plain}/plan/application`,
    form: { template_id: "{template}", start: "now" },
    to: `${plain}/plan`,
  },
  "GET /accounts/:id/plan/reapplication": { may: "plans.apply", at: `${plan}/reapplication` },
  "POST /accounts/:id/plan/reapplication": {
    may: "plans.apply",
    at: `${plan}/reapplication`,
    form: { ...version, start: "later", agreed: "on" },
    to: plan,
  },
  "POST /accounts/:id/time-zone": {
    may: change,
    at: `${at}/time-zone`,
    form: { ...version, time_zone: "Pacific/Auckland" },
    to: `${at}/settings`,
  },
  "POST /accounts/:id/holidays": {
    may: change,
    at: `${at}/holidays`,
    form: { day: "2027-12-24", name: "Christmas Eve" },
    to: `${at}/settings`,
  },
  "POST /accounts/:id/holidays/:day/removal": {
    may: change,
    at: `${at}/holidays/2027-05-01/removal`,
    to: `${at}/settings`,
  },
};

const next = `${at}/milestones/{nextMilestone}`;
const running = `${at}/milestones/{runningMilestone}`;
const behind = "/accounts/{behindAccount}";
const facts = { name: "Hypercare", duration_days: "5", our_text: "We", your_text: "You" };

export const planMilestones: RouteTable = {
  "GET /accounts/:id/milestones/new": { may: change, at: `${at}/milestones/new` },
  "POST /accounts/:id/milestones": {
    may: change,
    at: `${at}/milestones`,
    form: { ...version, ...facts },
    to: `${plan}#part-*`,
  },
  "GET /accounts/:id/milestones/:milestone": { may: change, at: next },
  "POST /accounts/:id/milestones/:milestone": {
    may: change,
    at: next,
    form: { ...version, ...facts },
    to: `${plan}#part-{nextMilestone}`,
  },
  "POST /accounts/:id/milestones/:milestone/start": {
    may: change,
    at: `${behind}/milestones/{behindMilestone}/start`,
    form: version,
    to: `${behind}/plan#part-{behindMilestone}`,
  },
  "POST /accounts/:id/milestones/:milestone/finish": {
    may: change,
    at: `${running}/finish`,
    form: version,
    to: `${plan}#part-{runningMilestone}`,
  },
  "POST /accounts/:id/milestones/:milestone/reopening": {
    may: change,
    at: `${at}/milestones/{doneMilestone}/reopening`,
    form: version,
    to: `${plan}#part-{doneMilestone}`,
  },
  "POST /accounts/:id/milestones/:milestone/position": {
    may: change,
    at: `${next}/position`,
    form: { ...version, step: "down" },
    to: `${plan}#part-{nextMilestone}`,
  },
  "GET /accounts/:id/milestones/:milestone/skip": { may: change, at: `${next}/skip` },
  "POST /accounts/:id/milestones/:milestone/skip": {
    may: change,
    at: `${next}/skip`,
    form: { ...version, why: "They know it already" },
    to: plan,
  },
  "GET /accounts/:id/milestones/:milestone/removal": { may: change, at: `${next}/removal` },
  "POST /accounts/:id/milestones/:milestone/removal": {
    may: change,
    at: `${next}/removal`,
    form: version,
    to: plan,
  },
  "GET /accounts/:id/milestones/:milestone/actions/new": {
    may: change,
    at: `${next}/actions/new?type=COLLECT_INFO`,
  },
  "POST /accounts/:id/milestones/:milestone/actions": {
    may: change,
    at: `${next}/actions`,
    form: {
      ...version,
      type: "SLACK",
      label: "Tell the team",
      "trigger.kind": "milestone_start",
      "trigger.delay_hours": "24",
      owner: "csm",
      due_days: "3",
      "content.channel": "#team",
      "content.text": "They are live",
    },
    to: `${plan}#part-*`,
  },
};

const manual = `${at}/actions/{manualAction}`;
const due = `${at}/actions/{dueAction}`;

export const planActions: RouteTable = {
  "GET /accounts/:id/actions/:action": { may: read, at: `${at}/actions/{askedAction}` },
  "POST /accounts/:id/actions/:action/start": {
    may: work,
    at: `${manual}/start`,
    form: version,
    to: `${plan}#part-{manualAction}`,
  },
  "POST /accounts/:id/actions/:action/reopening": {
    may: work,
    at: `${at}/actions/{doneAction}/reopening`,
    form: version,
    to: `${plan}#part-{doneAction}`,
  },
  "GET /accounts/:id/actions/:action/completion": { may: work, at: `${due}/completion` },
  "POST /accounts/:id/actions/:action/completion": {
    may: work,
    at: `${due}/completion`,
    form: { ...version, note: "Done on the phone" },
    to: `${plan}#part-{dueAction}`,
  },
  "GET /accounts/:id/actions/:action/skip": { may: work, at: `${due}/skip` },
  "POST /accounts/:id/actions/:action/skip": {
    may: work,
    at: `${due}/skip`,
    form: { ...version, why: "They have no Slack" },
    to: `${plan}#part-{dueAction}`,
  },
  "POST /accounts/:id/actions/preview": {
    may: change,
    at: `${at}/actions/preview`,
    form: { "content.subject": "Welcome", "content.body": "**Hi**" },
    ignoresForm: true,
    changesNothing: true,
  },
  "GET /accounts/:id/actions/:action/edit": { may: change, at: `${manual}/edit` },
  "POST /accounts/:id/actions/:action/edit": {
    may: change,
    at: `${manual}/edit`,
    form: {
      ...version,
      label: "A call",
      "trigger.kind": "manual",
      "trigger.delay_hours": "0",
      owner: "ae",
      due_days: "",
      portal_visible: "on",
      "content.minutes": "45",
      "content.attendees": "primary_contact",
      "content.attendees_others": "",
      "content.agenda": "Hello",
      "content.booking_url": "https://canary.test/book",
    },
    to: `${plan}#part-{manualAction}`,
  },
  "POST /accounts/:id/actions/:action/position": {
    may: change,
    at: `${manual}/position`,
    form: { ...version, step: "up" },
    to: `${plan}#part-{manualAction}`,
  },
  "GET /accounts/:id/actions/:action/removal": { may: change, at: `${manual}/removal` },
  "POST /accounts/:id/actions/:action/removal": {
    may: change,
    at: `${manual}/removal`,
    form: version,
    to: plan,
  },
};
