import type { Category, Template } from "../domain/onboarding/templates.ts";
import type { Starter } from "../domain/onboarding/template_starters.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { FieldSet, RadioGroup } from "./parts/choices.tsx";
import { Field, type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { CATEGORY_LABELS } from "./templates.tsx";

type InUse = Record<Category, string[]>;

export function NewTemplatePage(
  { form, inUse, starters }: { form?: FormState; inUse: InUse; starters: Starter[] },
) {
  return (
    <form class="form" method="post" action="/templates" data-guard>
      <ErrorSummary errors={form?.errors} />
      <RadioGroup
        name="starter"
        label="Begin with"
        form={form}
        value="blank"
        required
        options={[
          { value: "blank", label: "Nothing", hint: "You add every milestone yourself." },
          ...starters.map(({ id, name, does, content }) => ({
            value: id,
            label: name,
            hint: `${does} ${counted(content.milestones.length, "milestone")}.`,
          })),
        ]}
      />
      <DescriptionFields form={form} inUse={inUse} />
      <FormActions>
        <Button type="submit" kind="primary">Create template</Button>
        <LinkButton kind="quiet" href="/templates">Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

export function DetailsPage(
  { template, form, inUse }: { template: Template; form?: FormState; inUse: InUse },
) {
  return (
    <form class="form" method="post" action={`/templates/${template.id}/details`} data-guard>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(template.version)} />
      <DescriptionFields form={form} inUse={inUse} template={template} />
      <FormActions>
        <Button type="submit" kind="primary">Save</Button>
        <LinkButton kind="quiet" href={`/templates/${template.id}`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

function DescriptionFields(
  { form, inUse, template }: { form?: FormState; inUse: InUse; template?: Template },
) {
  return (
    <>
      <Field name="name" label="Name" form={form} value={template?.name} maxlength={120} required />
      <TextArea
        name="description"
        label="Description"
        form={form}
        value={template?.description}
        rows={2}
        maxlength={1000}
        required={false}
        hint="For which customers it is. Only your own people see it."
      />
      <FieldSet legend="Categories" hint="To find it by. Use words of your own.">
        <div class="field-grid">
          {(Object.keys(CATEGORY_LABELS) as Category[]).map((category) => (
            <div>
              <Field
                name={category}
                label={CATEGORY_LABELS[category]}
                form={form}
                value={template?.[category]}
                maxlength={60}
                required={false}
                extra={{ list: `known-${category}` }}
              />
              <datalist id={`known-${category}`}>
                {inUse[category].map((name) => <option value={name}></option>)}
              </datalist>
            </div>
          ))}
        </div>
      </FieldSet>
    </>
  );
}

export function CopyPage({ template, form }: { template: Template; form?: FormState }) {
  const name = `${template.name.slice(0, 113)} (copy)`;
  return (
    <form class="form" method="post" action={`/templates/${template.id}/copies`}>
      <ErrorSummary errors={form?.errors} />
      <Field
        name="name"
        label="Name of the copy"
        form={form}
        value={name}
        maxlength={120}
        required
        autofocus
        hint={`The copy is a draft with ${counted(template.milestones_count, "milestone")} and ${
          counted(template.actions_count, "action")
        }. No change of it touches ${template.name}.`}
      />
      <FormActions>
        <Button type="submit" kind="primary">Duplicate</Button>
        <LinkButton kind="quiet" href={`/templates/${template.id}`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

export function ArchivalPage({ template, refusal }: { template: Template; refusal?: string }) {
  return (
    <form class="form" method="post" action={`/templates/${template.id}/archival`}>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <ul class="says">
        <li>It can no longer be applied to an account, and is not listed with the others.</li>
        <li>
          {template.usage_count === 0
            ? "No account follows it."
            : `${counted(template.usage_count, "account")} keep the plan they have.`}
        </li>
        <li>Its revisions stay. Anybody who may edit templates can restore it.</li>
      </ul>
      <FormActions>
        <Button type="submit" kind="danger">Archive {template.name}</Button>
        <LinkButton kind="quiet" href={`/templates/${template.id}`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}
