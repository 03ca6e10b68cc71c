import type {
  CustomerNumbers,
  DraftNumbers,
  HandoffNumbers,
  WorkflowNumbers,
} from "../domain/insight/work_numbers.ts";
import { behindAddress } from "./metric_address.ts";
import { Figure, Figures, HowCounted, inDays, inPercent, PartsBar } from "./metric_parts.tsx";
import { Metrics, type MetricsFrame } from "./metrics.tsx";
import { Section } from "./parts/page_header.tsx";
import { Table } from "./parts/table.tsx";

export interface MetricWorkProps {
  frame: MetricsFrame;
  customers: CustomerNumbers;
  drafts: DraftNumbers;
  handoffs: HandoffNumbers;
  /** Absent where the person may not read runs of all accounts. */
  workflows?: WorkflowNumbers[];
}

/** What goes on around the plans: customers, drafts, handoffs and workflows. */
export function MetricWork({ frame, customers, drafts, handoffs, workflows }: MetricWorkProps) {
  return (
    <Metrics frame={frame} tab="/metrics/work">
      <Customers scope={frame.scope} customers={customers} />
      <Drafts scope={frame.scope} drafts={drafts} />
      <Handoffs scope={frame.scope} handoffs={handoffs} />
      {workflows && <Workflows workflows={workflows} />}
    </Metrics>
  );
}

function Customers({ scope, customers }: {
  scope: MetricsFrame["scope"];
  customers: CustomerNumbers;
}) {
  const { overdueAccounts, overdueTasks, notSeen, answered, medianAnswerDays } = customers;
  return (
    <Section id="metrics-customers" title="Customers">
      <Figures>
        <Figure
          label="Overdue at the customer"
          value={overdueAccounts}
          href={behindAddress(scope, "customer_late")}
          note={`${overdueTasks} task${overdueTasks === 1 ? "" : "s"}`}
        />
        <Figure
          label="Not in the portal for 14 days"
          value={notSeen}
          href={behindAddress(scope, "not_seen")}
        />
        <Figure
          label="Answers received"
          value={answered}
          href={behindAddress(scope, "answered")}
        />
        <Figure label="Median time to answer" value={inDays(medianAnswerDays)} />
      </Figures>
      <HowCounted
        numbers={["customer_late", "not_seen"]}
        more={[
          { label: "Answers received", means: "What customers sent in the period." },
          {
            label: "Time to answer",
            means: "Of those, days from the moment the customer could work on it.",
          },
        ]}
      />
    </Section>
  );
}

function Drafts({ scope, drafts: { unchanged, edited, rejected, waiting } }: {
  scope: MetricsFrame["scope"];
  drafts: DraftNumbers;
}) {
  const decided = unchanged + edited + rejected;
  return (
    <Section id="metrics-drafts" title="Drafts">
      <Figures>
        <Figure
          label="Approved unchanged"
          value={inPercent(unchanged, decided)}
          href={behindAddress(scope, "drafts_unchanged")}
          note={decided > 0 && `${unchanged} of ${decided}`}
        />
        <Figure
          label="Edited first"
          value={edited}
          href={behindAddress(scope, "drafts_edited")}
        />
        <Figure label="Rejected" value={rejected} href={behindAddress(scope, "drafts_rejected")} />
        <Figure
          label="Waiting for approval"
          value={waiting}
          href={behindAddress(scope, "drafts_waiting")}
        />
      </Figures>
      {decided > 0 && (
        <PartsBar
          label={`Of ${decided} drafts: ${unchanged} approved unchanged, ${edited} edited, ${rejected} rejected`}
          parts={[
            { label: "Approved unchanged", value: unchanged, says: String(unchanged), kind: "ok" },
            { label: "Edited first", value: edited, says: String(edited), kind: "info" },
            { label: "Rejected", value: rejected, says: String(rejected), kind: "warn" },
          ]}
        />
      )}
      <HowCounted
        numbers={["drafts_unchanged", "drafts_edited", "drafts_rejected", "drafts_waiting"]}
        more={[
          {
            label: "Drafts",
            means: "What the AI or its rules wrote in the period. A link leads to the accounts " +
              "that they are for, so it may list fewer.",
          },
        ]}
      />
    </Section>
  );
}

function Handoffs({ scope, handoffs: { open, oldestDays, submitted, medianDays } }: {
  scope: MetricsFrame["scope"];
  handoffs: HandoffNumbers;
}) {
  return (
    <Section id="metrics-handoffs" title="Handoffs">
      <Figures>
        <Figure
          label="Open"
          value={open}
          href={behindAddress(scope, "handoff_waiting")}
          note={oldestDays !== null && `the oldest for ${inDays(oldestDays)}`}
        />
        <Figure
          label="Submitted"
          value={submitted}
          href={behindAddress(scope, "handoff_done")}
        />
        <Figure label="Median time to submit" value={inDays(medianDays)} />
      </Figures>
      <HowCounted
        numbers={["handoff_waiting", "handoff_done"]}
        more={[{
          label: "Time to submit",
          means: "Of the handoffs submitted in the period, days since they were asked for.",
        }]}
      />
    </Section>
  );
}

function Workflows({ workflows }: { workflows: WorkflowNumbers[] }) {
  return (
    <Section id="metrics-workflows" title="Workflows">
      {workflows.length === 0
        ? <p class="muted">No workflow ran in the period, and none stands failed.</p>
        : (
          <Table
            caption="Workflows"
            columns={[
              { label: "Workflow" },
              { label: "Started", numeric: true },
              { label: "Completed", numeric: true },
              { label: "Failed now", numeric: true },
            ]}
          >
            {workflows.map(({ id, name, started, completed, failedNow }) => (
              <tr>
                <th scope="row">
                  <a href={`/workflows/${id}`}>{name}</a>
                </th>
                <td class="numeric">
                  <a href={`/runs?workflow=${id}`}>{started}</a>
                </td>
                <td class="numeric">{completed}</td>
                <td class="numeric">
                  {failedNow > 0
                    ? <a href={`/runs?workflow=${id}&state=failed`}>{failedNow}</a>
                    : <span class="muted">0</span>}
                </td>
              </tr>
            ))}
          </Table>
        )}
      <HowCounted
        numbers={[]}
        more={[{
          label: "Workflows",
          means: "Runs that began in the period, tests left out, and the runs that stand failed " +
            "now. Of the filters only the period counts here.",
        }]}
      />
    </Section>
  );
}
