import { formatDay } from "../domain/base/calendar.ts";
import type { DaysOff } from "../domain/people/days_off.ts";
import { Button } from "./parts/buttons.tsx";
import { DateField, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { RowActions, Table } from "./parts/table.tsx";

export function DaysOffPage(
  { at, days, form }: { at: string; days: DaysOff[]; form?: FormState },
) {
  return (
    <>
      {days.length > 0 ? <DayTable at={at} days={days} /> : (
        <EmptyState title="No days off">
          Whatever you add here stands until it is over.
        </EmptyState>
      )}
      <Section title="Add days">
        <form class="form" method="post" action={at} novalidate>
          <ErrorSummary errors={form?.errors} />
          <DateField name="first_on" label="First day" form={form} required />
          <DateField name="last_on" label="Last day" form={form} required />
          <FormActions>
            <Button type="submit" kind="primary">Add</Button>
          </FormActions>
        </form>
      </Section>
    </>
  );
}

function DayTable({ at, days }: { at: string; days: DaysOff[] }) {
  return (
    <Table
      caption="Days off"
      columns={[{ label: "Days" }, { label: "Actions", quiet: true }]}
    >
      {days.map((one) => (
        <tr>
          <th scope="row">{spanWords(one)}</th>
          <RowActions>
            <form method="post" action={`${at}/${one.id}/removal`}>
              <Button small kind="quiet" type="submit" aria-label={`Remove ${spanWords(one)}`}>
                Remove
              </Button>
            </form>
          </RowActions>
        </tr>
      ))}
    </Table>
  );
}

function spanWords({ first_on, last_on }: DaysOff): string {
  const [first, last] = [first_on, last_on].map((day) => formatDay(day, "en-GB", "full"));
  return first === last ? first! : `${first} to ${last}`;
}
