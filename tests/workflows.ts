import { sql } from "kysely";
import { newId } from "../domain/base/tokens.ts";
import { type Graph, graphSchema } from "../domain/workflows/graph.ts";
import { addQueue } from "../domain/workflows/queues.ts";
import type { Run } from "../domain/workflows/journeys.ts";
import type { NewRun } from "../domain/workflows/starts.ts";
import { startRun } from "../domain/workflows/starts.ts";
import { asMember } from "./plans.ts";
import type { TestApp } from "./test_app.ts";

type Config = Record<string, unknown>;

/** "n1.yes>n3" is a wire, "n1>n2" one from the only output. Steps are [kind, config, title]. */
export function drawn(
  steps: Record<string, [kind: string, config?: Config, title?: string]>,
  wires: string[],
): Graph {
  const nodes = Object.entries(steps).map(([id, [kind, config = {}, title]], at) => ({
    id,
    kind,
    title: title ?? "",
    x: 32 + 320 * (at % 5),
    y: 32 + 160 * Math.floor(at / 5),
    config,
  }));
  const edges = wires.map((wire) => {
    const [from, to] = wire.split(">") as [string, string];
    const [node, port = "next"] = from.split(".") as [string, string?];
    return { from: node, port, to };
  });
  return graphSchema.parse({ nodes, edges, notes: [] });
}

/** A start with fields, each "key:type", where "!" says that it has to be there. */
export function startWith(on: string, fields: string, more: Config = {}): [string, Config, string] {
  const asked = fields.split(" ").filter(Boolean).map((field) => {
    const [, id, type, required] = /^(\w+):(\w+)(!?)$/.exec(field)!;
    const label = id![0]!.toUpperCase() + id!.slice(1).replaceAll("_", " ");
    return { id, label, type, required: required === "!", options: [], sample: "" };
  });
  return ["start", { on, fields: asked, account: false, paths: [], ...more }, "Deal closed"];
}

/** A workflow that is active, as it stands after somebody has published and activated it. */
export async function activeWorkflow(thread: TestApp, graph: Graph, name = "New deals") {
  const on = String(graph.nodes.find(({ kind }) => kind === "start")?.config.on ?? "manual");
  return await asMember(thread, "olive", async (tx) => {
    const [id, versionId] = [newId(), newId()];
    await tx.insertInto("workflows").values({
      id,
      name,
      draft: sql`${graph}::jsonb`,
      owner_id: thread.cast.olive!.memberId,
    }).execute();
    await tx.insertInto("workflow_versions").values({
      id: versionId,
      workflow_id: id,
      number: 1,
      graph: sql`${graph}::jsonb`,
    }).execute();
    await tx.updateTable("workflows").set({
      state: "active",
      published_id: versionId,
      published_number: 1,
      starts_on: on,
    }).where("id", "=", id).execute();
    return { id, versionId };
  });
}

/** Started by hand by Olive of operations. */
export async function started(
  thread: TestApp,
  workflowId: string,
  input: Record<string, unknown> = {},
  more: Partial<NewRun> = {},
): Promise<string> {
  const { id } = await asMember(
    thread,
    "olive",
    (tx) => startRun(tx, { workflowId, input, cause: "member", ...more }),
  );
  await thread.workOff(); // Where one transaction was not enough.
  return id;
}

export async function runRow(thread: TestApp, id: string): Promise<Run> {
  const [row] = await thread.rows<Run & Record<string, unknown>>(
    "select * from runs where id = $1",
    [id],
  );
  return row!;
}

/** "n1 done next, n2 failed": every visit in its order. */
export async function stepsOf(thread: TestApp, runId: string): Promise<string> {
  const rows = await thread.rows<{ node_id: string; state: string; port: string | null }>(
    "select node_id, state, port from run_steps where run_id = $1 order by position",
    [runId],
  );
  return rows.map(({ node_id, state, port }) => [node_id, state, port].filter(Boolean).join(" "))
    .join(", ");
}

/** A queue that these people work on. */
export async function queueOf(
  thread: TestApp,
  kind: "approval" | "assignment" | "custom",
  name: string,
  members: string[],
): Promise<string> {
  return await asMember(thread, "olive", async (tx) => {
    const memberIds = members.map((one) => thread.cast[one]!.memberId);
    return (await addQueue(tx, { name, kind, memberIds })).id;
  });
}
