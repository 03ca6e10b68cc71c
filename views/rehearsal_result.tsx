import type { Child } from "hono/jsx";
import type { Graph } from "../domain/workflows/graph.ts";
import type { Looks } from "../domain/workflows/picture_shape.ts";
import type { RehearsedStep } from "../domain/workflows/rehearsal_stage.ts";
import type { Rehearsed } from "../domain/workflows/rehearsals.ts";
import { happened } from "../domain/people/happenings.ts";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Picture, type StepState } from "./workflow_picture.tsx";

export interface RehearsalSeen {
  steps: RehearsedStep[];
  /** Absent while it runs. */
  rehearsed?: Rehearsed;
  /** Why it could not be run at all. */
  refusal?: string;
}

/** The drawing with the way that was taken, the steps in their order, and what would have been. */
export function RehearsalResult(
  { graph, looks, seen }: { graph: Graph; looks: Looks; seen?: RehearsalSeen },
) {
  return (
    <>
      {seen ? <Verdict seen={seen} /> : <NotYet />}
      <div
        class="picture-frame rehearsal-picture"
        tabindex={0}
        role="region"
        aria-label="The drawing"
      >
        <Picture
          graph={graph}
          looks={looks}
          label="The workflow, and the way that the test took"
          states={seen && statesOf(seen.steps)}
        />
      </div>
      {seen && seen.steps.length > 0 && <Steps steps={seen.steps} />}
      {seen?.rehearsed && <WouldHave rehearsed={seen.rehearsed} />}
    </>
  );
}

function NotYet() {
  return (
    <EmptyState title="Nothing has been tried yet">
      Change the sample as you like and run the test: the way it takes is drawn here, with what each
      step brings and what would have been sent, asked and written.
    </EmptyState>
  );
}

function Verdict({ seen: { rehearsed, refusal } }: { seen: RehearsalSeen }) {
  if (refusal) return <Banner kind="bad" title="The test could not run">{refusal}</Banner>;
  if (!rehearsed) return <Banner title="The test runs" />;
  const { state, outcome, why } = rehearsed;
  if (state === "completed") {
    return (
      <Banner kind="ok" title={`It ends: ${outcome ?? "done"}`}>
        Nothing of this has happened: no mail left, no row was kept, nobody was called.
      </Banner>
    );
  }
  return (
    <Banner kind={state === "failed" ? "bad" : "warn"} title={STATES[state]}>
      {why} Nothing of this has happened.
    </Banner>
  );
}

const STATES = {
  failed: "It would fail here",
  cancelled: "It would be cancelled",
  parked: "It could not go on",
  stopped: "The test stopped before the end",
};

function statesOf(steps: RehearsedStep[]): Map<string, StepState> {
  return new Map(steps.map(({ nodeId, state, port }) => [nodeId, {
    state: state === "cancelled" ? "skipped" : state,
    port: port ?? undefined,
  }]));
}

const LABELS: Record<RehearsedStep["state"], { kind: StatusKind; label: string }> = {
  done: { kind: "ok", label: "Done" },
  waiting: { kind: "warn", label: "Waits" },
  failed: { kind: "bad", label: "Failed" },
  skipped: { kind: "none", label: "Skipped" },
  cancelled: { kind: "none", label: "Cancelled" },
};

function Steps({ steps }: { steps: RehearsedStep[] }) {
  return (
    <Section title="The way it takes">
      <ol class="rehearsed-steps">{steps.map((step) => <Step step={step} />)}</ol>
    </Section>
  );
}

function Step({ step }: { step: RehearsedStep }) {
  const { kind, label } = LABELS[step.state];
  return (
    <li>
      <p class="row">
        <StatusLabel kind={kind}>{label}</StatusLabel>
        <strong>{step.title}</strong>
        {step.title !== step.kind && <span class="muted">{step.kind}</span>}
        {step.way && <span class="way">{step.way}</span>}
      </p>
      {step.answered && <p class="muted">{step.answered}.</p>}
      {step.would.map(({ words }) => <p class="would">Would: {words}</p>)}
      {step.failure && (
        <p class="reasons">
          {step.failure.text} {step.failure.todo}
        </p>
      )}
      {step.output.length > 0 && <Facts facts={step.output} />}
    </li>
  );
}

function WouldHave({ rehearsed: { effects } }: { rehearsed: Rehearsed }) {
  const { mails, tasks, calls, events, rows } = effects;
  return (
    <Section
      title="What would have been"
      lead="All of it was undone when the test ended."
      id="would-have"
    >
      <Kind
        title="Mails"
        none="No mail would leave."
        lines={mails.map(({ to, subject, body }) => (
          <details class="fold">
            <summary>
              {subject} <span class="muted">to {to}</span>
            </summary>
            <p class="task-detail">{body}</p>
          </details>
        ))}
      />
      <Kind
        title="Queue tasks"
        none="Nobody would be asked."
        lines={tasks.map(({ queue, title, answered }) => (
          <>
            {title} <span class="muted">in {queue}{answered && `, ${answered} here`}</span>
          </>
        ))}
      />
      <Kind title="Calls to other systems" none="Nothing would be called." lines={calls} />
      <Kind
        title="What history would say"
        none="Nothing else would happen."
        lines={events.map((event) => `${event.actor ?? "Thread"} ${happened(event)}`)}
      />
      <Kind
        title="Rows"
        none="No row would be written."
        lines={rows.map(({ table, added, changed }) =>
          `${table.replaceAll("_", " ")}: ${
            [added && `${added} new`, changed && `${changed} changed`].filter(Boolean).join(", ")
          }`
        )}
      />
    </Section>
  );
}

function Kind({ title, none, lines }: { title: string; none: string; lines: Child[] }) {
  return (
    <div class="would-kind">
      <h3>{title}</h3>
      {lines.length === 0
        ? <p class="muted">{none}</p>
        : <ul>{lines.map((line) => <li>{line}</li>)}</ul>}
    </div>
  );
}
