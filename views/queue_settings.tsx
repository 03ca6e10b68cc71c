import type { ListedQueue, Queue, QueueMember } from "../domain/workflows/queues.ts";
import { ROLES } from "../domain/people/roles.ts";
import { kindLabel, TASK_KINDS } from "../domain/workflows/task_words.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { CheckboxGroup, RadioGroup } from "./parts/choices.tsx";
import { Field, type FormState, Select, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RowActions, Table } from "./parts/table.tsx";
import { QuestionForm, QuestionRows } from "./question_form.tsx";
import { SettingsTabs } from "./settings.tsx";

const AT = "/settings/queues";

export function QueueList({ queues, form }: { queues: ListedQueue[]; form?: FormState }) {
  return (
    <>
      <SettingsTabs current={AT} />
      <p class="lead">Where workflows wait for people: who decides, and within what time.</p>
      {queues.length > 0
        ? <QueueTable queues={queues} />
        : (
          <EmptyState title="There is no queue yet">
            A step of a workflow puts a task into a queue and waits. Somebody who works on the queue
            takes it, decides, and the workflow goes on.
          </EmptyState>
        )}
      <Section title="Add a queue">
        <form class="form" method="post" action={AT}>
          <ErrorSummary errors={form?.errors} />
          <Field
            name="name"
            label="Name"
            form={form}
            required
            maxlength={80}
            autocomplete="off"
            hint="Such as Manager approval, or SMB pool."
          />
          <RadioGroup
            name="kind"
            label="What its tasks ask"
            form={form}
            value="approval"
            options={TASK_KINDS.map(({ kind, label, about }) => ({
              value: kind,
              label,
              hint: about,
            }))}
          />
          <FormActions>
            <Button type="submit" kind="primary">Add queue</Button>
          </FormActions>
        </form>
      </Section>
    </>
  );
}

function QueueTable({ queues }: { queues: ListedQueue[] }) {
  return (
    <Table
      caption="Queues"
      columns={[
        { label: "Name" },
        { label: "Asks", wideOnly: true },
        { label: "Members", numeric: true },
        { label: "Waiting", numeric: true },
        { label: "To be decided within", wideOnly: true },
        { label: "Change", quiet: true },
      ]}
    >
      {queues.map((queue) => <QueueRow queue={queue} />)}
    </Table>
  );
}

function QueueRow({ queue }: { queue: ListedQueue }) {
  const { id, name, kind, members, waiting, late, archived_at } = queue;
  return (
    <tr id={`queue-${id}`}>
      <th scope="row">
        <a href={`${AT}/${id}`}>{name}</a>{" "}
        {archived_at && <StatusLabel kind="none" chip>Archived</StatusLabel>}
        {!archived_at && members === 0 && (
          <StatusLabel kind="warn" chip>Nobody works on it</StatusLabel>
        )}
      </th>
      <td class="wide-only">{kindLabel(kind)}</td>
      <td class="numeric">{members}</td>
      <td class="numeric">{waiting}{late > 0 && `, ${late} late`}</td>
      <td class="wide-only">{promise(queue)}</td>
      <RowActions>
        {archived_at && (
          <form method="post" action={`${AT}/${id}/restoration`}>
            <Button type="submit" kind="quiet" small aria-label={`Restore ${name}`}>Restore</Button>
          </form>
        )}
      </RowActions>
    </tr>
  );
}

function promise({ sla_hours, escalates_to, escalate_role }: ListedQueue): string {
  if (sla_hours === null) return "No deadline";
  const within = sla_hours === 1 ? "1 working hour" : `${sla_hours} working hours`;
  const whom = escalates_to ?? ROLES.find(({ role }) => role === escalate_role)?.label;
  return whom ? `${within}, then to ${whom}` : within;
}

export interface QueuePageProps {
  queue: Queue;
  members: QueueMember[];
  /** Who could be a member, or be escalated to. */
  people: { id: string; name: string }[];
  /** Where its tasks could go: the others of its kind. */
  others: ListedQueue[];
  waiting: number;
  form?: FormState;
}

