import { hashToken } from "../../domain/base/tokens.ts";
import { idOf, type OrgName, ROLES, type Row, tokenOf } from "./seeds.ts";

/** A workflow that runs, runs in every state, and what waits in a queue. */
export function workflowRowsOf(org: OrgName, say: (column: string) => string): [string, Row[]][] {
  const org_id = idOf(org);
  const member_id = idOf(org, "member", "csm");
  const workflow_id = idOf(org, "workflow");
  return [
    ["workflows", [workflowOf(org, "workflow", say), {
      ...workflowOf(org, "drawn workflow", say),
      name: `${say("workflows.name")} `,
      state: "draft",
      published_id: null,
      starts_on: null,
      hook_hash: null,
    }]],
    ["workflow_versions", [{
      org_id,
      id: idOf(org, "workflow version"),
      workflow_id,
      number: 1,
      graph: graphOf(say, "workflow_versions.graph"),
      says: say("workflow_versions.says"),
    }]],
    ["workflow_edits", [{
      org_id,
      workflow_id,
      rev: 0,
      graph: graphOf(say, "workflow_edits.graph"),
      what: say("workflow_edits.what"),
    }]],
    ["runs", RUNS.map((state) => runOf(org, state, say))],
    ["run_steps", RUNS.map((state) => stepOf(org, state, say))],
    ["run_waits", [{
      org_id,
      run_id: idOf(org, "run", "waiting"),
      node_id: "n2",
      visit: 1,
      kind: "task",
      key: say("run_waits.key"),
    }]],
    ["trigger_events", [{
      org_id,
      id: idOf(org, "trigger event"),
      workflow_id,
      source: "hook",
      dedupe_key: say("trigger_events.dedupe_key"),
      body: { company: say("trigger_events.body") },
      fate: "started",
      why: say("trigger_events.why"),
      run_id: idOf(org, "run", "waiting"),
    }]],
    ["queues", ["approval", "custom"].map((kind) => queueOf(org, kind, say))],
    [
      "queue_members",
      ["approval", "custom"].map((kind) => ({
        org_id,
        queue_id: idOf(org, "queue", kind),
        member_id,
      })),
    ],
    ["tasks", [
      { ...taskOf(org, say), id: idOf(org, "task"), state: "open" },
      {
        ...taskOf(org, say),
        id: idOf(org, "decided task"),
        state: "decided",
        decision: "done",
        answers: { result: say("tasks.answers") },
        reason: say("tasks.reason"),
        decided_by: member_id,
        decided_at: "2026-01-01",
      },
    ]],
    [
      "days_off",
      [...ROLES, "operator"].map((who) => ({
        org_id,
        id: idOf(org, "days off", who),
        member_id: idOf(org, "member", who),
        first_on: "2037-02-01",
        last_on: "2037-02-05",
      })),
    ],
    ["turns", [{ org_id, workflow_id, node_id: "n2", member_id }]],
  ];
}

const RUNS = ["waiting", "failed", "standing", "completed"] as const;

function workflowOf(org: OrgName, which: string, say: (column: string) => string): Row {
  return {
    org_id: idOf(org),
    id: idOf(org, which),
    name: say("workflows.name"),
    about: say("workflows.about"),
    state: "active",
    owner_id: idOf(org, "member", "ops"),
    rev: 1,
    draft: graphOf(say, "workflows.draft"),
    published_id: idOf(org, "workflow version"),
    published_number: 1,
    starts_on: "manual",
    hook_hash: hashToken(tokenOf(org, "hook")),
    failed_runs: 2,
  };
}

/** From a start by way of a decision to an end. */
function graphOf(say: (column: string) => string, column: string) {
  const fields = [{
    id: "company",
    label: say(column),
    type: "text",
    required: false,
    options: [],
    sample: say(column),
  }];
  return {
    nodes: [
      {
        id: "n1",
        kind: "start",
        title: say(column),
        x: 0,
        y: 0,
        config: { on: "manual", fields, account: false, paths: [] },
      },
      { id: "n2", kind: "end", title: say(column), x: 320, y: 0, config: { outcome: say(column) } },
    ],
    edges: [{ from: "n1", port: "next", to: "n2" }],
    notes: [{ id: "t1", text: say(column), x: 0, y: 160, width: 160, height: 80 }],
  };
}

function runOf(org: OrgName, state: typeof RUNS[number], say: (column: string) => string): Row {
  const failure = {
    cause: "missing_data",
    text: say("runs.failure"),
    todo: say("runs.failure"),
    field: "company",
  };
  return {
    org_id: idOf(org),
    id: idOf(org, "run", state),
    workflow_id: idOf(org, "workflow"),
    version_id: idOf(org, "workflow version"),
    account_id: idOf(org, "account"),
    started_by: idOf(org, "member", "ops"),
    started_at: "2026-01-01",
    ended_at: state === "completed" ? "2026-01-01" : null,
    steps: 1,
    state: state === "standing" ? "failed" : state,
    node_id: state === "completed" ? null : state === "standing" ? "n1" : "n2",
    business_key: `${say("runs.business_key")} ${state}`,
    outcome: state === "completed" ? say("runs.outcome") : null,
    input: { company: say("runs.input") },
    fixes: { "n1.company": say("runs.fixes") },
    failure: state === "failed" || state === "standing" ? failure : null,
  };
}

function stepOf(org: OrgName, state: typeof RUNS[number], say: (column: string) => string): Row {
  return {
    org_id: idOf(org),
    run_id: idOf(org, "run", state),
    visit: 1,
    position: 1,
    node_id: state === "standing" ? "n1" : "n2",
    state: state === "completed" ? "skipped" : state === "standing" ? "failed" : state,
    input: { company: say("run_steps.input") },
    output: { company: say("run_steps.output") },
    failure: { cause: "missing_data", text: say("run_steps.failure"), todo: "" },
    reason: say("run_steps.reason"),
  };
}

function queueOf(org: OrgName, kind: string, say: (column: string) => string): Row {
  return {
    org_id: idOf(org),
    id: idOf(org, "queue", kind),
    name: `${say("queues.name")} ${kind}`,
    kind,
    about: say("queues.about"),
    questions: kind === "custom" ? [askedOf(say("queues.questions"))] : [],
  };
}

function taskOf(org: OrgName, say: (column: string) => string): Row {
  return {
    org_id: idOf(org),
    queue_id: idOf(org, "queue", "custom"),
    kind: "custom",
    run_id: idOf(org, "run", "waiting"),
    node_id: "n2",
    visit: 1,
    account_id: idOf(org, "account"),
    title: say("tasks.title"),
    detail: say("tasks.detail"),
    questions: [askedOf(say("tasks.questions"))],
  };
}

function askedOf(label: string) {
  return { id: "result", type: "long_text", label, help: label, options: [], required: true };
}
