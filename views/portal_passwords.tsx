import type { Words } from "../domain/messages/words/words.ts";
import { CodeField } from "./mail_proofs.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { FormActions } from "./parts/forms.tsx";
import { safeUrl } from "./parts/link.tsx";
import { Icon } from "./icons.tsx";
import { AccountName, Refusal } from "./sign_in.tsx";

interface PasswordProps {
  email: string;
  words: Words;
  form?: FormState;
}

/** For whoever has just shown who they are. */
export function PortalPassword(
  { email, hasPassword, least, words, form }: PasswordProps & {
    hasPassword: boolean;
    least: number;
  },
) {
  const { t } = words;
  return (
    <>
      <Head title={t(hasPassword ? "password.change" : "password.set")} words={words} />
      <Refusal errors={form?.errors} words={words} />
      <form class="stack" method="post" action="/p/settings/password" novalidate>
        <AccountName email={email} />
        <Field
          name="password"
          label={t("password.new")}
          type="password"
          autocomplete="new-password"
          hint={t("password.newHint", { least })}
          form={form}
          words={words}
        />
        <FormActions>
          <Button type="submit" kind="primary">{t("password.save")}</Button>
        </FormActions>
      </form>
      {hasPassword && (
        <section class="section">
          <h2>{t("password.removeTitle")}</h2>
          <p>{t("password.removeSays")}</p>
          <form method="post" action="/p/settings/password/removal">
            <Button type="submit" kind="danger">{t("password.remove")}</Button>
          </form>
        </section>
      )}
    </>
  );
}

/** For whoever signed in some time ago: by the password they have, or by a code that is mailed. */
export function PortalProof(
  { email, hasPassword, words, form }: PasswordProps & { hasPassword: boolean },
) {
  const { t } = words;
  return (
    <>
      <Head title={t("proof.title")} words={words} />
      <p class="portal-lead">{t("proof.lead")}</p>
      <Refusal errors={form?.errors} words={words} />
      {hasPassword && (
        <form class="stack" method="post" action="/p/settings/password/proof" novalidate>
          <AccountName email={email} />
          <Field
            name="password"
            label={t("proof.current")}
            type="password"
            autocomplete="current-password"
            form={form}
            words={words}
          />
          <FormActions>
            <Button type="submit" kind="primary">{t("signIn.continue")}</Button>
          </FormActions>
        </form>
      )}
      <form method="post" action="/p/settings/password/letters" class="portal-send">
        <Button type="submit" kind={hasPassword ? "plain" : "primary"}>
          {t(hasPassword ? "proof.mailInstead" : "proof.mail")}
        </Button>
      </form>
    </>
  );
}

export function PortalProofCode({ email, words, form }: PasswordProps) {
  const { t, pieces } = words;
  return (
    <>
      <Head title={t("proof.title")} words={words} />
      <Refusal errors={form?.errors} words={words} />
      <form class="stack" method="post" action="/p/settings/password/code" novalidate>
        <p>{pieces("proof.sent", { email: <strong>{email}</strong> })}</p>
        <CodeField form={form} words={words} autofocus={!form} />
        <FormActions>
          <Button type="submit" kind="primary">{t("signIn.continue")}</Button>
          <LinkButton href="/p/settings/password?again=yes">{t("signIn.sendAgain")}</LinkButton>
        </FormActions>
      </form>
    </>
  );
}

function Head({ title, words: { t } }: { title: string; words: Words }) {
  return (
    <header class="portal-task-head">
      <a class="back" href={safeUrl("/p/settings")}>
        <Icon name="chevronLeft" />
        {t("password.back")}
      </a>
      <h1>{title}</h1>
    </header>
  );
}
