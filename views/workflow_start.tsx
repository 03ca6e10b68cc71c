import type { Asked } from "../domain/workflows/node.ts";
import { Button } from "./parts/buttons.tsx";
import { Checkbox } from "./parts/choices.tsx";
import { DateField, Field, type FormState, Select, TextArea } from "./parts/fields.tsx";
import { ErrorSummary } from "./parts/forms.tsx";
import { EmptyState } from "./parts/states.tsx";

interface StartProps {
  workflow: { id: string; name: string; state: string };
  config: { fields: Asked[]; account: boolean };
  account?: { id: string; name: string };
  form?: FormState;
}

export function StartPage({ workflow, config, account, form }: StartProps) {
  if (workflow.state !== "active") {
    return (
      <EmptyState title="It is not active">
        It starts nothing until somebody in operations activates it.
      </EmptyState>
    );
  }
  if (config.account && !account) {
    return (
      <EmptyState title="It is about an account">
        Open <a href="/accounts">the account</a>, and start it there.
      </EmptyState>
    );
  }
  return (
    <form method="post" action={`/workflows/${workflow.id}/start`} class="stack narrow">
      <ErrorSummary errors={form?.errors} />
      {account && (
        <p>
          For <a href={`/accounts/${account.id}`}>{account.name}</a>.
          <input type="hidden" name="account" value={account.id} />
        </p>
      )}
      {config.fields.map((row) => <AskedField row={row} form={form} />)}
      <div class="form-actions">
        <Button type="submit" kind="primary">Start</Button>
      </div>
    </form>
  );
}

function AskedField({ row, form }: { row: Asked; form?: FormState }) {
  const common = { name: `field_${row.id}`, label: row.label, required: row.required, form };
  switch (row.type) {
    case "long_text":
      return <TextArea {...common} rows={4} maxlength={10_000} />;
    case "choice":
      return (
        <Select
          {...common}
          empty="Choose"
          options={row.options.map((value) => ({ value, label: value }))}
        />
      );
    case "yes_no":
      return <Checkbox {...common} required={false} />;
    case "date":
      return <DateField {...common} />;
    case "number":
    case "money":
      return <Field {...common} inputmode="decimal" short maxlength={40} />;
    default:
      return <Field {...common} maxlength={500} />;
  }
}