export function QueuePage(props: QueuePageProps) {
  const { queue, others, waiting } = props;
  const at = `${AT}/${queue.id}`;
  if (queue.archived_at) return <Archived at={at} />;
  return (
    <>
      <QueueForm {...props} />
      {queue.kind === "custom" && (
        <Section
          title="Questions"
          lead="What somebody answers who does a task of this queue. Open tasks keep what they ask."
          actions={<LinkButton href={`${at}/questions/new`}>Add question</LinkButton>}
        >
          <QuestionRows at={at} version={queue.version} questions={queue.questions} />
        </Section>
      )}
      <Archive queue={queue} others={others} waiting={waiting} />
    </>
  );
}

function Archived({ at }: { at: string }) {
  return (
    <Banner
      title="This queue is archived"
      action={
        <form method="post" action={`${at}/restoration`}>
          <Button type="submit" small>Restore</Button>
        </form>
      }
    >
      It takes no tasks. A workflow that puts one into it fails at that step, and says so.
    </Banner>
  );
}

function QueueForm({ queue, members, people, form }: QueuePageProps) {
  return (
    <form class="form" method="post" action={`${AT}/${queue.id}`}>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(queue.version)} />
      <Field
        name="name"
        label="Name"
        form={form}
        value={queue.name}
        required
        maxlength={80}
        autocomplete="off"
      />
      <TextArea
        name="about"
        label="What to look at"
        form={form}
        value={queue.about}
        required={false}
        rows={3}
        maxlength={500}
        hint="Stands above each of its tasks, for whoever decides."
      />
      <CheckboxGroup
        name="members"
        label="Who works on it"
        form={form}
        values={members.map(({ id }) => id)}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Field
        name="sla_hours"
        label="To be decided within"
        form={form}
        value={queue.sla_hours === null ? "" : String(queue.sla_hours)}
        required={false}
        short
        inputmode="numeric"
        suffix="working hours"
        hint="A working day has eight, from 9:00 to 17:00. Empty means that nothing is ever late."
      />
      <Select
        name="escalate"
        label="Then tell"
        form={form}
        value={queue.escalate_to ?? (queue.escalate_role ? `role:${queue.escalate_role}` : "")}
        empty="Nobody"
        options={[
          ...ROLES.map(({ role, label }) => ({
            value: `role:${role}`,
            label: `Everybody with the role ${label}`,
          })),
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        hint="Once for each late task, by mail. They see it in their queue and may decide it."
      />
      <FormActions>
        <Button type="submit" kind="primary">Save queue</Button>
      </FormActions>
    </form>
  );
}

function Archive({ queue, others, waiting }: Omit<QueuePageProps, "members" | "people">) {
  const tasks = waiting === 1 ? "The 1 task that waits" : `The ${waiting} tasks that wait`;
  return (
    <Section title="Archive">
      <form class="form" method="post" action={`${AT}/${queue.id}/archival`}>
        <input type="hidden" name="version" value={String(queue.version)} />
        <p>
          An archived queue takes no more tasks, and a workflow that still uses it fails at that
          step. What was decided in it is kept, and you can restore it.
        </p>
        {waiting > 0 && (others.length > 0
          ? (
            <Select
              name="move_to"
              label={`${tasks} in it`}
              empty="Choose where to"
              options={others.map(({ id, name }) => ({ value: id, label: `Move to ${name}` }))}
              hint="Runs wait for them, so they are moved and not dropped."
            />
          )
          : (
            <p class="hint">
              {tasks}{" "}
              in it must be decided first: there is no other queue of this kind to move them to.
            </p>
          ))}
        <FormActions>
          <Button type="submit" kind="danger">Archive queue</Button>
        </FormActions>
      </form>
    </Section>
  );
}

export function QueueQuestionPage(
  { queue, question, form }: {
    queue: Queue;
    question?: Queue["questions"][number];
    form?: FormState;
  },
) {
  return (
    <QuestionForm
      at={`${AT}/${queue.id}`}
      version={queue.version}
      question={question}
      form={form}
      helpHint="Stands below the question."
      requiredLabel="Must be answered before the task is done"
    />
  );
}
