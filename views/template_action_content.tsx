import { RECIPIENT_ROLES } from "../domain/onboarding/action_types.ts";
import type { Action } from "../domain/onboarding/template_content.ts";
import { CheckboxGroup } from "./parts/choices.tsx";
import { Field, type FormState, TextArea } from "./parts/fields.tsx";
import { AskedFiles, Questions } from "./template_lists.tsx";

interface ContentProps {
  action: Action;
  form: FormState;
  path: string;
}

/** The fields of an action's own type. */
export function ActionContent({ action, form, path }: ContentProps) {
  switch (action.type) {
    case "SEND_EMAIL":
      return <EmailFields form={form} path={path} />;
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      return (
        <>
          <Introduction form={form} />
          <AskedFiles form={form} />
        </>
      );
    case "COLLECT_INFO":
      return (
        <>
          <Introduction form={form} />
          <Questions form={form} />
        </>
      );
    case "SCHEDULE_MEETING":
      return <MeetingFields form={form} />;
    case "SLACK":
      return <SlackFields form={form} path={path} />;
  }
}

function EmailFields({ form, path }: { form: FormState; path: string }) {
  return (
    <>
      <Recipients name="to" label="To" form={form} />
      <details class="more" open={hasPeople(form, "cc") || hasPeople(form, "bcc")}>
        <summary>Cc and Bcc</summary>
        <Recipients name="cc" label="Cc" form={form} />
        <Recipients name="bcc" label="Bcc" form={form} />
      </details>
      <Field
        name="content.subject"
        label="Subject"
        form={form}
        maxlength={200}
        extra={previewed(path)}
      />
      <TextArea
        name="content.body"
        label="Text"
        form={form}
        rows={14}
        maxlength={20000}
        hint="Markdown: **bold**, _italic_, [words](https://…), - for lists."
        extra={{ ...previewed(path), class: "input tall" }}
      />
    </>
  );
}

/** Shows what is typed as it will read, while it is typed. */
function previewed(path: string) {
  return {
    "hx-post": `${path}/preview`,
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "#preview",
    "hx-swap": "outerHTML",
  };
}

function Recipients(
  { name, label, form }: { name: string; label: string; form: FormState },
) {
  return (
    <>
      <CheckboxGroup
        name={`content.${name}`}
        label={label}
        form={form}
        options={RECIPIENT_ROLES.map(({ role, label }) => ({ value: role, label }))}
      />
      <Field
        name={`content.${name}_others`}
        label={`${label}: addresses`}
        form={form}
        maxlength={4000}
        required={false}
        hint="With commas between them."
        extra={{ inputmode: "email" }}
      />
    </>
  );
}

function hasPeople(form: FormState, name: string): boolean {
  const [roles = [], others = ""] = [
    form.typed[`content.${name}`],
    form.typed[`content.${name}_others`],
  ];
  return roles.length > 0 || others.length > 0 || Boolean(form.errors[`content.${name}_others`]);
}

function Introduction({ form }: { form: FormState }) {
  return (
    <TextArea
      name="content.intro"
      label="Introduction"
      form={form}
      rows={3}
      maxlength={5000}
      required={false}
      hint="The customer reads it above the list."
    />
  );
}

function MeetingFields({ form }: { form: FormState }) {
  return (
    <>
      <Field
        name="content.minutes"
        label="Length"
        form={form}
        inputmode="numeric"
        suffix="minutes"
        short
        required
      />
      <Recipients name="attendees" label="Attendees" form={form} />
      <TextArea name="content.agenda" label="Agenda" form={form} rows={6} maxlength={5000} />
      <Field
        name="content.booking_url"
        label="Booking link"
        form={form}
        inputmode="url"
        maxlength={2000}
        required={false}
        hint="Where the customer chooses a time."
      />
    </>
  );
}

function SlackFields({ form, path }: { form: FormState; path: string }) {
  return (
    <>
      <Field
        name="content.channel"
        label="Channel"
        form={form}
        maxlength={80}
        hint="Such as #customer-success. Left empty, the channel of each account."
        short
      />
      <TextArea
        name="content.text"
        label="Message"
        form={form}
        rows={6}
        maxlength={5000}
        extra={previewed(path)}
      />
    </>
  );
}
