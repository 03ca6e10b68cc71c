import { idOf, type OrgName, PEOPLE, type Row } from "./seeds.ts";

type Say = (column: string) => string;

/** Everybody works on both queues, in which a task of each kind and state waits. */
export function queueRowsOf(org: OrgName, say: Say): [string, Row[]][] {
  const org_id = idOf(org);
  const people = PEOPLE.filter((who) => who !== "guest" && who !== "gone" && who !== "csm");
  return [
    ["queues", [
      queueOf(org, "assignment", say, {}),
      queueOf(org, "empty", say, { kind: "custom", questions: [asked(say), asked(say, "when")] }),
      queueOf(org, "archived", say, { kind: "approval", archived_at: "2026-01-01" }),
    ]],
    [
      "queue_members",
      ["approval", "custom"].flatMap((kind) =>
        people.map((who) => ({
          org_id,
          queue_id: idOf(org, "queue", kind),
          member_id: idOf(org, "member", who),
        }))
      ),
    ],
    ["tasks", [
      taskOf(org, "approval task", say, {}),
      taskOf(org, "claimed task", say, {
        state: "claimed",
        claimed_by: idOf(org, "member", "csm"),
        claimed_at: "2026-01-01",
        due_at: "2026-01-02",
      }),
    ]],
    ["presences", [{
      org_id,
      subject_id: idOf(org, "task"),
      member_id: idOf(org, "member", "csm"),
      seen_at: "2030-01-01",
    }]],
    ["what_ifs", [whatIfOf(org, "running", say), whatIfOf(org, "done", say)]],
    ["what_if_starts", [{
      org_id,
      what_if_id: idOf(org, "what if", "done"),
      position: 1,
      start_id: idOf(org, "trigger event"),
      label: say("what_if_starts.label"),
      arrived_at: "2026-01-01",
      different: true,
      before: wayOf(say("what_if_starts.before")),
      after: wayOf(say("what_if_starts.after")),
    }]],
  ];
}

export function queueObjectsOf(org: OrgName): Record<string, string> {
  return {
    queue: idOf(org, "queue", "custom"),
    emptyQueue: idOf(org, "queue", "empty"),
    archivedQueue: idOf(org, "queue", "archived"),
    task: idOf(org, "task"),
    approvalTask: idOf(org, "approval task"),
    claimedTask: idOf(org, "claimed task"),
    adminMember: idOf(org, "member", "admin"),
    workflow: idOf(org, "workflow"),
    failedRun: idOf(org, "run", "failed"),
    standingRun: idOf(org, "run", "standing"),
    drawnWorkflow: idOf(org, "drawn workflow"),
    whatIf: idOf(org, "what if", "done"),
    runningWhatIf: idOf(org, "what if", "running"),
  };
}

function queueOf(org: OrgName, name: string, say: Say, changes: Row): Row {
  return {
    org_id: idOf(org),
    id: idOf(org, "queue", name),
    name: `${say("queues.name")} ${name}`,
    kind: "assignment",
    about: say("queues.about"),
    ...changes,
  };
}

function asked(say: Say, id = "result") {
  const label = say("queues.questions");
  return { id, type: "long_text", label, help: label, options: [], required: true };
}

function taskOf(org: OrgName, name: string, say: Say, changes: Row): Row {
  return {
    org_id: idOf(org),
    id: idOf(org, name),
    queue_id: idOf(org, "queue", "approval"),
    kind: "approval",
    account_id: idOf(org, "account"),
    title: say("tasks.title"),
    detail: say("tasks.detail"),
    ...changes,
  };
}

function whatIfOf(org: OrgName, state: "running" | "done", say: Say): Row {
  return {
    org_id: idOf(org),
    id: idOf(org, "what if", state),
    workflow_id: idOf(org, state === "done" ? "workflow" : "drawn workflow"),
    rev: 0,
    graph: {
      nodes: [{ id: "n1", kind: "end", title: say("what_ifs.graph"), x: 0, y: 0, config: {} }],
      edges: [],
      notes: [],
    },
    state,
    starts: 1,
    replayed: state === "done" ? 1 : 0,
    different: state === "done" ? 1 : 0,
    ended_at: state === "done" ? "2026-01-01" : null,
  };
}

function wayOf(title: string) {
  const way = { path: [title], ended: "completed", outcome: title };
  return { ...way, template: title, csm: title, queues: [title] };
}
