import type { SeenRun, SeenStep } from "../domain/workflows/run_views.ts";
import {
  causeLabel,
  causeOfStart,
  runStateLabel,
  tookWords,
} from "../domain/workflows/run_words.ts";
import type { FormState } from "./parts/fields.tsx";
import { Link } from "./parts/link.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { RunRepairs } from "./run_repairs.tsx";
import { StepPanel } from "./run_step.tsx";
import { Picture, type StepState } from "./workflow_picture.tsx";

export interface RunPageProps {
  seen: SeenRun;
  /** The step that is looked at. */
  step?: string;
  mayRepair: boolean;
  form?: FormState;
  now: Date;
}

export function RunPage(props: RunPageProps) {
  const { seen, step } = props;
  const { run, published, looks, steps } = seen;
  return (
    <div
      id="run"
      class="run"
      hx-get={`/runs/${run.id}${step ? `?step=${step}` : ""}`}
      hx-trigger="run from:#live throttle:2s"
      hx-select="#run"
      hx-swap="outerMorph"
    >
      <RunFacts {...props} />
      <div class="run-body">
        <div class="picture-frame">
          <Picture
            graph={published.graph}
            looks={looks}
            label={`The way of this run through ${published.name}`}
            href={(id) => `/runs/${run.id}?step=${id}#step`}
            states={statesOf(steps)}
            selected={step ? [step] : []}
          />
        </div>
        <aside class="run-side">
          <StepPanel {...props} />
          <RunRepairs {...props} />
        </aside>
      </div>
      <Section title="What happened" lead="Every step in its order, and what came of it.">
        <RunLog {...props} />
      </Section>
    </div>
  );
}

/** The headline of the page, in a few words. */
export function runTitle({ run, published, steps, account }: SeenRun): string {
  const at = steps.findLast(({ nodeId }) => nodeId === run.node_id)?.title;
  const whose = account?.name ?? published.name;
  if (run.state === "failed") return `${whose}: failed at ${at ?? "a step"}`;
  if (run.state === "waiting") return `${whose}: waits at ${at ?? "a step"}`;
  if (run.state === "completed") return `${whose}: ${run.outcome ?? "completed"}`;
  return `${whose}: ${runStateLabel(run.state).toLowerCase()}`;
}

function RunFacts({ seen, now }: RunPageProps) {
  const { run, published, number, startedBy, account } = seen;
  const facts = [
    {
      label: "Workflow",
      value: (
        <>
          <a href={`/workflows/${run.workflow_id}`}>{published.name}</a>, version {number}
        </>
      ),
    },
    {
      label: "Started",
      value: (
        <>
          <RelativeTime at={run.started_at} /> · {startedBy ?? causeOfStart(run.cause)}
        </>
      ),
    },
    { label: "Took", value: tookWords(run.started_at, run.ended_at ?? now) },
    ...(account
      ? [{
        label: "Account",
        value: (
          <>
            <a href={`/accounts/${account.id}`}>{account.name}</a>{" "}
            <span class="sub">
              {[account.csm ?? "No CSM yet", account.milestone].filter(Boolean).join(" · ")}
            </span>
          </>
        ),
      }]
      : []),
    ...recordFact(run.input),
    ...(run.sandbox ? [{ label: "Data", value: "From a sandbox" }] : []),
  ];
  return <Facts facts={facts} />;
}

/** What it began with, where a service told of it. */
function recordFact(input: Record<string, unknown> | null) {
  const { record_name: name, record_url: url } = input ?? {};
  if (typeof name !== "string") return [];
  const value = typeof url === "string" ? <Link href={url} outside>{name}</Link> : name;
  return [{ label: "Record", value }];
}

/** Each step as it was last visited; those without one have not run. */
function statesOf(steps: SeenStep[]): Map<string, StepState> {
  return new Map(steps.map((step) => [step.nodeId, {
    state: step.state === "cancelled" ? "skipped" : step.state,
    says: saysOf(step),
    port: step.port ?? undefined,
  }]));
}

function saysOf({ state, startedAt, endedAt, failure }: SeenStep): string | undefined {
  if (state === "failed" && failure) return causeLabel(failure.cause);
  return endedAt ? tookWords(startedAt, endedAt) : undefined;
}

const KINDS: Record<SeenStep["state"], [StatusKind, string]> = {
  done: ["ok", "Done"],
  waiting: ["warn", "Waiting"],
  failed: ["bad", "Failed"],
  skipped: ["none", "Skipped"],
  cancelled: ["none", "Cancelled"],
};

export function StepStatus({ state }: Pick<SeenStep, "state">) {
  const [kind, label] = KINDS[state];
  return <StatusLabel kind={kind}>{label}</StatusLabel>;
}

function RunLog({ seen }: RunPageProps) {
  return (
    <ol class="run-log">
      {seen.steps.map((step) => (
        <li>
          <a href={`/runs/${seen.run.id}?step=${step.nodeId}#step`}>{step.title}</a>
          {step.visit > 1 && <span class="sub">Visit {step.visit}</span>}
          <StepStatus state={step.state} />
          <span class="run-log-says">{outcomeWords(step, seen)}</span>
          <RelativeTime at={step.startedAt} />
        </li>
      ))}
    </ol>
  );
}

function outcomeWords(step: SeenStep, { looks }: SeenRun): string {
  if (step.failure && step.state === "failed") return step.failure.text;
  const port = looks.get(step.nodeId)?.ports.find(({ name }) => name === step.port)?.label;
  const words = [
    step.reason,
    port,
    step.endedAt && tookWords(step.startedAt, step.endedAt),
    step.attempts > 1 && `${step.attempts} tries`,
  ];
  return words.filter(Boolean).join(" · ");
}
