import type { Child } from "hono/jsx";
import { formatDay } from "../domain/base/calendar.ts";
import { formatMoney } from "../domain/accounts/money.ts";
import type { TaskFacts } from "../domain/workflows/task_accounts.ts";
import type { RunSoFar } from "../domain/workflows/task_runs.ts";
import { decidedWords } from "../domain/workflows/task_words.ts";
import type { TaskWithNames } from "../domain/workflows/tasks.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Select } from "./parts/fields.tsx";
import { FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { AvatarStack } from "./parts/people.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { Decision, TaskKindLabel, TaskTime } from "./task_parts.tsx";
import { TaskForm, type TaskFormProps } from "./task_form.tsx";

export interface TaskPageProps extends TaskFormProps {
  about: string;
  account?: TaskFacts;
  run?: RunSoFar;
  /** Who else looks at it now. */
  present: string[];
  /** Whom it can be given to. */
  colleagues: { id: string; name: string }[];
  may: { work: boolean; manage: boolean };
  next?: { id: string; title: string };
  refusal?: string;
}

export function TaskLead({ task }: { task: TaskWithNames }) {
  return (
    <span class="account-lead">
      <span>{task.queue}</span>
      <TaskKindLabel kind={task.kind} />
      <span>
        waiting since <RelativeTime at={task.opened_at} />
      </span>
    </span>
  );
}

export function TaskPage(props: TaskPageProps) {
  const { task, about, account, run, refusal, next } = props;
  return (
    <div
      class="task"
      id="task"
      hx-get={`/queue/${task.id}`}
      hx-trigger="task from:#live throttle:2s"
      hx-select="#task-standing"
      hx-target="#task-standing"
      hx-swap="outerMorph"
    >
      <div class="task-main">
        {refusal && <Banner kind="warn" title="Nothing was changed">{refusal}</Banner>}
        <Standing {...props} />
        {about && <p class="task-about">{about}</p>}
        {task.detail && <p class="task-detail">{task.detail}</p>}
        <Asked {...props} />
        {next && (
          <p class="task-next">
            <LinkButton kind="quiet" href={`/queue/${next.id}`} hotkey="j">
              Next: {next.title}
            </LinkButton>
          </p>
        )}
      </div>
      <aside class="task-aside">
        <Section title="Account">{account ? <Account account={account} /> : <NoAccount />}</Section>
        {run && <SoFar run={run} />}
      </aside>
    </div>
  );
}

/** How it stands and who has it: the part that changes while somebody reads. */
function Standing(props: TaskPageProps) {
  const { task, me, present } = props;
  return (
    <div id="task-standing" class="task-standing">
      <p class="row">
        <TaskTime task={task} />
        {task.state === "claimed" && (
          <span>
            {task.claimed_by === me ? "You have claimed it" : `${task.claimant} has claimed it`},
            {" "}
            <RelativeTime at={task.claimed_at!} />
          </span>
        )}
      </p>
      <Presence id={task.id} present={present} />
    </div>
  );
}

/** Says who else is here, and tells them that the reader is: the script asks again. */
export function Presence({ id, present }: { id: string; present: string[] }) {
  return (
    <div id="presence" class="presence" data-presence={`/queue/${id}/presence`}>
      {present.length > 0 && (
        <>
          <AvatarStack people={present.map((name) => ({ name }))} />
          <span class="muted">
            {present.join(", ")} {present.length === 1 ? "looks" : "look"} at this too
          </span>
        </>
      )}
    </div>
  );
}

function Asked(props: TaskPageProps) {
  const { task, me, may } = props;
  if (task.state === "decided") return <Decided task={task} me={me} />;
  if (task.state === "cancelled") {
    return (
      <Banner title="Nothing is left to decide">
        The run that asked this has ended without it.
      </Banner>
    );
  }
  if (!may.work) {
    return <p class="muted">You can read this task. Only those who work on its queue decide it.</p>;
  }
  const others = task.state === "claimed" && task.claimed_by !== me;
  return (
    <>
      {others
        ? (
          <Banner title={`${task.claimant} has claimed this`}>
            They decide it, or give it back. You can let somebody else decide below.
          </Banner>
        )
        : <TaskForm {...props} />}
      <Hands {...props} others={others} />
    </>
  );
}

function Hands(
  { task, colleagues, me, may, others }: TaskPageProps & { others: boolean },
) {
  const at = `/queue/${task.id}`;
  return (
    <div class="task-hands">
      {task.state === "open" && task.kind !== "assignment" && (
        <form method="post" action={`${at}/claim`}>
          <Button type="submit" hotkey="c">Claim</Button>
        </form>
      )}
      {task.state === "claimed" && (!others || may.manage) && (
        <form method="post" action={`${at}/release`}>
          <Button type="submit">Give it back</Button>
        </form>
      )}
      {colleagues.length > 0 && (
        <details class="fold">
          <summary>Let somebody else decide</summary>
          <form class="form" method="post" action={`${at}/reassignment`}>
            <Select
              name="member_id"
              label="Who decides it"
              empty="Choose"
              options={colleagues.filter(({ id }) => id !== task.claimed_by).map((
                { id, name },
              ) => ({
                value: id,
                label: id === me ? `${name} (you)` : name,
              }))}
            />
            <FormActions>
              <Button type="submit">Reassign</Button>
            </FormActions>
          </form>
        </details>
      )}
    </div>
  );
}

function Decided({ task, me }: { task: TaskWithNames; me: string }) {
  const given = task.answers ?? {};
  return (
    <section class="task-decided">
      <p class="row">
        <Decision task={task} />
        <span>
          {task.decided_by === me ? "You" : task.decider} {decidedWords(task)}{" "}
          <RelativeTime at={task.decided_at!} />
        </span>
      </p>
      {task.reason && <blockquote class="task-detail">{task.reason}</blockquote>}
      {task.questions.length > 0 && (
        <Facts
          facts={task.questions.map(({ id, label }) => ({
            label,
            value: String(given[id] ?? "") || "No answer",
          }))}
        />
      )}
    </section>
  );
}

function NoAccount() {
  return <p class="muted">There is none yet: the workflow makes it later, or not at all.</p>;
}

function Account({ account }: { account: TaskFacts }) {
  const day = (on: string | null) => on ? formatDay(on, "en-GB", "medium") : undefined;
  const known: [string, Child][] = [
    ["ARR", money(account)],
    ["Segment", account.segment],
    ["CSM", account.csm ?? "None yet"],
    ["Account executive", account.ae],
    ["Closed", day(account.closed_on)],
    ["Go-live", day(account.go_live_on)],
  ];
  return (
    <>
      <p>
        {account.linked
          ? <a href={`/accounts/${account.id}`}>{account.name}</a>
          : <strong>{account.name}</strong>}
      </p>
      <Facts
        facts={known.filter(([, value]) => value).map(([label, value]) => ({ label, value }))}
      />
    </>
  );
}

function money({ arr_cents: cents, arr_currency: currency }: TaskFacts) {
  return cents === null ? undefined : formatMoney({ cents, currency });
}

const STEPS: Record<string, { kind: StatusKind; label: string }> = {
  done: { kind: "ok", label: "Done" },
  waiting: { kind: "warn", label: "Waits" },
  failed: { kind: "bad", label: "Failed" },
  skipped: { kind: "none", label: "Skipped" },
  cancelled: { kind: "none", label: "Cancelled" },
};

function SoFar({ run }: { run: RunSoFar }) {
  return (
    <Section title="The run so far" lead={<a href={`/runs/${run.id}`}>{run.workflow}</a>}>
      <ol class="run-so-far">
        {run.steps.map(({ title, state }) => {
          const { kind, label } = STEPS[state] ?? STEPS.done!;
          return (
            <li>
              <StatusLabel kind={kind}>{label}</StatusLabel> {title}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
