import type { HandoffQuestion } from "../domain/base/schema.ts";
import type { HandoffTemplate } from "../domain/onboarding/handoff_templates.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RowActions, Table } from "./parts/table.tsx";
import { QuestionForm, QuestionRows } from "./question_form.tsx";
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
        <QuestionRows at={at} version={set.version} questions={set.questions} />
      </Section>
    </>
  );
}

export function QuestionPage(
  { set, question, form }: { set: HandoffTemplate; question?: HandoffQuestion; form?: FormState },
) {
  return (
    <QuestionForm
      at={`${AT}/${set.id}`}
      version={set.version}
      question={question}
      form={form}
      helpHint="Stands below the question, and tells the AI what is meant."
      requiredLabel="Must be answered before the handoff is submitted"
    />
  );
}
