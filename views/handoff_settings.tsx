import type { HandoffQuestion } from "../domain/base/schema.ts";
import { QUESTION_TYPES } from "../domain/onboarding/handoff_questions.ts";
import type { HandoffTemplate } from "../domain/onboarding/handoff_templates.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Checkbox } from "./parts/choices.tsx";
import { Field, type FormState, Select, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RowActions, Table } from "./parts/table.tsx";
import { SettingsTabs } from "./settings.tsx";

const AT = "/settings/handoffs";

export function HandoffTemplates({ sets, form }: { sets: HandoffTemplate[]; form?: FormState }) {
  return (
    <>
      <SettingsTabs current={AT} />
      <p class="lead">What account executives are asked when a deal is handed over.</p>
      <Table
        caption="Sets of questions"
        columns={[{ label: "Name" }, { label: "Questions", numeric: true }, {
          label: "Change",
          quiet: true,
        }]}
      >
        {sets.map((set) => <SetRow set={set} />)}
      </Table>
      <Section title="Add a set">
        <form class="form" method="post" action={AT}>
          <ErrorSummary errors={form?.errors} />
          <Field
            name="name"
            label="Name"
            form={form}
            required
            maxlength={80}
            autocomplete="off"
            hint="It starts with the common questions."
          />
          <FormActions>
            <Button type="submit" kind="primary">Add set</Button>
          </FormActions>
        </form>
      </Section>
    </>
  );
}

function SetRow({ set }: { set: HandoffTemplate }) {
  return (
    <tr id={`set-${set.id}`}>
      <th scope="row">
        <a href={`${AT}/${set.id}`}>{set.name}</a>{" "}
        {set.is_default && <StatusLabel kind="info" chip>Default</StatusLabel>}
      </th>
      <td class="numeric">{set.questions.length}</td>
      <RowActions>
        {!set.is_default && (
          <>
            <form method="post" action={`${AT}/${set.id}/default`}>
              <Button type="submit" kind="quiet" small aria-label={`Make default: ${set.name}`}>
                Make default
              </Button>
            </form>
            <form method="post" action={`${AT}/${set.id}/removal`}>
              <Button type="submit" kind="quiet" small aria-label={`Remove ${set.name}`}>
                Remove
              </Button>
            </form>
          </>
        )}
      </RowActions>
    </tr>
  );
}

export function HandoffTemplatePage({ set, form }: { set: HandoffTemplate; form?: FormState }) {
  const at = `${AT}/${set.id}`;
  return (
    <>
      <form class="form" method="post" action={at}>
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="version" value={String(set.version)} />
        <Field
          name="name"
          label="Name"
          form={form}
          value={set.name}
          required
          maxlength={80}
          autocomplete="off"
        />
        <FormActions>
          <Button type="submit">Save name</Button>
        </FormActions>
      </form>
      <Section
        title="Questions"
        actions={<LinkButton href={`${at}/questions/new`}>Add question</LinkButton>}
      >
        <ol class="stack questions">
          {set.questions.map((question, index) => (
            <QuestionRow set={set} question={question} index={index} />
          ))}
        </ol>
      </Section>
    </>
  );
}

function QuestionRow(
  { set, question, index }: { set: HandoffTemplate; question: HandoffQuestion; index: number },
) {
  const at = `${AT}/${set.id}/questions/${question.id}`;
  const type = QUESTION_TYPES.find((one) => one.type === question.type)!.label;
  return (
    <li class="row" id={`question-${question.id}`}>
      <span>
        <a href={at}>{question.label}</a>{" "}
        <span class="muted">{type}{question.required ? ", required" : ""}</span>
      </span>
      <form class="row" method="post" action={`${at}/removal`}>
        <input type="hidden" name="version" value={String(set.version)} />
        <Move label={question.label} to="up" at={at} hidden={index === 0} />
        <Move
          label={question.label}
          to="down"
          at={at}
          hidden={index === set.questions.length - 1}
        />
        <Button type="submit" kind="quiet" small aria-label={`Remove ${question.label}`}>
          Remove
        </Button>
      </form>
    </li>
  );
}

function Move(
  { label, to, at, hidden }: { label: string; to: "up" | "down"; at: string; hidden: boolean },
) {
  if (hidden) return null;
  return (
    <Button
      type="submit"
      kind="quiet"
      small
      formaction={`${at}/${to}`}
      aria-label={`Move ${label} ${to}`}
    >
      {to === "up" ? "Up" : "Down"}
    </Button>
  );
}

export function QuestionPage(
  { set, question, form }: { set: HandoffTemplate; question?: HandoffQuestion; form?: FormState },
) {
  const at = `${AT}/${set.id}`;
  return (
    <form
      class="form"
      method="post"
      action={question ? `${at}/questions/${question.id}` : `${at}/questions`}
    >
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(set.version)} />
      <Field
        name="label"
        label="Question"
        form={form}
        value={question?.label}
        required
        maxlength={200}
        autocomplete="off"
      />
      <TextArea
        name="help"
        label="Help"
        form={form}
        value={question?.help ?? ""}
        required={false}
        rows={2}
        maxlength={500}
        hint="Stands below the question, and tells the AI what is meant."
      />
      <Select
        name="type"
        label="Type"
        form={form}
        value={question?.type}
        options={QUESTION_TYPES.map(({ type, label }) => ({ value: type, label }))}
      />
      <TextArea
        name="options"
        label="Options"
        form={form}
        value={question?.options.join("\n") ?? ""}
        required={false}
        hint="One on each line. Only for a choice."
      />
      <Checkbox
        name="required"
        label="Must be answered before the handoff is submitted"
        form={form}
        checked={question?.required ?? true}
      />
      <FormActions>
        <Button type="submit" kind="primary">Save question</Button>
        <LinkButton kind="quiet" href={at}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
