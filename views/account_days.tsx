import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { formatDay } from "../domain/base/calendar.ts";
import type { AccountDay } from "../domain/onboarding/account_days.ts";
import { Button } from "./parts/buttons.tsx";
import { DateField, Field, type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import { RowActions, Table } from "./parts/table.tsx";

export interface AccountDaysProps {
  account: AccountWithPeople;
  days: AccountDay[];
  zones: string[];
  /** Where the organisation is. */
  usual: string;
  editable: boolean;
  zoneForm?: FormState;
  dayForm?: FormState;
}

/** When the customer works: what deadlines and projected days are counted by. */
export function AccountDays(props: AccountDaysProps) {
  const { account, days, usual, editable } = props;
  return (
    <>
      <Section title="Time zone" lead="A deadline ends with the day where the customer is.">
        {editable ? <ZoneForm {...props} /> : <p>{spoken(account.time_zone ?? usual)}</p>}
      </Section>
      <Section
        title="Customer's holidays"
        lead="Days on which the customer does not work, beside your own holidays. Deadlines and milestones skip them."
      >
        {days.length > 0
          ? <DayTable account={account} days={days} editable={editable} />
          : <p class="muted">None yet.</p>}
        {editable && <DayForm {...props} />}
      </Section>
    </>
  );
}

const spoken = (zone: string) => zone.replaceAll("_", " ");

function ZoneForm({ account, zones, usual, zoneForm }: AccountDaysProps) {
  return (
    <form class="form" method="post" action={`/accounts/${account.id}/time-zone`}>
      <ErrorSummary errors={zoneForm?.errors} id="zone-errors" />
      <input type="hidden" name="version" value={String(account.version)} />
      <Select
        name="time_zone"
        label="Where the customer is"
        form={zoneForm}
        value={account.time_zone ?? ""}
        empty={`As your organisation (${spoken(usual)})`}
        options={zones.map((zone) => ({ value: zone, label: spoken(zone) }))}
      />
      <FormActions>
        <Button type="submit">Save time zone</Button>
      </FormActions>
    </form>
  );
}

function DayTable({ account, days, editable }: Omit<AccountDaysProps, "zones" | "usual">) {
  return (
    <Table
      caption="Customer's holidays"
      still={!editable}
      columns={[
        { label: "Day" },
        { label: "Name" },
        ...(editable ? [{ label: "Actions", quiet: true }] : []),
      ]}
    >
      {days.map(({ day, name }) => (
        <tr id={`holiday-${day}`}>
          <th scope="row">{formatDay(day, "en-GB", "full")}</th>
          <td>{name}</td>
          {editable && (
            <RowActions>
              <form method="post" action={`/accounts/${account.id}/holidays/${day}/removal`}>
                <Button small kind="quiet" type="submit" aria-label={`Remove ${name || day}`}>
                  Remove
                </Button>
              </form>
            </RowActions>
          )}
        </tr>
      ))}
    </Table>
  );
}

function DayForm({ account, dayForm }: AccountDaysProps) {
  return (
    <form class="form holiday-form" method="post" action={`/accounts/${account.id}/holidays`}>
      <ErrorSummary errors={dayForm?.errors} id="day-errors" />
      <div class="field-row">
        <DateField name="day" label="Day" form={dayForm} required />
        <Field name="name" label="Name" form={dayForm} required={false} maxlength={80} />
        <Button type="submit">Add holiday</Button>
      </div>
    </form>
  );
}
