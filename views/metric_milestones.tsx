import type { MilestoneTimes } from "../domain/insight/milestone_times.ts";
import { FEW } from "../domain/insight/numbers.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { behindAddress, metricsAddress } from "./metric_address.ts";
import { ColumnChart, HowCounted, inPercent, short } from "./metric_parts.tsx";
import { CsvLink, Metrics, type MetricsFrame } from "./metrics.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Table } from "./parts/table.tsx";

export interface MetricMilestonesProps {
  frame: MetricsFrame;
  /** Absent where no account follows a template. */
  template?: { id: string; name: string };
  milestones: MilestoneTimes[];
}

/** How long each milestone of one template takes, and where its accounts stand now. */
export function MetricMilestones({ frame, template, milestones }: MetricMilestonesProps) {
  return (
    <Metrics frame={frame} tab="/metrics/milestones">
      {template
        ? <OfTemplate frame={frame} template={template} milestones={milestones} />
        : (
          <EmptyState
            title="No account follows a template yet"
            action={<LinkButton href="/templates">See the templates</LinkButton>}
          >
            Times of milestones are counted for one template at a time.
          </EmptyState>
        )}
    </Metrics>
  );
}

function OfTemplate({ frame, template, milestones }: Required<MetricMilestonesProps>) {
  const scope = { ...frame.scope, template: template.id };
  const done = milestones.reduce((sum, one) => sum + one.done, 0);
  const slowest = milestones.filter(({ done, medianDays }) => done >= FEW && medianDays !== null)
    .sort((a, b) => b.medianDays! - a.medianDays!)[0];
  return (
    <Section
      title={template.name}
      lead="Choose another template in the filters above."
      actions={<CsvLink href={metricsAddress("/metrics/milestones.csv", scope)} />}
    >
      {milestones.length === 0
        ? (
          <EmptyState level={3} title="No milestone was finished in the period">
            And no running account of this template is in one now.
          </EmptyState>
        )
        : (
          <>
            {done >= FEW && (
              <ColumnChart
                title={slowest
                  ? `${slowest.name} takes longest: a median of ${short(slowest.medianDays!)} days`
                  : `${counted(done, "milestone")} finished in the period`}
                lead="Median days of each milestone"
                columns={milestones.map(({ name, medianDays, done }) => ({
                  label: name,
                  value: medianDays ?? 0,
                  says: medianDays === null ? "" : short(medianDays),
                  name: `${name}: ${done} finished${
                    medianDays === null ? "" : `, median ${short(medianDays)} days`
                  }`,
                  href: behindAddress(scope, "milestone_done", { milestone: name }),
                }))}
              />
            )}
            <Table
              caption={`Milestones of ${template.name}`}
              columns={[
                { label: "Milestone" },
                { label: "Finished", numeric: true },
                { label: "Median days", numeric: true },
                { label: "90% within", numeric: true, wideOnly: true },
                { label: "Planned", numeric: true, wideOnly: true },
                { label: "Over the plan", numeric: true },
                { label: "In it now", numeric: true },
                { label: "Waits for", wideOnly: true },
              ]}
            >
              {milestones.map((one) => (
                <tr>
                  <th scope="row">{one.name}</th>
                  <td class="numeric">
                    {one.done > 0
                      ? (
                        <a href={behindAddress(scope, "milestone_done", { milestone: one.name })}>
                          {one.done}
                        </a>
                      )
                      : <span class="muted">0</span>}
                  </td>
                  <td class="numeric">{one.medianDays === null ? "–" : short(one.medianDays)}</td>
                  <td class="numeric wide-only">
                    {one.p90Days === null ? "–" : short(one.p90Days)}
                  </td>
                  <td class="numeric wide-only">{one.planned}</td>
                  <td class="numeric">{inPercent(one.over, one.done)}</td>
                  <td class="numeric">
                    {one.inIt > 0
                      ? (
                        <a href={behindAddress(scope, "in_milestone", { milestone: one.name })}>
                          {one.inIt}
                        </a>
                      )
                      : <span class="muted">0</span>}
                  </td>
                  <td class="wide-only">
                    <WaitsFor milestone={one} />
                  </td>
                </tr>
              ))}
            </Table>
          </>
        )}
      <HowCounted
        numbers={["milestone_done", "in_milestone"]}
        more={[
          {
            label: "Median days",
            means:
              "Days from the start to the end of this milestone, where it ended in the period.",
          },
          {
            label: "Over the plan",
            means: "Of those, the ones that took more days than the plan gave them.",
          },
          {
            label: "Waits for",
            means: "Of the accounts in it now: blocked, waiting for the customer, or with you.",
          },
        ]}
      />
    </Section>
  );
}

function WaitsFor({ milestone: { withUs, withCustomer, blocked } }: { milestone: MilestoneTimes }) {
  return (
    <span class="waits-for">
      {withUs > 0 && <StatusLabel kind="ok">{withUs} with us</StatusLabel>}
      {withCustomer > 0 && <StatusLabel kind="info">{withCustomer} customer</StatusLabel>}
      {blocked > 0 && <StatusLabel kind="bad">{blocked} blocked</StatusLabel>}
    </span>
  );
}
