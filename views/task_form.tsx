import type { HandoffQuestion } from "../domain/base/schema.ts";
import type { TaskWithNames } from "../domain/workflows/tasks.ts";
import { Button } from "./parts/buttons.tsx";
import { RadioGroup } from "./parts/choices.tsx";
import { Field, type FormState, Select, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";

export interface Candidate {
  id: string;
  name: string;
  load: number;
  /** Works on the task's queue. */
  inQueue: boolean;
}

export interface TaskFormProps {
  task: TaskWithNames;
  /** Who could take the account, where that is what is asked. */
  candidates: Candidate[];
  me: string;
  form?: FormState;
}

/** What the task asks: each kind has a form of its own. */
export function TaskForm(props: TaskFormProps) {
  const { task, form } = props;
  return (
    <>
      {task.kind === "assignment" && <TakeIt {...props} />}
      <form class="form" id="decision" method="post" action={`/queue/${task.id}/decision`}>
        <ErrorSummary errors={form?.errors} />
        {task.kind === "approval" && <Approval {...props} />}
        {task.kind === "assignment" && <Assignment {...props} />}
        {task.kind === "custom" && <Custom {...props} />}
      </form>
    </>
  );
}

function Approval({ form }: TaskFormProps) {
  return (
    <>
      <Reason form={form} hint="Needed to reject. Whoever looks at the run reads it." />
      <FormActions>
        <Button type="submit" kind="primary" name="decision" value="approved" hotkey="a">
          Approve
        </Button>
        <Button type="submit" kind="danger" name="decision" value="rejected" hotkey="r">
          Reject
        </Button>
      </FormActions>
    </>
  );
}

/** The one press of somebody who could be the CSM themselves. */
function TakeIt({ task, candidates, me }: TaskFormProps) {
  const own = candidates.find(({ id }) => id === me);
  if (!own) return null;
  return (
    <form class="take-it" method="post" action={`/queue/${task.id}/decision`}>
      <input type="hidden" name="csm_id" value={me} />
      <Button type="submit" kind="primary" hotkey="c">Take it yourself</Button>
      <span class="muted">You have {accounts(own.load)} now.</span>
    </form>
  );
}

function Assignment({ candidates, me, form }: TaskFormProps) {
  const option = ({ id, name, load }: Candidate) => ({
    value: id,
    label: `${name}${id === me ? " (you)" : ""}, ${accounts(load)} now`,
  });
  const first = candidates.filter(({ inQueue }) => inQueue);
  const rest = candidates.filter(({ inQueue }) => !inQueue);
  return (
    <>
      <Select
        name="csm_id"
        label="Give it to"
        form={form}
        empty="Choose a CSM"
        options={[...first, ...rest].map(option)}
        hint={rest.length > 0 && first.length > 0
          ? "Those of this queue stand first."
          : "How much each has already stands beside the name."}
      />
      <Reason form={form} />
      <FormActions>
        <Button type="submit">Assign</Button>
      </FormActions>
    </>
  );
}

const accounts = (load: number) => load === 1 ? "1 account" : `${load} accounts`;

function Custom({ task, form }: TaskFormProps) {
  return (
    <>
      {task.questions.map((question) => <Question question={question} form={form} />)}
      <Reason form={form} label="Note" />
      <FormActions>
        <Button type="submit" kind="primary">Done</Button>
      </FormActions>
    </>
  );
}

export function Question({ question, form }: { question: HandoffQuestion; form?: FormState }) {
  const { id, type, label, help, options, required } = question;
  const common = {
    name: `a_${id}`,
    label,
    hint: help || undefined,
    form,
    required: required ? undefined : false,
  };
  if (type === "long_text") return <TextArea {...common} rows={4} maxlength={10_000} />;
  if (type === "text") return <Field {...common} maxlength={10_000} autocomplete="off" />;
  if (type === "choice") {
    const offered = options.map((value) => ({ value, label: value }));
    return <Select {...common} empty="Choose" options={offered} />;
  }
  const answers = ["Yes", "No"].map((value) => ({ value, label: value }));
  return <RadioGroup {...common} options={answers} />;
}

function Reason(
  { form, label = "Reason", hint }: { form?: FormState; label?: string; hint?: string },
) {
  return (
    <TextArea
      name="reason"
      label={label}
      form={form}
      required={false}
      rows={3}
      maxlength={2000}
      hint={hint}
    />
  );
}
