import { sql } from "kysely";
import { type Db, inOrg } from "../domain/base/db.ts";
import { newId } from "../domain/base/tokens.ts";
import { createTemplate } from "../domain/onboarding/template_changes.ts";
import { type Milestone, newAction } from "../domain/onboarding/template_content.ts";
import { publishTemplate } from "../domain/onboarding/template_revisions.ts";
import type { Graph } from "../domain/workflows/graph.ts";
import { startRun } from "../domain/workflows/starts.ts";
import type { BenchUrls } from "./commits.ts";
import { type Figure, perSecond } from "./figures.ts";
import { asAdmin } from "./house.ts";
import { actor, type BenchOrg, newRun, STEPS } from "./workflows.ts";

const AT_ONCE = 8;
const SECONDS = 4;
const ACTIONS = 20;
const WARM = 200;

/** The Salesforce document's flow in one organisation, each run from its start to its end. */
export async function sixNodeFlow(urls: BenchUrls, db: Db, org: BenchOrg): Promise<Figure> {
  await addCsm(urls, org.id);
  const versionId = await drawFlow(db, org.id);
  const begin = () => {
    const input = { company: `Deal ${crypto.randomUUID()}`, amount: 150_000 };
    const whole = { bounds: { steps: 32, ms: 60_000 } };
    const run = { versionId, input, cause: "bench" };
    return inOrg(db, org.id, actor, (tx) => startRun(tx, run, whole));
  };
  await manyAtOnce(begin, (runs) => runs < WARM);
  await asAdmin(urls.adminUrl, "vacuum analyze"); // As the server does by itself within a minute.
  const since = performance.now();
  const runs = await manyAtOnce(begin, () => performance.now() < since + SECONDS * 1000);
  const seconds = (performance.now() - since) / 1000;
  const [row] = await asAdmin(
    urls.adminUrl,
    "select count(*) as n from runs where org_id = $1 and version_id = $2 and state <> 'completed'",
    [org.id, versionId],
  );
  const failed = Number((row as { n: unknown }).n);
  if (failed > 0) throw new Error(`${failed} of ${runs} runs of the flow have not ended`);
  return {
    goal: "flow",
    what: `six steps with a template of ${ACTIONS} actions, a second, ${AT_ONCE} at once`,
    value: runs / seconds,
    must: 300,
    stretch: 500,
    note: `${runs} runs in ${seconds.toFixed(1)} s`,
    better: "more",
  };
}

async function manyAtOnce(begin: () => Promise<unknown>, more: (runs: number) => boolean) {
  let runs = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (; more(runs); runs++) await begin();
  }));
  return runs;
}

async function addCsm({ adminUrl }: BenchUrls, orgId: string) {
  const email = `${orgId}@bench.test`;
  await asAdmin(
    adminUrl,
    `with person as (
       insert into identities (email, name, verified_at) values ($2, 'Bench', now()) returning id
     )
     insert into members (org_id, identity_id, email, name, roles)
     select $1, id, $2, 'Bench', '{csm}' from person`,
    [orgId, email],
  );
}

async function drawFlow(db: Db, orgId: string): Promise<string> {
  const milestones: Milestone[] = ["Kickoff", "Go-live"].map((name) => ({
    ...{ id: newId(), name, duration_days: 7, our_text: "", your_text: "" },
    actions: Array.from(
      { length: ACTIONS / 2 },
      (_, nth) => newAction("SCHEDULE_MEETING", newId(), `Meeting ${nth}`),
    ),
  }));
  return await inOrg(db, orgId, actor, async (tx) => {
    const facts = { segment: "", product_line: "", use_case: "", industry: "" };
    const named = { name: "Bench", description: "", ...facts };
    const template = await createTemplate(tx, named, { milestones });
    await publishTemplate(tx, template.id, template.version, "");
    const [id, versionId, graph] = [newId(), newId(), flowWith(template.id)];
    await tx.insertInto("workflows")
      .values({ id, name: "Flow", draft: sql`${graph}::jsonb` }).execute();
    await tx.insertInto("workflow_versions")
      .values({ id: versionId, workflow_id: id, number: 1, graph: sql`${graph}::jsonb` }).execute();
    return versionId;
  });
}

function flowWith(template: string): Graph {
  const field = (id: string, type: string) => (
    { id, label: id, type, required: false, options: [], sample: "" }
  );
  const fields = [field("company", "text"), field("amount", "money")];
  const large = { left: "{{n1.amount}}", operator: "greater", right: "100000" };
  const kinds: [kind: string, config: Record<string, unknown>][] = [
    ["start", { on: "manual", fields, account: false, paths: [] }],
    ["condition", { when: { match: "all", rows: [large] } }],
    ["create_account", {
      ...{ name: "{{n1.company}}", arr: "{{n1.amount}}", own: [], existing: "link" },
    }],
    ["assign_csm", { how: "least_loaded", members: [], replace: false }],
    ["apply_template", { template, start_first: true, keep: false }],
    ["end", { outcome: "Done" }],
  ];
  const nodes = kinds.map(([kind, config], at) => (
    { id: `n${at + 1}`, kind, title: "", x: 0, y: 0, config }
  ));
  const ports = ["next", "yes", "next", "next", "next"];
  const edges = ports.map((port, at) => ({ from: `n${at + 1}`, port, to: `n${at + 2}` }));
  return { nodes, edges, notes: [] };
}

const FEW = 1_000;
const MANY = 100_000;
const SAMPLE = 400;

/** What a run costs where a hundred times as many are kept. */
export async function growth(urls: BenchUrls, db: Db, org: BenchOrg): Promise<Figure> {
  await store(urls, org, FEW);
  const few = await rateWith(db, org);
  await store(urls, org, MANY - FEW);
  const many = await rateWith(db, org);
  return {
    goal: "growth",
    what: "runs a second with 100,000 kept, against 1,000",
    value: many / few,
    must: 0.8,
    stretch: 0.95,
    note: `${perSecond(many)} against ${perSecond(few)}`,
    better: "more",
  };
}

async function rateWith(db: Db, org: BenchOrg): Promise<number> {
  let since = performance.now();
  for (let at = -50; at < SAMPLE; at++) {
    if (at === 0) since = performance.now();
    await inOrg(db, org.id, actor, (tx) => startRun(tx, newRun(org)));
  }
  return SAMPLE / ((performance.now() - since) / 1000);
}

async function store({ adminUrl }: BenchUrls, { id, versionId }: BenchOrg, count: number) {
  await asAdmin(
    adminUrl,
    `with made as (
       insert into runs (org_id, id, workflow_id, version_id, state, steps, outcome, ended_at, input)
       select org_id, gen_random_uuid(), workflow_id, id, 'completed', ${STEPS}, 'Done', now(),
         '{"amount": 20}'
       from workflow_versions, generate_series(1, $3) where org_id = $1 and id = $2
       returning org_id, id
     )
     insert into run_steps (org_id, run_id, node_id, visit, position, state, port)
     select org_id, id, 'n' || n, 1, n, 'done', 'next' from made, generate_series(1, ${STEPS}) n`,
    [id, versionId, count],
  );
  await asAdmin(adminUrl, "vacuum analyze runs, run_steps");
}
