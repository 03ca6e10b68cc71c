import type { Connection } from "../domain/connectors/connections.ts";
import type { FieldMapping } from "../domain/connectors/mappings.ts";
import type { groupFields, ShownChoice } from "../domain/connectors/samples.ts";
import type { Service } from "../domain/connectors/service.ts";
import { POLICIES, policyWords, type Target, TYPE_WORDS } from "../domain/connectors/targets.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Checkbox, RadioGroup } from "./parts/choices.tsx";
import { ConfirmDialog } from "./parts/dialogs.tsx";
import { Field, FieldError, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";

export interface MappingPageProps {
  connection: Connection;
  service: Service;
  /** Absent where it is a new one. */
  mapping?: FieldMapping;
  chosen: { field: string; target: string };
  /** By which the fields are looked for. */
  wanted: string;
  groups: ReturnType<typeof groupFields>;
  targets: Target[];
  shown?: ShownChoice;
  form?: FormState;
}

export function MappingPage(props: MappingPageProps) {
  const { service, mapping, form, chosen } = props;
  const here = pathOf(props);
  const label = props.targets.find(({ key }) => key === chosen.target)?.label ?? chosen.target;
  return (
    <>
      <form
        class="form mapping-form"
        method="post"
        action={mapping ? here : here.replace(/\/new$/, "")}
      >
        <ErrorSummary errors={form?.errors} />
        {mapping && <input type="hidden" name="version" value={String(mapping.version)} />}
        <OutsideChoice {...props} here={here} />
        {mapping
          ? (
            <p>
              becomes <strong>{label}</strong> in Thread.
            </p>
          )
          : <TargetChoice {...props} here={here} />}
        <Meaning {...props} />
        <RadioGroup
          name="policy"
          label="Who wins, once an account is made"
          form={form}
          value={mapping?.policy ?? "thread"}
          options={POLICIES.map(({ policy, hint }) => ({
            value: policy,
            label: policyWords(policy, service.name),
            hint,
          }))}
        />
        <Checkbox
          name="required"
          label="Needed"
          form={form}
          checked={mapping?.required}
          hint={`Without it a record of ${service.name} waits, and says so, until it is there.`}
        />
        <FormActions>
          <Button type="submit" kind="primary">{mapping ? "Save" : "Add field mapping"}</Button>
          <LinkButton kind="quiet" href={here.replace(/\/[^/]+$/, "")}>Cancel</LinkButton>
        </FormActions>
      </form>
      {mapping && mapping.target !== "name" && (
        <Removal mapping={mapping} label={label} here={here} />
      )}
    </>
  );
}

const pathOf = ({ connection, mapping }: MappingPageProps) =>
  `/connectors/${connection.id}/mappings/${mapping?.id ?? "new"}`;

/** Asked again while somebody types or chooses; without script the whole list is there. */
const again = (here: string, trigger: string, part: string) => ({
  "hx-get": here,
  "hx-include": "closest form",
  "hx-trigger": trigger,
  "hx-target": part,
  "hx-select": part,
  "hx-swap": "outerMorph",
});

function OutsideChoice(props: MappingPageProps & { here: string }) {
  const { service, wanted, groups, chosen, mapping, form, here } = props;
  const isListed = groups.some(({ fields }) => fields.some(({ id }) => id === chosen.field));
  const count = groups.reduce((sum, { fields }) => sum + fields.length, 0);
  const error = form?.errors.field;
  return (
    <>
      <Field
        name="wanted"
        label={`Find a field of ${service.name}`}
        type="search"
        required={false}
        value={wanted}
        maxlength={200}
        autocomplete="off"
        extra={again(here, "input changed delay:200ms", "#mapping-fields")}
      />
      <div class="field" id="mapping-fields">
        <label for="field-field">Field of {service.name}</label>
        <p class="hint" id="field-field-hint">
          {count === 1 ? "1 field" : `${count} fields`}
          {wanted && ` with “${wanted}”`}, as {service.name} offers them to the connected user.
        </p>
        <select
          class="input select"
          name="field"
          id="field-field"
          required
          aria-invalid={error ? "true" : undefined}
          aria-describedby={error ? "field-field-hint field-field-error" : "field-field-hint"}
          {...again(here, "change", "#mapping-meaning")}
        >
          {(!chosen.field || !isListed) && (
            <option value={chosen.field} selected>
              {mapping?.field === chosen.field ? mapping.field_label : chosen.field || "Choose"}
            </option>
          )}
          {groups.map(({ of, fields }) => (
            <optgroup label={of || service.name}>
              {fields.map(({ id, label, type, example }) => (
                <option value={id} selected={id === chosen.field}>
                  {label} ({TYPE_WORDS[type]}){example && `: ${example}`}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <FieldError id="field-field" error={error} />
      </div>
    </>
  );
}

function TargetChoice({ targets, chosen, form, here }: MappingPageProps & { here: string }) {
  const own = targets.filter(({ key }) => key.startsWith("field:"));
  const common = targets.filter(({ key }) => !key.startsWith("field:"));
  const error = form?.errors.target;
  return (
    <>
      <div class="field">
        <label for="field-target">Field of Thread</label>
        <select
          class="input select"
          name="target"
          id="field-target"
          required
          aria-invalid={error ? "true" : undefined}
          aria-describedby={error ? "field-target-error" : undefined}
          {...again(here, "change", "#mapping-meaning")}
        >
          <option value="">Choose</option>
          <option value="new" selected={chosen.target === "new"}>A new field of your own</option>
          <optgroup label="Every account">
            {common.map(({ key, label }) => (
              <option value={key} selected={key === chosen.target}>{label}</option>
            ))}
          </optgroup>
          {own.length > 0 && (
            <optgroup label="Your fields">
              {own.map(({ key, label }) => (
                <option value={key} selected={key === chosen.target}>{label}</option>
              ))}
            </optgroup>
          )}
        </select>
        <FieldError id="field-target" error={error} />
      </div>
      <div class="mapping-new">
        <Field
          name="new_label"
          label="Name of the new field"
          form={form}
          required={false}
          maxlength={80}
          autocomplete="off"
          hint="Left empty, it is called as the field there. It takes the type of that field."
        />
      </div>
    </>
  );
}

function Meaning({ shown, chosen }: MappingPageProps) {
  return (
    <div id="mapping-meaning" class="mapping-meaning" role="status">
      {!shown && <p class="muted">Choose both to see what a real value becomes.</p>}
      {shown && (
        <p>
          {shown.from
            ? <>In a real record: “{shown.from}”.{" "}</>
            : <>Empty in the record that was looked at.{" "}</>}
          {shown.problem
            ? <StatusLabel kind="bad">{shown.problem}</StatusLabel>
            : shown.becomes
            ? <StatusLabel kind="ok">It becomes {shown.becomes}</StatusLabel>
            : chosen.target && <StatusLabel kind="none">The types fit</StatusLabel>}
        </p>
      )}
    </div>
  );
}

function Removal({ mapping, label, here }: { mapping: FieldMapping; label: string; here: string }) {
  return (
    <Section
      title="Remove this mapping"
      lead={`New accounts begin without ${label}, and it follows nothing any more. Accounts keep what they hold, and runs that have begun what they read.`}
    >
      <Button kind="danger" commandfor="remove-mapping" command="show-modal">Remove</Button>
      <ConfirmDialog
        id="remove-mapping"
        title={`Remove the mapping of ${label}?`}
        confirm={
          <form method="post" action={`${here}/removal`}>
            <input type="hidden" name="version" value={String(mapping.version)} />
            <Button type="submit" kind="danger">Remove</Button>
          </form>
        }
      >
        <p>
          {mapping.field_label}{" "}
          becomes nothing in Thread from now on. It can be mapped again at any time.
        </p>
      </ConfirmDialog>
    </Section>
  );
}
