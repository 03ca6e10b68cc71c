import { type Db, inOrg } from "../../domain/base/db.ts";
import { newId } from "../../domain/base/tokens.ts";
import { readKeyring } from "../../domain/base/vault.ts";
import { keepArrivals } from "../../domain/workflows/arrivals.ts";
import type { Graph } from "../../domain/workflows/graph.ts";
import { openHook, signatureOf } from "../../domain/workflows/hooks.ts";
import type { ChaosPostgres } from "../chaos_postgres.ts";
import { SECRET_KEYS } from "../test_app.ts";
import { drawn, startWith } from "../workflows.ts";

const actor = { kind: "system", cause: "chaos" } as const;
const over100 = {
  match: "all",
  rows: [{ left: "{{n1.amount}}", operator: "greater", right: "100" }],
};

/** Each step leaves something that can be counted: an account, an answer, a CSM, a mail, a wait. */
const DEALS = drawn({
  n1: startWith("hook", "company:text! amount:money", { once_by: "company" }),
  n2: ["condition", { when: over100 }],
  n3: ["create_account", { name: "{{n1.company}}", own: [], existing: "link" }],
  n4: ["ai", { task: "classify", text: "{{n1.company}}", labels: "Deal\nPilot", fields: [] }],
  n5: ["assign_csm", { how: "round_robin", members: [], replace: false }],
  n6: ["send_email", {
    to: "csm",
    subject: "{{n1.company}} is yours",
    body: "Welcome them.",
    unreviewed: false,
    wait: false,
  }],
  n7: ["delay", { how: "hours", hours: 0 }],
  n8: ["switch", { on: "{{n4.label}}", cases: [{ value: "Deal", label: "" }] }],
  n9: ["end", { outcome: "Onboarding" }],
}, [
  ...["n1>n2", "n2.yes>n3", "n2.otherwise>n3", "n3>n4", "n4>n5", "n5>n6", "n6>n7", "n7>n8"],
  ...["n8.deal>n9", "n8.otherwise>n9"],
]);

export const STEPS = DEALS.nodes.length;

/** An organisation whose one workflow takes in deals, and everything that arrived for it. */
export async function openDeals(postgres: ChaosPostgres, db: Db) {
  const orgId = await makeOrg(postgres, db);
  const workflowId = await activate(db, orgId, DEALS);
  const ring = await readKeyring(SECRET_KEYS);
  const { token, secret } = await inOrg(db, orgId, actor, (tx) => openHook(tx, ring, workflowId));
  const companies = new Set<string>();
  let arrived = 0;
  const next = () => ({ id: ++arrived, company: `Deal ${arrived}.`, amount: arrived });
  return {
    orgId,
    workflowId,
    /** What was acknowledged: each of them must become one run. */
    companies,
    /** As the address would keep them, without a server. */
    async give(count: number) {
      const deals = Array.from({ length: count }, next);
      const events = deals.map((body) => ({ key: String(body.id), body }));
      await inOrg(db, orgId, actor, (tx) => {
        keepArrivals(tx, { workflowId, state: "active", source: "hook" }, events);
        return Promise.resolve();
      });
      for (const { company } of deals) companies.add(company);
    },
    /** One deal, told to each of these servers at once under another number. */
    async tell(urls: string[]) {
      const deal = next();
      await Promise.all(urls.map(async (url, at) => {
        const body = JSON.stringify({ ...deal, id: `${deal.id}/${at}` });
        const signature = signatureOf(secret, body, Math.floor(Date.now() / 1000));
        const res = await fetch(`${url}/hooks/w/${token}`, {
          method: "POST",
          headers: { "content-type": "application/json", "x-thread-signature": signature },
          body,
        });
        const said = await res.text();
        if (res.status !== 202) throw new Error(`The address answers ${res.status}: ${said}`);
      }));
      companies.add(deal.company);
    },
  };
}

async function makeOrg(postgres: ChaosPostgres, db: Db): Promise<string> {
  const orgId = crypto.randomUUID();
  await inOrg(db, orgId, { kind: "system" }, async (tx) => {
    await tx.insertInto("orgs").values({ id: orgId, name: "Deals" }).execute();
    await tx.insertInto("brandings").defaultValues().execute();
  });
  const name = "Nobody";
  for (const email of ["one@deals.test", "two@deals.test"]) {
    const [identity] = await postgres.ask<{ id: string }>(
      "insert into identities (email, name, verified_at) values ($1, $2, now()) returning id",
      [email, name],
    );
    await inOrg(db, orgId, { kind: "system" }, (tx) =>
      tx.insertInto("members")
        .values({ identity_id: identity!.id, email, name, roles: ["csm"] }).execute());
  }
  return orgId;
}

async function activate(db: Db, orgId: string, graph: Graph): Promise<string> {
  const [id, versionId] = [newId(), newId()];
  await inOrg(db, orgId, actor, async (tx) => {
    await tx.insertInto("workflows").values({ id, name: "Deals", draft: graph }).execute();
    await tx.insertInto("workflow_versions")
      .values({ id: versionId, workflow_id: id, number: 1, graph }).execute();
    await tx.updateTable("workflows").set({
      state: "active",
      published_id: versionId,
      published_number: 1,
      starts_on: "hook",
    }).where("id", "=", id).execute();
  });
  return id;
}
