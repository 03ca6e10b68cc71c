import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { Banner } from "./parts/notices.tsx";
import { CodeField, OtherBrowser } from "./mail_proofs.tsx";
import { Refusal } from "./sign_in.tsx";

export function PortalSignIn({ next, form }: { next: string; form?: FormState }) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action="/p/sign-in-links" class="stack" novalidate>
        <input type="hidden" name="next" value={next} />
        <Field
          name="email"
          label="Your work email"
          type="email"
          autocomplete="email"
          hint="The address under which you were invited."
          form={form}
          autofocus={!form}
        />
        <Button type="submit" kind="primary" wide>Send me a sign-in link</Button>
      </form>
    </>
  );
}

/** The same words whether anybody has that address or not. */
export function PortalLetterSent({ email, form }: { email: string; form?: FormState }) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action="/p/code" class="stack" novalidate>
        <p>
          We sent a letter to{" "}
          <strong>{email}</strong>. Open its link in this browser, or enter its code here within 10
          minutes.
        </p>
        <CodeField form={form} autofocus={!form} />
        <Button type="submit" kind="primary" wide>Continue</Button>
      </form>
    </>
  );
}

export function SentBelow({ back }: { back: string }) {
  return (
    <>
      <p>Nothing there? It may be in the junk folder.</p>
      <form method="post" action="/p/letters">
        <Button type="submit" wide>Send it again</Button>
      </form>
      <p>
        <a href={back}>Use another address</a>
      </p>
    </>
  );
}

/** The page behind the link of a letter. Opening it changes nothing; the button does. */
export function OpenedPortalLink(
  { action, email, needsCode, form }: {
    action: string;
    email: string;
    needsCode: boolean;
    form?: FormState;
  },
) {
  return (
    <>
      <Refusal errors={form?.errors} />
      <form method="post" action={action} class="stack" novalidate>
        <p>
          You sign in as <strong>{email}</strong>
        </p>
        {needsCode && <OtherBrowser />}
        {needsCode && <CodeField form={form} autofocus={!form} />}
        <Button type="submit" kind="primary" wide>Continue</Button>
      </form>
    </>
  );
}

/** A link that is spent or too old, with one button for a new letter. */
export function DeadPortalLink({ token, email }: { token: string; email: string }) {
  return (
    <form method="post" action="/p/letters" class="stack">
      <input type="hidden" name="again" value={token} />
      <Button type="submit" kind="primary" wide>
        Send a new letter to {maskedAddress(email)}
      </Button>
      <LinkButton href="/p/sign-in" wide>Use another address</LinkButton>
    </form>
  );
}

export function NoPortal() {
  return (
    <div class="stack">
      <p>
        Your address is proved, but no portal is open to it any more. Ask your contact to invite you
        again.
      </p>
      <LinkButton href="/p/sign-in" wide>Use another address</LinkButton>
    </div>
  );
}

/** Behind the link of an invitation, which is no way in: it sends a fresh proof to the address. */
export function PortalInvitation(
  { action, email, account, org, problem }: {
    action: string;
    email: string;
    account: string;
    org: string;
    problem?: string;
  },
) {
  return (
    <form method="post" action={action} class="stack">
      <p class="lead">
        The portal shows where {account} stands with{" "}
        {org}, what comes next, and what is needed from you.
      </p>
      {problem && <Banner kind="warn">{problem}</Banner>}
      <Button type="submit" kind="primary" wide>
        Send a sign-in link to {maskedAddress(email)}
      </Button>
    </form>
  );
}

/** "a…@acme.com" reminds its owner, and tells others little. */
function maskedAddress(email: string): string {
  return email.replace(/^(.)[^@]*/, "$1…");
}
