import { Button } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { FormActions } from "./parts/forms.tsx";
import { CodeField } from "./mail_proofs.tsx";
import { AccountName, Refusal } from "./sign_in.tsx";

export function StepUpByPassword(
  { email, next, form }: { email: string; next: string; form?: FormState },
) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action="/step-up" class="stack" novalidate>
        <input type="hidden" name="next" value={next} />
        <AccountName email={email} />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          form={form}
          autofocus
        />
        <FormActions>
          <Button type="submit" kind="primary" wide>Continue</Button>
          <Button type="submit" wide formaction="/step-up/letters">Mail me a code instead</Button>
        </FormActions>
      </form>
    </>
  );
}

export function StepUpByMail(
  { email, next, form }: { email: string; next: string; form?: FormState },
) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action="/step-up/letters" class="stack">
        <input type="hidden" name="next" value={next} />
        <p>
          We send a code to <strong>{email}</strong>.
        </p>
        <Button type="submit" kind="primary" wide>Mail me a code</Button>
      </form>
    </>
  );
}

export function StepUpCode({ email, form }: { email: string; form?: FormState }) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action="/step-up/code" class="stack" novalidate>
        <p>
          We sent a code to <strong>{email}</strong>. Enter it within 10 minutes.
        </p>
        <CodeField form={form} autofocus={!form} />
        <Button type="submit" kind="primary" wide>Continue</Button>
      </form>
    </>
  );
}

export function StepUpBelow({ next }: { next: string }) {
  return (
    <p>
      <a href={next}>Go back</a>
    </p>
  );
}
