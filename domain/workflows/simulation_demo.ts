import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import type { Outside } from "../base/outside.ts";
import { openSimulation } from "../connectors/simulation/simulated_connection.ts";
import type { DemoMembers, DemoSeed } from "../people/demo.ts";
import type { Graph } from "./graph.ts";
import { activate, publish } from "./publications.ts";
import { createWorkflow } from "./workflow_changes.ts";

/** Where a deal that is won in the simulated HubSpot goes, so that a new user sees one arrive. */
export function demoSimulation(out: Outside): DemoSeed {
  return async (db: Db, orgId: string, members: DemoMembers) => {
    const connection = await openSimulation({ db, out, orgId });
    const actor = { kind: "member", id: members.olivia!, cause: "demo" } as const;
    await inOrg(db, orgId, actor, (tx) => drawFlow(tx, connection, members));
  };
}

const NAME = "Won deals, simulated";

async function drawFlow(tx: OrgDb, connection: string, members: DemoMembers): Promise<void> {
  const there = await tx.selectFrom("workflows").select("id").where("name", "=", NAME)
    .executeTakeFirst();
  const large = await templateNamed(tx, "Enterprise");
  const small = await templateNamed(tx, "SMB");
  if (there || !large || !small) return;
  const about = "Listens to the HubSpot simulation under Connectors.";
  const graph = flow({ connection, large, small, csms: [members.maya!, members.leo!] });
  const { id, rev } = await createWorkflow(tx, { name: NAME, about }, graph);
  await publish(tx, id, rev, "To see what a won deal does");
  await activate(tx, id);
}

async function templateNamed(tx: OrgDb, name: string): Promise<string | undefined> {
  const found = await tx.selectFrom("templates").select("id").where("status", "=", "published")
    .where("name", "like", `${name}%`).orderBy("name").limit(1).executeTakeFirst();
  return found?.id;
}

interface Chosen {
  connection: string;
  large: string;
  small: string;
  csms: string[];
}

function flow({ connection, large, small, csms }: Chosen): Graph {
  const node = (
    id: string,
    kind: string,
    title: string,
    at: [x: number, y: number],
    config: Record<string, unknown>,
  ) => ({ id, kind, title, x: at[0] * 320, y: at[1] * 112, config });
  const won = { on: "hubspot", connection, stages: ["default/closedwon"], fields: [], paths: [] };
  const isLarge = { left: "{{n1.amount}}", operator: "greater", right: "100000" };
  const plan = (template: string) => ({ template, start_first: true, keep: false });
  const wire = (from: string, to: string, port = "next") => ({ from, port, to });
  return {
    nodes: [
      node("n1", "start", "Deal won", [0, 1], { ...won, account: false }),
      node("n2", "create_account", "Create account", [1, 1], {
        name: "{{n1.company_name}}",
        own: [],
        existing: "link",
      }),
      node("n3", "assign_csm", "Assign CSM", [2, 1], {
        how: "least_loaded",
        members: csms,
        replace: false,
      }),
      node("n4", "condition", "Over 100k?", [3, 1], { when: { match: "all", rows: [isLarge] } }),
      node("n5", "apply_template", "Enterprise template", [4, 0], plan(large)),
      node("n6", "apply_template", "SMB template", [4, 2], plan(small)),
      node("n7", "end", "End", [5, 1], { outcome: "Onboarding has begun" }),
    ],
    edges: [
      wire("n1", "n2"),
      wire("n2", "n3"),
      wire("n3", "n4"),
      wire("n4", "n5", "yes"),
      wire("n4", "n6", "otherwise"),
      wire("n5", "n7"),
      wire("n6", "n7"),
    ],
    notes: [],
  };
}
