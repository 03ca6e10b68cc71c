import { Button, IconButton, LinkButton } from "./parts/buttons.tsx";
import { Checkbox, CheckboxGroup, FieldSet, RadioGroup, Toggle } from "./parts/choices.tsx";
import { ConfirmDialog, Dialog, Menu, MenuForm, MenuLink } from "./parts/dialogs.tsx";
import { DateField, Field, Select, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FileDrop, FormActions, StepIndicator } from "./parts/forms.tsx";
import { KeyHint } from "./parts/keys.tsx";
import { Link } from "./parts/link.tsx";
import { Tabs } from "./parts/page_header.tsx";
import type { Sample } from "./styleguide.tsx";

export const controlSamples: Sample[] = [
  {
    name: "Button",
    draw: () => (
      <div class="row">
        <Button kind="primary">Approve and send</Button>
        <Button>Edit</Button>
        <Button kind="quiet">Skip</Button>
        <Button kind="danger" icon="trash">Remove</Button>
        <Button disabled>Not now</Button>
        <Button small>Small</Button>
        <Button kind="primary" aria-busy="true">Sending</Button>
        <IconButton icon="pencil" label="Edit the name" />
      </div>
    ),
  },
  {
    name: "Link",
    draw: () => (
      <div class="row">
        <LinkButton href="/accounts/new" kind="primary" icon="plus">New account</LinkButton>
        <LinkButton href="/import">Import</LinkButton>
        <Link href="/accounts">All accounts</Link>
        <Link href="https://thread.example/help" outside>Help pages</Link>
        <KeyHint keys="g h" />
        <KeyHint keys="Mod+k" />
      </div>
    ),
  },
  {
    name: "Menu and dialogs",
    draw: (p) => (
      <div class="row">
        <Menu id={`${p}-menu`} label="Actions">
          <MenuLink href="/accounts/7">Open</MenuLink>
          <MenuForm action="/accounts/7/archival" danger>Archive</MenuForm>
        </Menu>
        <Menu id={`${p}-more`} label="More for Northwind" icon="ellipsis">
          <MenuLink href="/accounts/7">Open</MenuLink>
        </Menu>
        <Button commandfor={`${p}-dialog`} command="show-modal">Dialog</Button>
        <Button commandfor={`${p}-side`} command="show-modal">Side panel</Button>
        <Button commandfor={`${p}-confirm`} command="show-modal">Confirm</Button>
        <Dialog
          id={`${p}-dialog`}
          title="Invite a colleague"
          actions={<Button kind="primary">Send the invitation</Button>}
        >
          <Field
            id={`${p}-email`}
            name="email"
            label="Work e-mail"
            type="email"
            autocomplete="off"
          />
        </Dialog>
        <Dialog id={`${p}-side`} title="Kickoff agenda" side>
          <p>Hi Priya, thanks for choosing us. Your kickoff call is on Tuesday.</p>
        </Dialog>
        <ConfirmDialog
          id={`${p}-confirm`}
          title="Deactivate Leo Park?"
          confirm={<Button kind="danger">Deactivate</Button>}
        >
          Leo is signed out everywhere at once. The 12 accounts he owns stay his until you move
          them.
        </ConfirmDialog>
      </div>
    ),
  },
  {
    name: "Tabs",
    draw: (p) => (
      <Tabs
        label={`Accounts, ${p}`}
        tabs={[
          { href: "/accounts", label: "Needs you", count: 9, current: true },
          { href: "/accounts?view=mine", label: "My accounts", count: 23 },
          { href: "/accounts?view=archived", label: "Archived" },
        ]}
      />
    ),
  },
];

const refused = {
  typed: { email: "priya@gmail.com", password: "short" },
  errors: {
    email: "Use your work e-mail: gmail.com is a personal address",
    password: "Use at least 12 characters",
  },
};

export const formSamples: Sample[] = [
  {
    name: "Fields",
    draw: (p) => (
      <form class="form" aria-label={`${p} fields`}>
        <Field id={`${p}-name`} name="name" label="Organisation name" value="Acme Cloud" />
        <Field
          id={`${p}-support`}
          name="support"
          label="Support address"
          type="email"
          hint="Customers see it under every mail."
          required={false}
        />
        <Field
          id={`${p}-sla`}
          name="sla"
          label="First reply within"
          value="4"
          short
          suffix="hours"
        />
        <Field id={`${p}-off`} name="off" label="Slug" value="acme" disabled />
        <Select
          id={`${p}-zone`}
          name="zone"
          label="Time zone"
          value="Europe/Berlin"
          options={[
            { value: "Europe/Berlin", label: "Berlin" },
            { value: "America/New_York", label: "New York" },
          ]}
        />
        <DateField id={`${p}-day`} name="day" label="Go-live" value="2026-12-14" />
        <TextArea id={`${p}-note`} name="note" label="Note" value="Needs SSO before kickoff." />
      </form>
    ),
  },
  {
    name: "A refused form",
    draw: (p) => (
      <form class="form" aria-label={`${p} refused`}>
        <ErrorSummary id={`${p}-summary`} errors={refused.errors} quiet />
        <Field
          id={`${p}-email`}
          name="email"
          label="Work e-mail"
          type="email"
          autocomplete="off"
          form={refused}
        />
        <Field
          id={`${p}-password`}
          name="password"
          label="Password"
          type="password"
          autocomplete="off"
          hint="Long beats complicated."
          error={refused.errors.password}
        />
        <FormActions>
          <Button kind="primary" type="submit">Continue</Button>
          <Button kind="quiet">Cancel</Button>
        </FormActions>
      </form>
    ),
  },
  {
    name: "Choices",
    draw: (p) => (
      <form class="form" aria-label={`${p} choices`}>
        <Checkbox id={`${p}-keep`} name="keep" label="Keep me signed in" checked />
        <Checkbox id={`${p}-terms`} name="terms" label="I have read the terms" error="Tick this" />
        <Toggle
          id={`${p}-digest`}
          name="digest"
          label="Weekly digest"
          hint="Every Monday at 08:00."
          checked
        />
        <Toggle id={`${p}-live`} name="live" label="Live hints" />
        <RadioGroup
          id={`${p}-week`}
          name={`${p}-week`}
          label="Working week"
          value="5"
          options={[
            { value: "5", label: "Monday to Friday" },
            { value: "7", label: "Every day", hint: "Due dates fall on weekends too." },
          ]}
        />
        <CheckboxGroup
          id={`${p}-roles`}
          name="roles"
          label="Roles"
          values={["csm"]}
          options={[{ value: "csm", label: "CSM" }, { value: "ops", label: "Ops" }]}
        />
        <FieldSet legend="Branding" hint="Shown in the customer portal.">
          <Field id={`${p}-accent`} name="accent" label="Accent" type="color" value="#2257c9" />
          <FileDrop
            id={`${p}-logo`}
            name="logo"
            label="Logo"
            takes="PNG or SVG, up to 1 MB"
            accept="image/png,image/svg+xml"
          />
        </FieldSet>
      </form>
    ),
  },
  {
    name: "Steps",
    draw: () => <StepIndicator steps={["Account", "Verify", "Organisation"]} current={1} />,
  },
];
