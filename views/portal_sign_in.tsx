import type { Words } from "../domain/messages/words/words.ts";
import type { PortalRole } from "../domain/base/schema.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { Banner } from "./parts/notices.tsx";
import { CodeField, OtherBrowser } from "./mail_proofs.tsx";
import { Refusal } from "./sign_in.tsx";

interface FrontPart {
  words: Words;
  form?: FormState;
}

export function PortalSignIn(
  { next, form, passwordForm, words }: FrontPart & { next: string; passwordForm?: FormState },
) {
  const { t } = words;
  const email = String((form ?? passwordForm)?.typed.email ?? "");
  return (
    <>
      <Refusal errors={form?.errors} words={words} />
      <form method="post" action="/p/sign-in-links" class="stack" novalidate>
        <input type="hidden" name="next" value={next} />
        <Field
          name="email"
          label={t("signIn.email")}
          type="email"
          autocomplete="email"
          hint={t("signIn.emailHint")}
          value={email}
          form={form}
          words={words}
          autofocus={!form && !passwordForm}
        />
        <Button type="submit" kind="primary" wide>{t("signIn.sendLink")}</Button>
      </form>
      <PasswordWay {...{ next, email, words }} form={passwordForm} />
    </>
  );
}

/** For those who have set one. Everybody else leaves it closed. */
function PasswordWay(
  { next, email, form, words }: FrontPart & { next: string; email: string },
) {
  const { t } = words;
  return (
    <details class="portal-password" open={Boolean(form)}>
      <summary>{t("signIn.withPassword")}</summary>
      <Refusal errors={form?.errors} words={words} />
      <form method="post" action="/p/sign-in" class="stack" novalidate>
        <input type="hidden" name="next" value={next} />
        <Field
          id="field-address"
          name="email"
          label={t("signIn.address")}
          type="email"
          autocomplete="username"
          value={email}
          form={form}
          words={words}
        />
        <Field
          name="password"
          label={t("signIn.password")}
          type="password"
          autocomplete="current-password"
          form={form}
          words={words}
        />
        <Button type="submit" wide>{t("signIn.signIn")}</Button>
      </form>
    </details>
  );
}

/** The same words whether anybody has that address or not. */
export function PortalLetterSent({ email, form, words }: FrontPart & { email: string }) {
  const { t, pieces } = words;
  return (
    <>
      <Refusal errors={form?.errors} words={words} />
      <form method="post" action="/p/code" class="stack" novalidate>
        <p>{pieces("signIn.letterSent", { email: <strong>{email}</strong> })}</p>
        <CodeField form={form} autofocus={!form} words={words} />
        <Button type="submit" kind="primary" wide>{t("signIn.continue")}</Button>
      </form>
    </>
  );
}

export function SentBelow({ back, words: { t } }: { back: string; words: Words }) {
  return (
    <>
      <p>{t("signIn.nothingThere")}</p>
      <form method="post" action="/p/letters">
        <Button type="submit" wide>{t("signIn.sendAgain")}</Button>
      </form>
      <p>
        <a href={back}>{t("signIn.otherAddress")}</a>
      </p>
    </>
  );
}

/** The page behind the link of a letter. Opening it changes nothing; the button does. */
export function OpenedPortalLink(
  { action, email, needsCode, form, words }: FrontPart & {
    action: string;
    email: string;
    needsCode: boolean;
  },
) {
  const { t, pieces } = words;
  return (
    <>
      <Refusal errors={form?.errors} words={words} />
      <form method="post" action={action} class="stack" novalidate>
        <p>{pieces("signIn.as", { email: <strong>{email}</strong> })}</p>
        {needsCode && <OtherBrowser words={words} />}
        {needsCode && <CodeField form={form} autofocus={!form} words={words} />}
        <Button type="submit" kind="primary" wide>{t("signIn.continue")}</Button>
      </form>
    </>
  );
}

/** A link that is spent or too old, with one button for a new letter. */
export function DeadPortalLink(
  { token, email, words: { t } }: { token: string; email: string; words: Words },
) {
  return (
    <form method="post" action="/p/letters" class="stack">
      <input type="hidden" name="again" value={token} />
      <Button type="submit" kind="primary" wide>
        {t("signIn.sendNew", { email: maskedAddress(email) })}
      </Button>
      <LinkButton href="/p/sign-in" wide>{t("signIn.otherAddress")}</LinkButton>
    </form>
  );
}

export function NoPortal({ words: { t } }: { words: Words }) {
  return (
    <div class="stack">
      <p>{t("signIn.nowhereLead")}</p>
      <LinkButton href="/p/sign-in" wide>{t("signIn.otherAddress")}</LinkButton>
    </div>
  );
}

/** Behind the link of an invitation, which is no way in: it sends a fresh proof to the address. */
export function PortalInvitation(
  { action, email, account, org, role, problem, words: { t } }: {
    action: string;
    email: string;
    account: string;
    org: string;
    role: PortalRole;
    problem?: string;
    words: Words;
  },
) {
  return (
    <form method="post" action={action} class="stack">
      <p class="lead">
        {role === "delegate"
          ? `A colleague at ${account} asks you to take care of one task for ${org}.`
          : t("invitation.says", { account, org })}
      </p>
      {problem && <Banner kind="warn">{problem}</Banner>}
      <Button type="submit" kind="primary" wide>
        {t("invitation.sendLink", { email: maskedAddress(email) })}
      </Button>
    </form>
  );
}

/** "a…@acme.com" reminds its owner, and tells others little. */
function maskedAddress(email: string): string {
  return email.replace(/^(.)[^@]*/, "$1…");
}
