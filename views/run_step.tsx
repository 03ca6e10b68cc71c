import type { Child } from "hono/jsx";
import { written } from "../domain/workflows/references.ts";
import { causeLabel, tookWords } from "../domain/workflows/run_words.ts";
import type { SeenRun } from "../domain/workflows/run_views.ts";
import { Facts, Section } from "./parts/page_header.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { type RunPageProps, StepStatus } from "./run.tsx";

/** What one step used, brought and came to. */
export function StepPanel({ seen, step }: RunPageProps) {
  const { published, steps, looks, uses, brings, run } = seen;
  const node = step ? published.steps.get(step)?.node : undefined;
  if (!node) return null;
  const made = steps.findLast(({ nodeId }) => nodeId === step);
  const look = looks.get(node.id);
  return (
    <Section title={node.title || look?.label || node.kind} lead={look?.summary} id="step">
      {made ? <StepStatus state={made.state} /> : <p>It has not run.</p>}
      {made?.failure && made.state === "failed" && (
        <div class="run-failure" role="status">
          <p>
            <strong>{causeLabel(made.failure.cause)}.</strong> {made.failure.text}
          </p>
          <p>{made.failure.todo} Other runs go on as they are.</p>
        </div>
      )}
      {run.state === "waiting" && run.node_id === node.id && <Waiting seen={seen} />}
      {made?.reason && <p>Skipped: {made.reason}</p>}
      {made && (
        <Facts
          facts={[
            { label: "Began", value: <RelativeTime at={made.startedAt} /> },
            ...(made.endedAt
              ? [{ label: "Took", value: tookWords(made.startedAt, made.endedAt) }]
              : []),
            { label: "Tries", value: String(made.attempts) },
          ]}
        />
      )}
      <Values
        title="Used"
        facts={uses.map(({ label, value, called }) => ({ label, value: shown(called ?? value) }))}
      />
      <Values
        title="Brought"
        facts={brings.map(({ label, value, gap }) => ({
          label,
          value: gap && value === undefined ? <em>{gap}</em> : shown(value),
        }))}
      />
    </Section>
  );
}

function Values({ title, facts }: { title: string; facts: { label: string; value: Child }[] }) {
  if (facts.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <Facts facts={facts} />
    </>
  );
}

function shown(value: unknown): Child {
  if (value === undefined || value === null || value === "") return <em>Nothing</em>;
  if (typeof value === "number") return value.toLocaleString("en-US");
  const text = written(value);
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

/** Who or what the run waits for, and since when. */
function Waiting({ seen }: { seen: SeenRun }) {
  const { waits, task } = seen;
  if (!waits) return null;
  return (
    <p>
      {task
        ? (
          <>
            <a href={`/queue/${task.id}`}>{task.title}</a> waits in {task.queue}
            {task.claimant ? `, with ${task.claimant}` : ", and nobody has claimed it"}
          </>
        )
        : WORDS[waits.kind] ?? "It waits"}
      {waits.wakeAt && (
        <>
          {" "}until <RelativeTime at={waits.wakeAt} />
        </>
      )}, since <RelativeTime at={waits.since} />.
    </p>
  );
}

const WORDS: Record<string, string> = {
  timer: "It waits",
  event: "It waits for something to happen",
  job: "It waits for an answer from outside",
  run: "It waits for another workflow",
  task: "It waits for a person",
};
