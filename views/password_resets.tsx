import { Button } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { CodeField, OtherBrowser } from "./mail_proofs.tsx";
import { AccountName, Refusal } from "./sign_in.tsx";

export function ForgottenForm({ form }: { form?: FormState }) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action="/password-resets" class="stack" novalidate>
        <Field
          name="email"
          label="Work email"
          type="email"
          autocomplete="username"
          form={form}
          autofocus={!form}
        />
        <Button type="submit" kind="primary" wide>Mail me a link</Button>
      </form>
    </>
  );
}

export function BackToSignIn() {
  return (
    <p>
      <a href="/sign-in">Back to sign-in</a>
    </p>
  );
}

/** After the request, with the letter's code; behind the link, without it in the same browser. */
export function NewPasswordForm(
  { action, email, needsCode, isOtherBrowser, passwordMin, form }: {
    action: string;
    email: string;
    needsCode: boolean;
    isOtherBrowser?: boolean;
    passwordMin: number;
    form?: FormState;
  },
) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action={action} class="stack" novalidate>
        {isOtherBrowser && <OtherBrowser />}
        {needsCode && <CodeField form={form} autofocus={!form} />}
        <NewPasswordField
          email={email}
          passwordMin={passwordMin}
          form={form}
          autofocus={!needsCode && !form}
        />
        <Button type="submit" kind="primary" wide>Set the new password</Button>
      </form>
    </>
  );
}

export function NewPasswordField(
  { email, passwordMin, form, autofocus }: {
    email: string;
    passwordMin: number;
    form?: FormState;
    autofocus?: boolean;
  },
) {
  return (
    <>
      <AccountName email={email} />
      <Field
        name="password"
        label="New password"
        type="password"
        autocomplete="new-password"
        hint={`At least ${passwordMin} characters; a few unrelated words are good.`}
        form={form}
        autofocus={autofocus}
      />
    </>
  );
}
