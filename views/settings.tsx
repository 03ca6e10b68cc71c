import { LANGUAGES } from "../domain/base/languages.ts";
import type { Org } from "../domain/people/orgs.ts";
import type { Holiday } from "../domain/people/holidays.ts";
import { FEATURES, planAllows, planLabel, planMessage } from "../domain/people/plans.ts";
import { formatDay } from "../domain/base/calendar.ts";
import { Button } from "./parts/buttons.tsx";
import { CheckboxGroup } from "./parts/choices.tsx";
import { DateField, Field, type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section, Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RowActions, Table } from "./parts/table.tsx";

const TABS = [
  { href: "/settings", label: "Organisation" },
  { href: "/settings/holidays", label: "Holidays" },
  { href: "/settings/fields", label: "Account fields" },
  { href: "/settings/handoffs", label: "Handoffs" },
  { href: "/settings/files", label: "Files" },
  { href: "/settings/notifications", label: "Reminders" },
  { href: "/settings/queues", label: "Queues" },
  { href: "/settings/branding", label: "Branding" },
  { href: "/settings/domains", label: "Domains" },
  { href: "/settings/ai", label: "AI" },
  { href: "/settings/mail", label: "Mail" },
  { href: "/settings/plan", label: "Plan" },
];

export function SettingsTabs({ current }: { current: string }) {
  return (
    <Tabs
      label="Settings"
      tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))}
    />
  );
}

/** "3 working days from today", worked out with what is saved. */
export interface Example {
  today: string;
  day: string;
  timeZone: string;
}

export function WorkingDayExample({ today, day, timeZone }: Example) {
  return (
    <p class="example" id="working-day-example">
      Today is {formatDay(today, "en-GB", "full")} in{" "}
      {timeZone.replaceAll("_", " ")}. Three working days from today is{" "}
      <strong>{formatDay(day, "en-GB", "full")}</strong>.
    </p>
  );
}

const WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export interface OrgSettingsProps {
  org: Org;
  form?: FormState;
  timeZones: string[];
  example: Example;
}

export function OrgSettings({ org, form, timeZones, example }: OrgSettingsProps) {
  const zones = timeZones.includes(org.time_zone) ? timeZones : [org.time_zone, ...timeZones];
  return (
    <>
      <SettingsTabs current="/settings" />
      <form class="form settings-form" method="post" action="/settings">
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="version" value={String(org.version)} />
        <Field
          name="name"
          label="Name"
          form={form}
          value={org.name}
          required
          maxlength={120}
          autocomplete="organization"
          hint="Customers see it in letters and in their portal."
        />
        <Field
          name="support_email"
          type="email"
          label="Support address"
          form={form}
          value={org.support_email ?? ""}
          required={false}
          maxlength={254}
          autocomplete="off"
          hint="Where customers can write to when they need help."
        />
        <Select
          name="time_zone"
          label="Time zone"
          form={form}
          value={org.time_zone}
          options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
          hint="Days begin and end in it, for due dates and reports."
        />
        <Select
          name="language"
          label="Language for customers"
          form={form}
          value={org.language}
          options={LANGUAGES.map(({ language, name }) => ({ value: language, label: name }))}
          hint="For the portal and letters, unless a customer or their browser asks for another."
        />
        <CheckboxGroup
          name="working_days"
          label="Working days"
          hint="Due dates count these days and skip the holidays."
          form={form}
          values={org.working_days.map(String)}
          options={WEEK.map((label, i) => ({ value: String(i + 1), label }))}
        />
        <WorkingDayExample {...example} />
        <FormActions>
          <Button type="submit" kind="primary">Save</Button>
        </FormActions>
      </form>
    </>
  );
}

export interface HolidaySettingsProps {
  holidays: Holiday[];
  form?: FormState;
  example: Example;
  refusal?: string;
}

export function HolidaySettings({ holidays, form, example, refusal }: HolidaySettingsProps) {
  return (
    <>
      <SettingsTabs current="/settings/holidays" />
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <form class="form holiday-form" method="post" action="/settings/holidays">
        <ErrorSummary errors={form?.errors} />
        <div class="field-row">
          <DateField name="day" label="Day" form={form} required />
          <Field name="name" label="Name" form={form} required={false} maxlength={120} />
          <Button type="submit" kind="primary">Add holiday</Button>
        </div>
      </form>
      <WorkingDayExample {...example} />
      {holidays.length === 0
        ? (
          <EmptyState title="No holidays yet">
            Add the days on which nobody works, so that due dates skip them.
          </EmptyState>
        )
        : <HolidayTable holidays={holidays} />}
    </>
  );
}

function HolidayTable({ holidays }: { holidays: Holiday[] }) {
  return (
    <Table
      caption="Holidays"
      columns={[{ label: "Day" }, { label: "Name" }, { label: "Actions", quiet: true }]}
    >
      {holidays.map(({ day, name }) => (
        <tr id={`holiday-${day}`}>
          <th scope="row">{formatDay(day, "en-GB", "full")}</th>
          <td>{name}</td>
          <RowActions>
            <form method="post" action={`/settings/holidays/${day}/removal`}>
              <Button small kind="quiet" type="submit" aria-label={`Remove ${name || day}`}>
                Remove
              </Button>
            </form>
          </RowActions>
        </tr>
      ))}
    </Table>
  );
}

export function PlanSettings({ org }: { org: Org }) {
  return (
    <>
      <SettingsTabs current="/settings/plan" />
      <Section
        title={`${planLabel(org)} plan`}
        lead="Whoever runs this Thread decides the plan. There is nothing to pay here."
      >
        <Facts
          facts={FEATURES.map(({ feature, label }) => ({
            label,
            value: planAllows(org, feature) ? <StatusLabel kind="ok">Included</StatusLabel> : (
              <>
                <StatusLabel kind="none">Not included</StatusLabel> {planMessage(feature)}
              </>
            ),
          }))}
        />
      </Section>
    </>
  );
}
