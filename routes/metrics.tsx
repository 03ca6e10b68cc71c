import { Hono } from "hono";
import { countStandings, type Dimension } from "../domain/insight/account_counts.ts";
import { listBehind, rowsBehind } from "../domain/insight/behind.ts";
import {
  comingWeeks,
  compareFinished,
  compareStarted,
  countOverdue,
  spreadOf,
  trendOf,
} from "../domain/insight/finished.ts";
import { listChoices, listGroups } from "../domain/insight/groups.ts";
import {
  accountsCsv,
  groupsCsv,
  milestonesCsv,
  numbersCsv,
} from "../domain/insight/metric_files.ts";
import { templateToShow, timesOfMilestones } from "../domain/insight/milestone_times.ts";
import { FEW, MOST_ROWS, NUMBERS } from "../domain/insight/numbers.ts";
import type { Scope } from "../domain/insight/scope.ts";
import {
  countCustomers,
  countDrafts,
  countHandoffs,
  countRuns,
} from "../domain/insight/work_numbers.ts";
import { may } from "../domain/people/roles.ts";
import { MetricAccounts } from "../views/metric_accounts.tsx";
import { metricsAddress } from "../views/metric_address.ts";
import { DIMENSIONS, MetricGroups } from "../views/metric_groups.tsx";
import { MetricMilestones } from "../views/metric_milestones.tsx";
import { MetricsOverview } from "../views/metric_overview.tsx";
import { MetricWork } from "../views/metric_work.tsx";
import type { MetricsFrame } from "../views/metrics.tsx";
import type { Ctx, Env } from "./env.ts";
import { readNumber, readScope } from "./metric_scope.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const TITLE = "Metrics";
const HEADER = { lead: "How onboarding is going. Every number leads to the accounts behind it." };

/** What leaders ask of the onboardings. A CSM sees the same of their own accounts. */
export const metrics = new Hono<Env>()
  .use(requires("metrics.read"))
  .get("/", async (c) => {
    const frame = await frameOf(c);
    const numbers = await overviewOf(c, frame.scope);
    const [trend, spread, weeks] = await Promise.all([
      trendOf(c.var.tx, frame.scope),
      spreadOf(c.var.tx, frame.scope),
      comingWeeks(c.var.tx, frame.scope),
    ]);
    const few = numbers.finished.now.count < FEW
      ? await rowsBehind(c.var.tx, frame.scope, "live", {}, FEW)
      : undefined;
    return await showPage(
      c,
      { title: TITLE, header: HEADER },
      <MetricsOverview {...{ frame, ...numbers, trend, spread, weeks, few }} />,
    );
  })
  .get("/numbers.csv", async (c) => {
    const { scope } = await readScope(c);
    return csv(c, "metrics", numbersCsv(scope, await overviewOf(c, scope)));
  })
  .get("/groups", async (c) => {
    const frame = await frameOf(c);
    const { by } = dimensionOf(c);
    const groups = await listGroups(c.var.tx, frame.scope, by);
    return await showPage(
      c,
      { title: TITLE, header: HEADER },
      <MetricGroups {...{ frame, by, groups }} />,
    );
  })
  .get("/groups.csv", async (c) => {
    const { scope } = await readScope(c);
    const { by, noun } = dimensionOf(c);
    return csv(c, `metrics-by-${by}`, groupsCsv(noun, await listGroups(c.var.tx, scope, by)));
  })
  .get("/milestones", async (c) => {
    const frame = await frameOf(c);
    const { template, milestones } = await milestonesOf(c, frame.scope);
    return await showPage(
      c,
      { title: TITLE, header: HEADER },
      <MetricMilestones {...{ frame, template, milestones }} />,
    );
  })
  .get("/milestones.csv", async (c) => {
    const { scope } = await readScope(c);
    const { milestones } = await milestonesOf(c, scope);
    return csv(c, "metrics-of-milestones", milestonesCsv(milestones));
  })
  .get("/work", async (c) => {
    const frame = await frameOf(c);
    const { tx } = c.var;
    const readsRuns = may(signedInAs(c).member.roles, "workflows.read");
    const [customers, drafts, handoffs, workflows] = await Promise.all([
      countCustomers(tx, frame.scope),
      countDrafts(tx, frame.scope),
      countHandoffs(tx, frame.scope),
      readsRuns ? countRuns(tx, frame.scope) : undefined,
    ]);
    return await showPage(
      c,
      { title: TITLE, header: HEADER },
      <MetricWork {...{ frame, customers, drafts, handoffs, workflows }} />,
    );
  })
  .get("/accounts", async (c) => {
    const frame = await frameOf(c);
    const { number, detail, after } = readNumber(c);
    const page = await listBehind(c.var.tx, frame.scope, number, detail, after);
    return await showPage(
      c,
      {
        title: NUMBERS[number].label,
        header: {
          lead: NUMBERS[number].means,
          back: { href: metricsAddress("/metrics", frame.scope), label: TITLE },
        },
      },
      <MetricAccounts {...{ frame, number, detail, page }} />,
    );
  })
  .get("/accounts.csv", async (c) => {
    const { scope } = await readScope(c);
    const { number, detail } = readNumber(c);
    const rows = await rowsBehind(c.var.tx, scope, number, detail, MOST_ROWS);
    return csv(c, `accounts-${number.replaceAll("_", "-")}`, accountsCsv(rows));
  });

async function frameOf(c: Ctx): Promise<MetricsFrame> {
  const [asked, choices] = await Promise.all([readScope(c), listChoices(c.var.tx)]);
  return { ...asked, choices };
}

async function overviewOf(c: Ctx, scope: Scope) {
  const { tx } = c.var;
  const [standings, overdue, started, finished] = await Promise.all([
    countStandings(tx, scope),
    countOverdue(tx, scope),
    compareStarted(tx, scope),
    compareFinished(tx, scope),
  ]);
  return { standings, overdue, started, finished };
}

async function milestonesOf(c: Ctx, scope: Scope) {
  const template = await templateToShow(c.var.tx, scope);
  const milestones = template
    ? await timesOfMilestones(c.var.tx, { ...scope, template: template.id })
    : [];
  return { template, milestones };
}

function dimensionOf(c: Ctx): { by: Dimension; noun: string } {
  return DIMENSIONS.find(({ by }) => by === c.req.query("by")) ?? DIMENSIONS[0]!;
}

function csv(c: Ctx, name: string, text: string) {
  return c.body(`\ufeff${text}`, 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}.csv"`,
  });
}
