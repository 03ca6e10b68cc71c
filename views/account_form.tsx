import type { AccountField } from "../domain/accounts/account_fields.ts";
import type { Account } from "../domain/accounts/accounts.ts";
import { HEALTHS, SEGMENTS } from "../domain/accounts/account_words.ts";
import type { Alike } from "../domain/accounts/duplicates.ts";
import { CURRENCIES, typedMoney } from "../domain/accounts/money.ts";
import type { FieldValue } from "../domain/base/schema.ts";
import { Duplicates } from "./account_duplicates.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Checkbox, CheckboxGroup, FieldSet } from "./parts/choices.tsx";
import { DateField, Field, type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { RelativeTime } from "./parts/time.tsx";

interface Person {
  id: string;
  name: string;
}

export interface NewAccountProps {
  id: string;
  form?: FormState;
  fields: AccountField[];
  csms: Person[];
  aes: Person[];
  /** Those that can be applied. */
  templates: Person[];
  /** Who is filling it in, where they can be its CSM. */
  self?: string;
  alike?: Alike[];
}

export function NewAccount(props: NewAccountProps) {
  const { id, form, fields, csms, aes, templates, self, alike = [] } = props;
  return (
    <form class="form" method="post" action="/accounts">
      {alike.length === 0 && <ErrorSummary errors={form?.errors} />}
      <input type="hidden" name="id" value={String(form?.typed.id ?? id)} />
      {alike.length > 0 && <Duplicates alike={alike} />}
      <Basics form={form} />
      <FieldSet legend="People">
        <Select
          name="csm_id"
          label="CSM"
          form={form}
          value={self}
          empty="Nobody yet"
          options={csms.map(option)}
          hint="Owns the account."
        />
        <Select
          name="ae_id"
          label="Account executive"
          form={form}
          empty="Nobody yet"
          options={aes.map(option)}
          hint="Sees this account."
        />
      </FieldSet>
      {templates.length > 0 && <Template form={form} templates={templates} />}
      <OwnFields form={form} fields={fields} />
      <Checkbox
        name="test"
        label="This is a test account"
        form={form}
        hint="Nothing leaves it to real addresses."
      />
      <FormActions>
        <Button type="submit" kind="primary">Add account</Button>
        <LinkButton kind="quiet" href="/accounts">Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

function Template({ form, templates }: { form?: FormState; templates: Person[] }) {
  return (
    <FieldSet legend="Plan">
      <Select
        name="template_id"
        label="Template"
        form={form}
        empty="None yet"
        options={templates.map(option)}
        hint="The account gets a copy of its own."
      />
      <Checkbox
        name="start_first"
        label="Start the first milestone at once"
        form={form}
        hint="Its first drafts are written, and its portal actions open."
      />
    </FieldSet>
  );
}

export interface FactsFormProps {
  account: Account;
  fields: AccountField[];
  form?: FormState;
  /** When somebody else changed it meanwhile. */
  changedAt?: Date;
}

export function FactsForm({ account, fields, form, changedAt }: FactsFormProps) {
  return (
    <form class="form" method="post" action={`/accounts/${account.id}/facts`}>
      <ErrorSummary errors={form?.errors} />
      {changedAt && (
        <p class="hint">
          The other change was made <RelativeTime at={changedAt} />. What you typed is still here.
        </p>
      )}
      <input type="hidden" name="version" value={String(account.version)} />
      <Basics form={form} account={account} />
      <Select
        name="health"
        label="Health"
        form={form}
        value={account.health_by_hand ? account.health : "automatic"}
        options={[
          { value: "automatic", label: "Automatic" },
          ...HEALTHS.map(({ health, label }) => ({ value: health, label })),
        ]}
        hint="Automatic follows the plan. A choice of yours stands until you take it back."
      />
      <OwnFields form={form} fields={fields} values={account.fields} />
      <FormActions>
        <Button type="submit" kind="primary">Save</Button>
        <LinkButton kind="quiet" href={`/accounts/${account.id}`}>Cancel</LinkButton>
      </FormActions>
    </form>
  );
}

function Basics({ form, account }: { form?: FormState; account?: Account }) {
  const text = (name: "industry" | "product_line" | "use_case", label: string) => (
    <Field
      name={name}
      label={label}
      form={form}
      value={account?.[name] ?? ""}
      required={false}
      maxlength={80}
    />
  );
  return (
    <>
      <Field
        name="name"
        label="Company"
        form={form}
        value={account?.name}
        required
        maxlength={200}
        autocomplete="off"
        autofocus={!form && !account}
      />
      <Field
        name="domain"
        label="Domain"
        form={form}
        value={account?.domain ?? ""}
        required={false}
        maxlength={400}
        autocomplete="off"
        hint="Such as northwind.com. Two accounts with one domain are pointed out."
      />
      <Field
        name="segment"
        label="Segment"
        form={form}
        value={account?.segment ?? ""}
        required={false}
        maxlength={80}
        hint={`Such as ${SEGMENTS.join(", ")}.`}
        extra={{ list: "segments" }}
      />
      <datalist id="segments">
        {SEGMENTS.map((segment) => <option value={segment}></option>)}
      </datalist>
      {text("industry", "Industry")}
      {text("product_line", "Product line")}
      {text("use_case", "Use case")}
      <Field
        name="arr"
        label="ARR"
        form={form}
        value={account ? typedMoney(account.arr_cents) : ""}
        required={false}
        maxlength={60}
        inputmode="text"
        hint="50000, 50,000, 50.000,00 or $50k. A currency written here counts more than the one below."
      />
      <Select
        name="arr_currency"
        label="Currency"
        form={form}
        value={account?.arr_currency ?? "USD"}
        options={CURRENCIES.map((code) => ({ value: code, label: code }))}
      />
      <DateField
        name="closed_on"
        label="Close date"
        form={form}
        value={account?.closed_on ?? ""}
        required={false}
      />
      <DateField
        name="go_live_on"
        label="Go-live"
        form={form}
        value={account?.go_live_on ?? ""}
        required={false}
      />
    </>
  );
}

function OwnFields(
  { form, fields, values = {} }: {
    form?: FormState;
    fields: AccountField[];
    values?: Record<string, FieldValue>;
  },
) {
  if (fields.length === 0) return null;
  return (
    <FieldSet legend="Your fields">
      {fields.map((field) => <OwnField field={field} form={form} value={values[field.key]} />)}
    </FieldSet>
  );
}

function OwnField(
  { field, form, value }: { field: AccountField; form?: FormState; value?: FieldValue },
) {
  const { type, options } = field;
  const common = {
    name: `field_${field.key}`,
    label: field.label,
    form,
    required: false,
    hint: field.hint || undefined,
  };
  const choices = options.map((one) => ({ value: one, label: one }));
  switch (type) {
    case "choice":
      return <Select {...common} value={asText(value)} empty="None" options={choices} />;
    case "multi":
      return (
        <CheckboxGroup {...common} values={Array.isArray(value) ? value : []} options={choices} />
      );
    case "yes_no":
      return <Checkbox {...common} checked={value === true} />;
    case "date":
      return <DateField {...common} value={asText(value)} />;
    case "email":
      return <Field {...common} type="email" value={asText(value)} maxlength={254} />;
    case "url":
      return <Field {...common} type="url" value={asText(value)} maxlength={2000} />;
    case "number":
      return <Field {...common} inputmode="decimal" short value={asText(value)} />;
    default:
      return <Field {...common} value={asText(value)} maxlength={500} />;
  }
}

function asText(value: FieldValue | undefined): string {
  if (value === undefined || typeof value === "boolean") return "";
  return typeof value === "object" && !Array.isArray(value)
    ? formatMoneyTyped(value)
    : String(value);
}

const formatMoneyTyped = ({ cents, currency }: { cents: number; currency: string }) =>
  `${typedMoney(cents)} ${currency}`;

const option = ({ id, name }: Person) => ({ value: id, label: name });
