import type { Starter } from "../domain/workflows/starters.ts";
import type { Workflow } from "../domain/workflows/workflows.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { RadioGroup } from "./parts/choices.tsx";
import { Field, type FormState, type Option, Select, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";

export function NewWorkflowPage(
  { form, starters, starter }: { form?: FormState; starters: Starter[]; starter?: string },
) {
  return (
    <form class="form" method="post" action="/workflows" data-guard>
      <ErrorSummary errors={form?.errors} />
      <RadioGroup
        name="starter"
        label="Begin with"
        form={form}
        value={starter ?? "blank"}
        required
        options={[
          { value: "blank", label: "A start and an end", hint: "You add every step yourself." },
          ...starters.map(({ id, name, does, graph }) => ({
            value: id,
            label: name,
            hint: `${does} ${counted(graph.nodes.length, "step")}.`,
          })),
        ]}
      />
      <FactsFields form={form} />
      <FormActions>
        <Button type="submit" kind="primary">Create workflow</Button>
        <LinkButton kind="quiet" href="/workflows">Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

function FactsFields({ form, workflow }: { form?: FormState; workflow?: Workflow }) {
  return (
    <>
      <Field name="name" label="Name" form={form} value={workflow?.name} maxlength={120} required />
      <TextArea
        name="about"
        label="What it is for"
        form={form}
        value={workflow?.about}
        rows={2}
        maxlength={1000}
        required={false}
      />
    </>
  );
}

export function DetailsPage(
  { workflow, members, form }: { workflow: Workflow; members: Option[]; form?: FormState },
) {
  return (
    <form class="form" method="post" action={`/workflows/${workflow.id}/details`} data-guard>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(workflow.version)} />
      <FactsFields form={form} workflow={workflow} />
      <Select
        name="owner"
        label="Owner"
        hint="Is told when a run fails."
        form={form}
        value={workflow.owner_id ?? ""}
        options={members}
        empty="Nobody"
      />
      <FormActions>
        <Button type="submit" kind="primary">Save</Button>
        <LinkButton kind="quiet" href={`/workflows/${workflow.id}`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

export function CopyPage({ workflow, form }: { workflow: Workflow; form?: FormState }) {
  return (
    <form class="form" method="post" action={`/workflows/${workflow.id}/copies`}>
      <ErrorSummary errors={form?.errors} />
      <Field
        name="name"
        label="Name of the copy"
        form={form}
        value={`${workflow.name.slice(0, 113)} (copy)`}
        maxlength={120}
        required
        autofocus
        hint={`The copy is a draft with ${counted(workflow.draft.nodes.length, "step")}. ` +
          `No change of it touches ${workflow.name}.`}
      />
      <FormActions>
        <Button type="submit" kind="primary">Duplicate</Button>
        <LinkButton kind="quiet" href={`/workflows/${workflow.id}`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

export function ArchivalPage({ workflow, refusal }: { workflow: Workflow; refusal?: string }) {
  return (
    <form class="form" method="post" action={`/workflows/${workflow.id}/archival`}>
      <ErrorSummary errors={refusal ? { form: refusal } : undefined} />
      <p>
        Nothing starts it any more. Runs that are under way go on to their end, and everything that
        it has done stays. It can be restored.
      </p>
      <FormActions>
        <Button type="submit" kind="danger">Archive</Button>
        <LinkButton kind="quiet" href={`/workflows/${workflow.id}`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
