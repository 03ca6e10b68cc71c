import { type Words, wordsIn } from "../domain/messages/words/words.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { Banner } from "./parts/notices.tsx";
import { FormActions } from "./parts/forms.tsx";
import { Refusal } from "./sign_in.tsx";

/** The same words whether anybody has that address or not. */
export function LetterSent(
  { email, form, minutes = 10 }: { email: string; form?: FormState; minutes?: number },
) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action="/verification" class="stack" novalidate>
        <p>
          We sent a letter to{" "}
          <strong>{email}</strong>. Open its link in this browser, or enter its code here within
          {" "}
          {minutes} minutes.
        </p>
        <CodeField form={form} autofocus={!form} />
        <Button type="submit" kind="primary" wide>Continue</Button>
      </form>
    </>
  );
}

export function LetterSentBelow({ back }: { back: string }) {
  return (
    <>
      <p>Nothing there? It may be in the junk folder.</p>
      <form method="post" action="/verification/letters">
        <Button type="submit" wide>Send it again</Button>
      </form>
      <p>
        <a href={back}>Use another address</a>
      </p>
    </>
  );
}

/** The page behind the link of a letter. Opening it changes nothing; the button does. */
export function OpenedLink(
  { action, email, isNew, needsCode, form }: {
    action: string;
    email: string;
    /** It confirms an address, rather than signing somebody in. */
    isNew: boolean;
    needsCode: boolean;
    form?: FormState;
  },
) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action={action} class="stack" novalidate>
        <p>
          {isNew ? "You confirm that this address is yours: " : "You sign in as "}
          <strong>{email}</strong>
        </p>
        {needsCode && <OtherBrowser />}
        {needsCode && <CodeField form={form} autofocus={!form} />}
        <Button type="submit" kind="primary" wide>
          {isNew ? "Confirm and continue" : "Continue"}
        </Button>
      </form>
    </>
  );
}

export function OtherBrowser({ words = wordsIn("en") }: { words?: Words }) {
  return <p>{words.t("signIn.otherBrowser")}</p>;
}

/** Whoever waits for a letter that does not leave is told. */
export function KeptLetter(
  { why, words = wordsIn("en") }: { why?: "demo" | "not allowed"; words?: Words },
) {
  if (!why) return null;
  return <Banner>{words.t(why === "demo" ? "signIn.demo" : "signIn.notAllowed")}</Banner>;
}

export function CodeField(
  { form, autofocus, words = wordsIn("en") }: {
    form?: FormState;
    autofocus?: boolean;
    words?: Words;
  },
) {
  return (
    <Field
      name="code"
      label={words.t("signIn.code")}
      words={words}
      inputmode="numeric"
      autocomplete="one-time-code"
      maxlength={12}
      short
      form={form}
      autofocus={autofocus}
    />
  );
}

/** A link that is spent or too old, with one button for a new letter. */
export function DeadLink({ token, masked }: { token: string; masked: string }) {
  return (
    <form method="post" action="/verification/letters" class="stack">
      <input type="hidden" name="again" value={token} />
      <Button type="submit" kind="primary" wide>Send a new letter to {masked}</Button>
      <LinkButton href="/sign-in" wide>Sign in another way</LinkButton>
    </form>
  );
}

export function UnknownLink() {
  return (
    <FormActions>
      <LinkButton href="/sign-in" kind="primary" wide>Go to sign-in</LinkButton>
    </FormActions>
  );
}
