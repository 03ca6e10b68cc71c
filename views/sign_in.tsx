import type { Words } from "../domain/messages/words/words.ts";
import type { FieldErrors } from "../domain/base/forms.ts";
import { Button } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";

export function SignInForm({ form, next }: { form?: FormState; next: string }) {
  const typedAlready = Boolean(form?.typed.email);
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action="/sign-in" class="stack" novalidate>
        <input type="hidden" name="next" value={next} />
        <Field
          name="email"
          label="Work email"
          type="email"
          autocomplete="username"
          form={form}
          autofocus={!form}
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          form={form}
          autofocus={typedAlready}
        />
        <p>
          <a href="/password-resets">Forgot your password?</a>
        </p>
        <FormActions>
          <Button type="submit" kind="primary" wide>Sign in</Button>
          <Button type="submit" wide formaction="/sign-in-links">Mail me a link instead</Button>
        </FormActions>
      </form>
    </>
  );
}

export function SignInBelow({ next }: { next: string }) {
  const signUp = next === "/" ? "/sign-up" : `/sign-up?next=${encodeURIComponent(next)}`;
  return (
    <p>
      New to Thread? <a href={signUp}>Create an account</a>
    </p>
  );
}

export function SignUpForm({ form, next }: { form?: FormState; next: string }) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action="/sign-up" class="stack" novalidate>
        <input type="hidden" name="next" value={next} />
        <Field
          name="email"
          label="Work email"
          type="email"
          autocomplete="username"
          hint="We mail you a link and a code to confirm it."
          form={form}
          autofocus
        />
        <Button type="submit" kind="primary" wide>Continue</Button>
      </form>
    </>
  );
}

export function SignUpBelow() {
  return (
    <>
      <p>
        Have an account? <a href="/sign-in">Sign in</a>
      </p>
      <p>Your company already uses Thread? Ask an admin there to invite you.</p>
    </>
  );
}

/** After the address is confirmed: who this is, and a password if they like one. */
export function FirstProfileForm(
  { email, name, form, passwordMin, next }: {
    email: string;
    name: string;
    form?: FormState;
    passwordMin: number;
    next: string;
  },
) {
  return (
    <>
      <ErrorSummary errors={form?.errors} />
      <form method="post" action="/sign-up/profile" class="stack" novalidate>
        <input type="hidden" name="next" value={next} />
        <AccountName email={email} />
        <Field
          name="name"
          label="Your name"
          autocomplete="name"
          maxlength={120}
          value={name}
          form={form}
          autofocus={!form}
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="new-password"
          required={false}
          hint={`At least ${passwordMin} characters; a few unrelated words are good. ` +
            "Without one, we mail you a link each time you sign in."}
          form={form}
        />
        <Button type="submit" kind="primary" wide>Continue</Button>
      </form>
    </>
  );
}

/** What concerns the whole form is said above it; what concerns a field is said there as well. */
export function Refusal(
  { errors, words }: { errors: FieldErrors | undefined; words?: Words },
) {
  if (errors?.form) return <Banner kind="bad">{errors.form}</Banner>;
  return <ErrorSummary errors={errors} words={words} />;
}

/** For password managers, which file a password under the address beside it. */
export function AccountName({ email }: { email: string }) {
  return (
    <input
      type="text"
      class="hidden"
      value={email}
      autocomplete="username"
      readonly
      tabindex={-1}
      aria-hidden="true"
    />
  );
}
