import type { ImportField } from "../domain/accounts/import_fields.ts";
import type { ListedImport } from "../domain/accounts/imports.ts";
import { CURRENCIES } from "../domain/accounts/money.ts";
import { ImportSteps } from "./imports.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { FieldSet } from "./parts/choices.tsx";
import { Field, type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Table } from "./parts/table.tsx";

export interface ImportColumnsProps {
  found: ListedImport;
  fields: ImportField[];
  csms: { name: string; email: string }[];
  templates: { name: string }[];
  form?: FormState;
  refusal?: string;
}

export function ImportColumns(props: ImportColumnsProps) {
  const { found, form, refusal } = props;
  return (
    <>
      <ImportSteps current={2} />
      {refusal && <Banner kind="bad" title="The rows were not checked yet">{refusal}</Banner>}
      <form class="import-columns" method="post" action={`/import/${found.id}/columns`}>
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="version" value={String(found.version)} />
        <Columns {...props} />
        <Ignored found={found} form={form} />
        <Defaults {...props} />
        <FormActions>
          <Button type="submit" kind="primary">Check the rows</Button>
          <LinkButton kind="quiet" href={`/import/${found.id}/source`}>Back</LinkButton>
        </FormActions>
      </form>
    </>
  );
}

function Columns({ found, fields, form }: ImportColumnsProps) {
  const shown = found.columns.map((column, at) => ({ ...column, at }))
    .filter(({ samples, field }) => found.format !== "text" || samples.length > 0 || field);
  return (
    <Table
      caption="Columns and the fields they go to"
      columns={[{ label: "In the source" }, { label: "Such as" }, { label: "Goes to" }]}
    >
      {shown.map(({ name, samples, field, guessed, at }) => {
        const chosen = String(form?.typed[`column_${at}`] ?? field);
        return (
          <tr>
            <th scope="row">{name}</th>
            <td class="import-samples">
              {samples.length === 0 && <span class="muted">Always empty</span>}
              {samples.map((sample) => <span class="import-sample">{sample}</span>)}
            </td>
            <td>
              <span class="import-match">
                <select
                  class="input select"
                  name={`column_${at}`}
                  id={`field-column_${at}`}
                  aria-label={`Where ${name} goes`}
                >
                  <option value="">Leave out</option>
                  {fields.map((one) => (
                    <option value={one.field} selected={one.field === chosen}>{one.label}</option>
                  ))}
                </select>
                {guessed && <StatusLabel kind="info" chip>Guessed</StatusLabel>}
              </span>
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

/** Named, not hidden: a column that is left out may have been meant. */
function Ignored({ found, form }: Pick<ImportColumnsProps, "found" | "form">) {
  const left = found.columns.filter(({ field, samples }, at) =>
    !(form?.typed[`column_${at}`] ?? field) && samples.length > 0
  );
  if (left.length === 0) return <p class="muted import-ignored">No column is left out.</p>;
  return (
    <p class="muted import-ignored">
      Left out: {left.map(({ name }) => name).join(", ")}.
    </p>
  );
}

function Defaults({ found, csms, templates, form }: ImportColumnsProps) {
  const kept = (field: string) => String(found.defaults[field] ?? "");
  const line = (field: string, label: string) => (
    <Field
      name={`default_${field}`}
      label={label}
      form={form}
      value={kept(field)}
      required={false}
      maxlength={80}
    />
  );
  return (
    <div class="form">
      <FieldSet
        legend="For rows that leave it empty"
        hint="What a row says itself always counts more."
      >
        <Select
          name="default_csm"
          label="CSM"
          form={form}
          value={kept("csm")}
          empty="Nobody"
          options={csms.map(({ name, email }) => ({ value: email, label: name }))}
        />
        <Select
          name="default_template"
          label="Template"
          form={form}
          value={kept("template")}
          empty="No template"
          options={templates.map(({ name }) => ({ value: name, label: name }))}
        />
        <Select
          name="default_arr_currency"
          label="Currency of amounts that name none"
          form={form}
          value={kept("arr_currency") || "USD"}
          options={CURRENCIES.map((value) => ({ value, label: value }))}
        />
        {line("segment", "Segment")}
        {line("industry", "Industry")}
        {line("product_line", "Product line")}
        {line("use_case", "Use case")}
      </FieldSet>
    </div>
  );
}
