import type { AccountField } from "../domain/accounts/account_fields.ts";
import { FIELD_TYPES } from "../domain/accounts/account_words.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, type FormState, Select, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { RowActions, Table } from "./parts/table.tsx";
import { SettingsTabs } from "./settings.tsx";

const AT = "/settings/fields";

export interface FieldSettingsProps {
  fields: AccountField[];
  retired: AccountField[];
  form?: FormState;
}

export function FieldSettings({ fields, retired, form }: FieldSettingsProps) {
  return (
    <>
      <SettingsTabs current={AT} />
      {fields.length > 0
        ? (
          <Table
            caption="Account fields"
            columns={[
              { label: "Label" },
              { label: "Type" },
              { label: "Key", wideOnly: true },
              { label: "Retire", quiet: true },
            ]}
          >
            {fields.map((field) => <FieldRow field={field} />)}
          </Table>
        )
        : (
          <EmptyState title="No fields of your own yet">
            Add what your organisation keeps about an account beside the common facts, such as the
            number of seats.
          </EmptyState>
        )}
      <Section title="Add a field">
        <form class="form" method="post" action={AT}>
          <ErrorSummary errors={form?.errors} />
          <WordsFields form={form} />
          <Select
            name="type"
            label="Type"
            form={form}
            options={FIELD_TYPES.map(({ type, label }) => ({ value: type, label }))}
            hint="It cannot be changed later."
          />
          <OptionsField form={form} />
          <FormActions>
            <Button type="submit" kind="primary">Add field</Button>
          </FormActions>
        </form>
      </Section>
      {retired.length > 0 && <Retired fields={retired} />}
    </>
  );
}

function FieldRow({ field }: { field: AccountField }) {
  return (
    <tr id={`account-field-${field.id}`}>
      <th scope="row">
        <a href={`${AT}/${field.id}`}>{field.label}</a>
      </th>
      <td>{typeLabel(field)}</td>
      <td class="wide-only">
        <code>{field.key}</code>
      </td>
      <RowActions>
        <form method="post" action={`${AT}/${field.id}/retirement`}>
          <Button type="submit" kind="quiet" small aria-label={`Retire ${field.label}`}>
            Retire
          </Button>
        </form>
      </RowActions>
    </tr>
  );
}

function Retired({ fields }: { fields: AccountField[] }) {
  return (
    <Section title="Retired fields" lead="Accounts keep what they hold in them.">
      <ul class="stack">
        {fields.map((field) => (
          <li class="row">
            <span>
              {field.label} <span class="muted">{typeLabel(field)}</span>
            </span>
            <form method="post" action={`${AT}/${field.id}/return`}>
              <Button type="submit" kind="quiet" small aria-label={`Bring back ${field.label}`}>
                Bring back
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function FieldPage({ field, form }: { field: AccountField; form?: FormState }) {
  const takesOptions = field.type === "choice" || field.type === "multi";
  return (
    <form class="form" method="post" action={`${AT}/${field.id}`}>
      <ErrorSummary errors={form?.errors} />
      <input type="hidden" name="version" value={String(field.version)} />
      <WordsFields form={form} field={field} />
      {takesOptions
        ? <OptionsField form={form} field={field} />
        : <input type="hidden" name="options" value="" />}
      <FormActions>
        <Button type="submit" kind="primary">Save field</Button>
        <LinkButton kind="quiet" href={AT}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

function WordsFields({ form, field }: { form?: FormState; field?: AccountField }) {
  return (
    <>
      <Field
        name="label"
        label="Label"
        form={form}
        value={field?.label}
        required
        maxlength={80}
        autocomplete="off"
      />
      <Field
        name="hint"
        label="Hint"
        form={form}
        value={field?.hint ?? ""}
        required={false}
        maxlength={200}
        hint="Stands below the label, like this line."
      />
    </>
  );
}

function OptionsField({ form, field }: { form?: FormState; field?: AccountField }) {
  return (
    <TextArea
      name="options"
      label="Options"
      form={form}
      value={field?.options.join("\n")}
      hint="One on each line. Only for choices."
    />
  );
}

function typeLabel({ type }: AccountField): string {
  return FIELD_TYPES.find((one) => one.type === type)?.label ?? type;
}
