import { RadioGroup, Toggle } from "./parts/choices.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Section } from "./parts/page_header.tsx";
import type { Theme } from "./document.tsx";
import { NewPasswordField } from "./password_resets.tsx";

export interface Profile {
  name: string;
  theme: Theme;
  hotkeys: boolean;
  hasPassword: boolean;
}

export function ProfileForm(
  { session, form, booking, bookingUrl }: {
    session: Profile;
    form?: FormState;
    /** The second form of the page, where it was refused. */
    booking?: FormState;
    bookingUrl: string | null;
  },
) {
  return (
    <>
      <ErrorSummary errors={form?.errors} />
      <form method="post" action="/profile" class="stack" novalidate>
        <Field
          name="name"
          label="Your name"
          autocomplete="name"
          maxlength={120}
          value={session.name}
          hint="Colleagues see it, in each of your organisations."
          form={form}
        />
        <RadioGroup
          name="theme"
          label="Appearance"
          value={session.theme}
          options={[
            { value: "system", label: "As this device is set" },
            { value: "light", label: "Light" },
            { value: "dark", label: "Dark" },
          ]}
          form={form}
        />
        <Toggle
          name="hotkeys"
          label="Single-key shortcuts"
          hint="Such as G then M for Members. Ctrl or Cmd with K always works."
          checked={session.hotkeys}
          form={form}
        />
        <FormActions>
          <Button type="submit" kind="primary">Save</Button>
        </FormActions>
      </form>
      <Section
        title="Time with you"
        lead="Customers whose CSM you are find it in their portal, as a button to book a call."
      >
        <form method="post" action="/profile/booking" class="stack" novalidate>
          <ErrorSummary errors={booking?.errors} />
          <Field
            name="booking_url"
            label="Your booking page"
            inputmode="url"
            maxlength={2000}
            required={false}
            value={bookingUrl ?? ""}
            hint="Such as the link of your calendar's booking page. Left empty, no button is shown."
            form={booking}
          />
          <Button type="submit">Save</Button>
        </form>
      </Section>
      <WaysIn hasPassword={session.hasPassword} />
    </>
  );
}

function WaysIn({ hasPassword }: { hasPassword: boolean }) {
  return (
    <>
      <Section
        title="Password"
        lead={hasPassword
          ? "You sign in with your password, or with a link that we mail you."
          : "You sign in with a link that we mail you. A password is quicker."}
        actions={
          <LinkButton href="/profile/password">
            {hasPassword ? "Change password" : "Set a password"}
          </LinkButton>
        }
      />
      <Section
        title="Days off"
        lead="When you are away, so that no workflow gives you an account."
        actions={<LinkButton href="/profile/days-off">Your days off</LinkButton>}
      />
      <Section
        title="Mail and notifications"
        lead="What comes by mail, when, and when not."
        actions={<LinkButton href="/profile/notifications">How you are told</LinkButton>}
      />
      <Section
        title="Browsers"
        lead="See where you are signed in, and end what you do not know."
        actions={<LinkButton href="/profile/sessions">Where you are signed in</LinkButton>}
      />
    </>
  );
}

export function PasswordForm(
  { email, passwordMin, form }: { email: string; passwordMin: number; form?: FormState },
) {
  return (
    <>
      <ErrorSummary errors={form?.errors} />
      <form method="post" action="/profile/password" class="stack" novalidate>
        <NewPasswordField
          email={email}
          passwordMin={passwordMin}
          form={form}
          autofocus={!form}
        />
        <FormActions>
          <Button type="submit" kind="primary">Set the new password</Button>
          <LinkButton href="/profile">Cancel</LinkButton>
        </FormActions>
      </form>
    </>
  );
}
