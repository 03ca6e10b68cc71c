import type { Connection } from "../domain/connectors/connections.ts";
import type { Refresh, RefreshPreview } from "../domain/connectors/refreshes.ts";
import type { ShownMapping } from "../domain/connectors/samples.ts";
import type { Offer } from "../domain/connectors/schemas.ts";
import type { OutsideType, RecordService } from "../domain/connectors/service.ts";
import { policyWords, type Target, TYPE_WORDS } from "../domain/connectors/targets.ts";
import { CURRENCIES } from "../domain/accounts/money.ts";
import { MappingRefresh } from "./mapping_refresh.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RowActions, Table } from "./parts/table.tsx";

export interface MappingListProps {
  connection: Connection;
  service: RecordService;
  offer?: Offer;
  rows: ShownMapping[];
  unmapped: Target[];
  preview: RefreshPreview;
  refresh?: Refresh;
  reading: { dayOrder: string | null; currency: string };
  timeZone: string;
  form?: FormState;
}

export function MappingList(props: MappingListProps) {
  const { connection, service, offer, form } = props;
  const at = `/connectors/${connection.id}/mappings`;
  return (
    <>
      {form && <ErrorSummary errors={form.errors} />}
      {!offer && (
        <Banner title="Its fields are not read yet">
          They are here as soon as {service.name} has answered.
        </Banner>
      )}
      <Section
        title="Field mappings"
        lead={`What a field of ${service.name} becomes in Thread. Changes count for runs that start from now on; accounts and runs that are there keep what they hold.`}
        actions={
          <LinkButton kind="primary" href={`${at}/new`} icon="plus">Add field mapping</LinkButton>
        }
      >
        <Mappings {...props} />
      </Section>
      <MappingRefresh {...props} />
      <Reading {...props} />
    </>
  );
}

function Mappings({ connection, service, rows, unmapped }: MappingListProps) {
  const at = `/connectors/${connection.id}/mappings`;
  return (
    <div
      id="mapping-list"
      class="mapping-list"
      hx-get={at}
      hx-trigger="mapping from:#live throttle:2s"
      hx-select="#mapping-list"
      hx-swap="outerMorph"
    >
      <Table
        caption={`Field mappings of ${connection.name}`}
        columns={[
          { label: `In ${service.name}` },
          { label: "In Thread" },
          { label: "In a real record" },
          { label: "Who wins", wideOnly: true },
          { label: "Change", quiet: true },
        ]}
      >
        {rows.map((row) => <MappingRow row={row} at={at} service={service.name} />)}
        {unmapped.map(({ key, label }) => (
          <tr>
            <th scope="row" class="muted">Nothing</th>
            <td>{label}</td>
            <td>
              <StatusLabel kind="warn">Not mapped</StatusLabel>
              <span class="cell-note">Accounts begin without it.</span>
            </td>
            <td class="wide-only"></td>
            <RowActions>
              <LinkButton
                small
                kind="quiet"
                href={`${at}/new?target=${key}`}
                aria-label={`Map ${label}`}
              >
                Map
              </LinkButton>
            </RowActions>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function MappingRow({ row, at, service }: { row: ShownMapping; at: string; service: string }) {
  const { mapping, target } = row;
  const { id, field_label: label, field_of: of, type, policy, required } = mapping;
  const kind = TYPE_WORDS[type as OutsideType] ?? type;
  return (
    <tr id={`mapping-${id}`}>
      <th scope="row">
        {label}
        <span class="cell-note">{[of, kind].filter(Boolean).join(" · ")}</span>
      </th>
      <td>
        {target.label}
        {required && <span class="cell-note">Needed</span>}
      </td>
      <td>
        <Example row={row} service={service} />
      </td>
      <td class="wide-only">{policyWords(policy, service)}</td>
      <RowActions>
        <LinkButton
          small
          kind="quiet"
          href={`${at}/${id}`}
          aria-label={`Change the mapping of ${target.label}`}
        >
          Change
        </LinkButton>
      </RowActions>
    </tr>
  );
}

/** What it becomes, or which of the ways in which it becomes nothing. */
function Example({ row, service }: { row: ShownMapping; service: string }) {
  const { mapping, from, becomes, fault, isRead, isRetired } = row;
  if (isRetired) {
    return (
      <StatusLabel kind="warn">This field of Thread is retired, so it is left out</StatusLabel>
    );
  }
  if (!isRead) return <span class="muted">No record read yet</span>;
  if (fault && fault.kind !== "unmapped") {
    const [kind, words] = MARKS[fault.kind];
    return (
      <>
        <StatusLabel kind={kind}>{words(service)}</StatusLabel>
        {!saysTheSame(fault.text, mapping.field_label, service) && (
          <span class="cell-note">{fault.text}</span>
        )}
      </>
    );
  }
  return (
    <>
      <StatusLabel kind="ok">{becomes}</StatusLabel>
      {from !== becomes && <span class="cell-note">from “{shortened(from)}”</span>}
    </>
  );
}

const saysTheSame = (text: string, label: string, service: string) =>
  text === `${label} is empty in ${service}.`;

const MARKS = {
  empty: ["none", (service: string) => `Empty in ${service}`],
  hidden: ["warn", () => "Hidden from the connected user"],
  missing: ["bad", (service: string) => `Not in ${service} any more`],
  invalid: ["bad", () => "Does not fit"],
} as const;

const shortened = (text: string) =>
  text.length > 80 ? `${text.slice(0, 79).toWellFormed()}…` : text;

function Reading({ connection, service, reading, form }: MappingListProps) {
  return (
    <Section
      title="What can be read in two ways"
      lead={`For dates and amounts that stand as text in ${service.name}.`}
    >
      <form class="form" method="post" action={`/connectors/${connection.id}/mappings/reading`}>
        <Select
          name="day_order"
          label="04/03/2026 is"
          form={form}
          value={reading.dayOrder ?? ""}
          options={[
            { value: "", label: "Unclear: refuse it, and say so" },
            { value: "day", label: "4 March 2026" },
            { value: "month", label: "3 April 2026" },
          ]}
        />
        <Select
          name="currency"
          label="Amounts that name no currency are in"
          form={form}
          value={reading.currency}
          options={CURRENCIES.map((value) => ({ value, label: value }))}
          hint={`What ${service.name} says of a record counts more.`}
        />
        <FormActions>
          <Button type="submit">Save</Button>
        </FormActions>
      </form>
    </Section>
  );
}
