import { sql } from "kysely";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import type { DemoMembers } from "../people/demo.ts";
import { advance } from "./advances.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { activate, publish } from "./publications.ts";
import { addQueue, changeQueue, type Queue, type QueueKind } from "./queues.ts";
import { startRun } from "./starts.ts";
import { findStarter } from "./starters.ts";
import { claimTask } from "./task_claims.ts";
import { decideTask } from "./task_decisions.ts";
import { createWorkflow } from "./workflow_changes.ts";

type DemoQueues = Record<"approval" | "enterprise" | "pool", Queue>;

/** Two workflows at work, three queues, and what waits in them: open, claimed, late and decided. */
export async function seedDemoWorkflows(
  db: Db,
  orgId: string,
  members: DemoMembers,
): Promise<void> {
  const actor = { kind: "member", id: members.olivia!, cause: "demo" } as const;
  await inOrg(db, orgId, actor, async (tx) => {
    if (await tx.selectFrom("queues").select("id").limit(1).executeTakeFirst()) return;
    const queues = await makeQueues(tx, members);
    const gate = await makeWorkflow(tx, "approval-gate", queues);
    const routing = await makeWorkflow(tx, "segment-routing", queues);
    if (!gate || !routing) return;
    for (const [company, amount] of APPROVALS) await begin(tx, gate, company, amount);
    for (const [company, amount] of DEALS) await begin(tx, routing, company, amount);
    await act(tx, members);
  }, { deadlineMs: 60_000 });
}

const APPROVALS: [string, number][] = [
  ["Blue Yonder Airlines", 820_000],
  ["Fourth Coffee", 640_000],
  ["Graphic Design Institute", 560_000],
];

const DEALS: [string, number][] = [
  ["Alpine Ski House", 240_000],
  ["Southridge Video", 180_000],
  ["Lucerne Publishing", 42_000],
];

async function makeQueues(tx: OrgDb, m: DemoMembers): Promise<DemoQueues> {
  return {
    approval: await makeQueue(tx, "Manager approval", "approval", {
      about: "Is the discount agreed, and can we deliver what was promised by then?",
      slaHours: 8,
      escalateTo: m.noah!,
      memberIds: [m.ana!, m.olivia!, m.maya!],
    }),
    enterprise: await makeQueue(tx, "Enterprise CSMs", "assignment", {
      about: "Whoever knows the industry and has room for an onboarding of three months.",
      slaHours: 16,
      escalateTo: m.ana!,
      memberIds: [m.maya!, m.leo!, m.olivia!],
    }),
    pool: await makeQueue(tx, "SMB pool", "assignment", {
      about: "",
      slaHours: null,
      escalateTo: null,
      memberIds: [m.leo!, m.maya!],
    }),
  };
}

async function makeQueue(
  tx: OrgDb,
  name: string,
  kind: QueueKind,
  settings: {
    about: string;
    slaHours: number | null;
    escalateTo: string | null;
    memberIds: string[];
  },
): Promise<Queue> {
  const { id, version } = await addQueue(tx, { name, kind });
  return await changeQueue(tx, id, version, { name, escalateRole: null, ...settings });
}

/** A starter with everything chosen that it leaves open. */
async function makeWorkflow(
  tx: OrgDb,
  starter: string,
  queues: DemoQueues,
): Promise<string | undefined> {
  const found = findStarter(starter);
  const templates = await tx.selectFrom("templates").select(["id", "name"])
    .where("status", "=", "published").execute();
  const smb = templates.find(({ name }) => name.startsWith("SMB"));
  const large = templates.find(({ name }) => name.startsWith("Enterprise"));
  if (!found || !smb || !large) return undefined;
  const fill = (node: GraphNode): GraphNode => {
    const config = { ...node.config };
    if (node.kind === "queue") config.queue = queues.approval.id;
    if (config.how === "queue") config.queue = queues.enterprise.id;
    if (config.how === "round_robin") config.pool = queues.pool.id;
    if (node.kind === "apply_template") {
      config.template = node.title.startsWith("SMB") ? smb.id : large.id;
    }
    return { ...node, config };
  };
  const graph: Graph = { ...found.graph, nodes: found.graph.nodes.map(fill) };
  const { id, rev } = await createWorkflow(tx, { name: found.name, about: found.does }, graph);
  await publish(tx, id, rev, "As the sales handbook says");
  await activate(tx, id);
  return id;
}

async function begin(tx: OrgDb, workflowId: string, company: string, amount: number) {
  const { id } = await startRun(tx, {
    workflowId,
    input: { company, amount },
    cause: "member",
  }, { bounds: WHOLE });
  await advance(tx, id, { bounds: WHOLE });
}

/** As far as it goes: nothing else is going on while the demo is made. */
const WHOLE = { steps: 50, ms: 10_000 };

/** One late, one claimed, one decided; the others are open. */
async function act(tx: OrgDb, members: DemoMembers): Promise<void> {
  const tasks = await tx.selectFrom("tasks").select(["id", "kind"]).orderBy("id").execute();
  const [late, claimed, decided] = tasks.filter(({ kind }) => kind === "approval");
  const [taken] = tasks.filter(({ kind }) => kind === "assignment");
  await tx.updateTable("tasks").set({
    opened_at: sql<Date>`now() - interval '2 days'`,
    due_at: sql<Date>`now() - interval '5 hours'`,
  }).where("id", "=", late!.id).execute();
  await claimTask(tx, { id: members.maya!, roles: ["csm"] }, claimed!.id);
  const olivia = { id: members.olivia!, roles: ["ops" as const] };
  const reason = "A payment plan was agreed with their CFO.";
  await decideTask(tx, olivia, decided!.id, { decision: "approved", reason });
  await claimTask(tx, { id: members.leo!, roles: ["csm"] }, taken!.id);
}
