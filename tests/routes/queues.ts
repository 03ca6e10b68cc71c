import type { RouteTable } from "../routes_table.ts";

const task = "/queue/{task}";
const approval = "/queue/{approvalTask}";
const queue = "/settings/queues/{queue}";
const version = { version: "1" };

const question = { ...version, type: "choice", label: "Plan", help: "As sold", options: "A\nB" };

/** What waits for people, and the page of each task. */
export const tasks: RouteTable = {
  "GET /queue": { may: "tasks.work" },
  "GET /queue/:task": { may: "tasks.work", at: task },
  "POST /queue/:task/claim": {
    may: "tasks.work",
    at: `${approval}/claim`,
    form: {},
    optional: ["list"],
    ignoresForm: true,
    to: approval,
  },
  "POST /queue/:task/release": {
    may: "tasks.work",
    at: "/queue/{claimedTask}/release",
    to: "/queue/{claimedTask}",
  },
  "POST /queue/:task/reassignment": {
    may: "tasks.work",
    at: `${approval}/reassignment`,
    form: { member_id: "{adminMember}" },
    to: approval,
  },
  "POST /queue/:task/decision": {
    may: "tasks.work",
    at: `${approval}/decision`,
    form: { decision: "rejected", reason: "Too early" },
    optional: ["list"],
    to: approval,
  },
  "POST /queue/:task/presence": { may: "tasks.work", at: `${task}/presence` },
};

/** The queues themselves. */
export const queueSettings: RouteTable = {
  "GET /settings/queues": { may: "queues.change" },
  "POST /settings/queues": {
    may: "queues.change",
    form: { name: "A new queue", kind: "approval" },
    to: "/settings/queues/*",
  },
  "GET /settings/queues/:queue": { may: "queues.change", at: queue },
  "POST /settings/queues/:queue": {
    may: "queues.change",
    at: queue,
    form: { ...version, name: "Another", about: "Why", sla_hours: "8", escalate: "role:ops" },
    optional: ["members"],
    to: queue,
  },
  "POST /settings/queues/:queue/archival": {
    may: "queues.change",
    at: "/settings/queues/{emptyQueue}/archival",
    form: version,
    optional: ["move_to"],
    to: "/settings/queues",
  },
  "POST /settings/queues/:queue/restoration": {
    may: "queues.change",
    at: "/settings/queues/{archivedQueue}/restoration",
    to: "/settings/queues/{archivedQueue}",
  },
  "GET /settings/queues/:queue/questions/new": {
    may: "queues.change",
    at: `${queue}/questions/new`,
  },
  "POST /settings/queues/:queue/questions": {
    may: "queues.change",
    at: `${queue}/questions`,
    form: { ...question, required: "on" },
    to: queue,
  },
  "GET /settings/queues/:queue/questions/:question": {
    may: "queues.change",
    at: `${queue}/questions/result`,
  },
  "POST /settings/queues/:queue/questions/:question": {
    may: "queues.change",
    at: `${queue}/questions/result`,
    form: question,
    optional: ["required"],
    to: queue,
  },
  "POST /settings/queues/:queue/questions/:question/removal": {
    may: "queues.change",
    at: "/settings/queues/{emptyQueue}/questions/result/removal",
    form: version,
    to: "/settings/queues/{emptyQueue}",
  },
  "POST /settings/queues/:queue/questions/:question/:direction": {
    may: "queues.change",
    at: "/settings/queues/{emptyQueue}/questions/result/down",
    form: version,
    to: "/settings/queues/{emptyQueue}",
  },
};

const workflow = "/workflows/{workflow}";

/** What a workflow would do, without doing it. */
export const trials: RouteTable = {
  "GET /workflows/:workflow/rehearsals": {
    may: "workflows.change",
    at: `${workflow}/rehearsals`,
  },
  "POST /workflows/:workflow/rehearsals": {
    may: "workflows.change",
    at: `${workflow}/rehearsals`,
    form: { f_company: "Northwind" },
    optional: ["account_id"],
    changesNothing: true,
  },
  "GET /workflows/:workflow/what-ifs": { may: "workflows.read", at: `${workflow}/what-ifs` },
  "POST /workflows/:workflow/what-ifs": {
    may: "workflows.change",
    at: `${workflow}/what-ifs`,
    to: `${workflow}/what-ifs/*`,
  },
  "GET /workflows/:workflow/what-ifs/:whatIf": {
    may: "workflows.read",
    at: `${workflow}/what-ifs/{whatIf}`,
  },
  "POST /workflows/:workflow/what-ifs/:whatIf/cancellation": {
    may: "workflows.change",
    at: "/workflows/{drawnWorkflow}/what-ifs/{runningWhatIf}/cancellation",
    to: "/workflows/{drawnWorkflow}/what-ifs/{runningWhatIf}",
  },
};
