import type { OrgDb } from "../base/db.ts";
import type { Service } from "../connectors/service.ts";
import type { Problem } from "./node.ts";

/** What keeps a start that listens to a service from ever starting anything. */
export async function startProblems(
  tx: OrgDb,
  nodeId: string,
  service: Service | undefined,
  connection: string | undefined,
  stages: string[],
): Promise<Problem[]> {
  if (!service) return [];
  const error = (field: string, text: string): Problem => (
    { nodeId, field, text, severity: "error" }
  );
  const all = await tx.selectFrom("connections")
    .select(["id", "name", "state", "environment"])
    .where("service", "=", service.key).where("state", "not in", ["pending", "disconnected"])
    .execute();
  if (all.length === 0) {
    return [
      error("on", `${service.name} is not connected: an admin connects it under Connectors.`),
    ];
  }
  const heard = all.filter(({ id, environment }) =>
    connection ? id === connection : environment === "production"
  );
  if (heard.length === 0) {
    return [error(
      "connection",
      connection
        ? "The connection that it listens to is not there any more. Choose another."
        : "There is no production connection. Choose the one that it listens to.",
    )];
  }
  const broken = heard.filter(({ state }) => state === "reconnect").map((
    { name },
  ): Problem => ({
    nodeId,
    field: "connection",
    text: `${name} has to be connected again before it starts anything.`,
    severity: "warning",
  }));
  const gone = await missingStages(tx, heard.map(({ id }) => id), stages);
  return [
    ...broken,
    ...gone.map((stage) =>
      error("stages", `The stage "${stage}" is not there any more. Choose where it went.`)
    ),
  ];
}

async function missingStages(tx: OrgDb, connections: string[], stages: string[]) {
  if (stages.length === 0) return [];
  const rows = await tx.selectFrom("connection_schemas").select("stages")
    .where("connection_id", "in", connections).execute();
  const known = rows.flatMap((row) => row.stages as { id: string; active: boolean }[]);
  if (known.length === 0) return []; // Not read yet.
  const there = new Set(known.filter(({ active }) => active).map(({ id }) => id));
  return stages.filter((stage) => !there.has(stage));
}
