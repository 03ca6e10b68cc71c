import { accountSeeds } from "../domain/accounts/big_seed.ts";
import { createAccount } from "../domain/accounts/accounts.ts";
import { addContact } from "../domain/accounts/contacts.ts";
import { seedBig, seedId } from "../domain/base/big_seed.ts";
import { asSystem, inOrg } from "../domain/base/db.ts";
import { enqueue } from "../domain/base/queue.ts";
import { newId } from "../domain/base/tokens.ts";
import { templateSeeds } from "../domain/onboarding/big_seed.ts";
import { orgsWithDueActions } from "../domain/onboarding/due_actions.ts";
import { applyTemplate } from "../domain/onboarding/plan_applications.ts";
import { planSeeds } from "../domain/onboarding/plan_seeds.ts";
import { createTemplate } from "../domain/onboarding/template_changes.ts";
import { type Milestone, newAction } from "../domain/onboarding/template_content.ts";
import { publishTemplate } from "../domain/onboarding/template_revisions.ts";
import { median } from "./commits.ts";
import type { Figure } from "./figures.ts";
import { asAdmin, type BenchHouse, type Floor, orgId, serve } from "./house.ts";

const actor = { kind: "system", cause: "bench" } as const;
const ROUNDS = 40;
const DUE = 10_000;
const PATIENCE_MS = 180_000;

/** How plans fare where much is planned, and where much becomes due at once. */
export async function benchOnboarding({ large, small }: BenchHouse): Promise<Figure[]> {
  for (const [{ ownerUrl }, scale] of [[small, 0.01], [large, 1]] as const) {
    const seeds = [...accountSeeds, ...templateSeeds, ...planSeeds];
    await seedBig(ownerUrl, seeds, () => {}, { orgs: 100, scale });
  }
  return [
    await benchScan(large, small),
    await benchApplication(small),
    await benchManyDue(small),
  ];
}

/** The clock's question, with as many actions due in both: it should not feel what is not due. */
async function benchScan(large: Floor, small: Floor): Promise<Figure> {
  const times = await Promise.all([large, small].map(async ({ adminUrl }) => {
    await asAdmin(adminUrl, "vacuum analyze actions");
    return [] as number[];
  }));
  for (let round = -5; round < ROUNDS; round++) {
    for (const [at, { db }] of [large, small].entries()) {
      const since = performance.now();
      await asSystem(db, orgsWithDueActions);
      if (round >= 0) times[at]!.push(performance.now() - since);
    }
  }
  const [much, little] = times.map(median) as [number, number];
  return {
    goal: "plans",
    what: "asking who has due actions, 1,000,000 planned against 10,000",
    value: much / little,
    must: 1.5,
    stretch: 1.1,
    better: "less",
    note: `median ${much.toFixed(2)} and ${little.toFixed(2)} ms`,
  };
}

async function benchApplication(floor: Floor): Promise<Figure> {
  const templateId = await publish(floor, [6, 10], 0);
  const times: number[] = [];
  for (let round = -5; round < ROUNDS; round++) {
    const accountId = await addAccount(floor, `Bench ${round}`);
    const since = performance.now();
    await inOrg(
      floor.db,
      orgId(1),
      actor,
      (tx) => applyTemplate(tx, accountId, templateId, { startFirst: true }),
    );
    if (round >= 0) times.push(performance.now() - since);
  }
  return {
    goal: "plans",
    what: "applying a template of 60 actions, ms",
    value: median(times),
    must: 15,
    stretch: 8,
    better: "less",
    note: `the slowest of ${ROUNDS} took ${Math.max(...times).toFixed(1)} ms`,
  };
}

/** From the job's commit to the last draft, by two processes as in production. */
async function benchManyDue(floor: Floor): Promise<Figure> {
  const templateId = await publish(floor, [1, 100], 1);
  for (let n = 0; n < DUE / 100; n++) {
    const accountId = await addAccount(floor, `Minute ${n}`);
    await inOrg(
      floor.db,
      orgId(1),
      actor,
      (tx) => applyTemplate(tx, accountId, templateId, { startFirst: true }),
    );
  }
  await using first = await serve(floor);
  await using second = await serve(floor);
  const left = () => remaining(floor, templateId);
  await asAdmin(
    floor.adminUrl,
    `update actions set due_at = now() from plans
     where plans.id = actions.plan_id and plans.template_id = $1`,
    [templateId],
  );
  const since = performance.now();
  await inOrg(floor.db, orgId(1), actor, (tx) => enqueue(tx, "activate_due_actions", {}));
  while (await left() > 0) {
    if (performance.now() - since > PATIENCE_MS) {
      throw new Error(`${await left()} drafts are missing. ${first.stderr()} ${second.stderr()}`);
    }
    await new Promise((done) => setTimeout(done, 250));
  }
  const seconds = (performance.now() - since) / 1000;
  return {
    goal: "plans",
    what: "10,000 actions due in one minute, seconds until each has its draft",
    value: seconds,
    must: 60,
    stretch: 20,
    better: "less",
    note: `${Math.round(DUE / seconds)} a second by two processes`,
  };
}

async function remaining({ adminUrl }: Floor, templateId: string): Promise<number> {
  const [row] = await asAdmin(
    adminUrl,
    `select count(*)::int as count from actions a join plans p on p.id = a.plan_id
     where p.template_id = $1 and a.state <> 'draft_ready'`,
    [templateId],
  );
  return row!.count as number;
}

/** A template of so many milestones with so many emails each, published. */
async function publish({ db }: Floor, [milestones, actions]: [number, number], delay: number) {
  const content: Milestone[] = Array.from({ length: milestones }, (_, m) => ({
    id: `m${m}`,
    name: `Milestone ${m}`,
    duration_days: 7,
    our_text: "",
    your_text: "",
    actions: Array.from({ length: actions }, (_, a) => ({
      ...newAction("SEND_EMAIL", `a${m}-${a}`, `Email ${a}`),
      trigger: { kind: "milestone_start", delay_hours: delay },
      due_days: 3,
      content: {
        ...{ to: ["primary_contact"], cc: [], bcc: [] },
        subject: "News for {{company_name}}",
        body: "Hello {{contact_name}}, these are our next steps.",
      },
    } as Milestone["actions"][number])),
  }));
  return await inOrg(db, orgId(1), actor, async (tx) => {
    const name = `Bench of ${milestones * actions}`;
    const template = await createTemplate(tx, { name }, { milestones: content });
    await publishTemplate(tx, template.id, template.version, "");
    return template.id;
  });
}

async function addAccount({ db }: Floor, name: string): Promise<string> {
  return await inOrg(db, orgId(1), actor, async (tx) => {
    const { id } = await createAccount(tx, {
      id: newId(),
      name,
      ...{ domain: null, segment: null, industry: null, product_line: null, use_case: null },
      ...{ arr_cents: null, arr_currency: "USD", closed_on: null, go_live_on: null, fields: {} },
    });
    await tx.updateTable("accounts").set({ csm_id: seedId("member 1 2") }).where("id", "=", id)
      .execute();
    const contact = { name: "Ann Example", email: "ann@example.com", job_title: "", phone: "" };
    await addContact(tx, id, contact);
    return id;
  });
}
