import { LANGUAGES } from "../domain/base/languages.ts";
import type { Words } from "../domain/messages/words/words.ts";
import type { ContactFrequency } from "../domain/base/schema.ts";
import type { Door } from "../domain/portal/doors.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { RadioGroup } from "./parts/choices.tsx";
import { Field, type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { PortalSessions, type ShownPortalSession } from "./portal_sessions.tsx";

export interface PortalSettingsProps extends RefusedSettings {
  words: Words;
  /** Left out in a preview, which is nobody's. */
  own?: OwnSettings;
}

/** A refused form, by the name of its section. */
export interface RefusedSettings {
  profile?: FormState;
  speech?: FormState;
  mail?: FormState;
}

export interface OwnSettings {
  name: string;
  jobTitle: string;
  email: string;
  language: string | null;
  hasPassword: boolean;
  /** How mail that nobody has approved comes to them. */
  mail: ContactFrequency;
  timeZone: string;
  sessions: ShownPortalSession[];
}

export function PortalSettings({ words, own, profile, speech, mail }: PortalSettingsProps) {
  const { t } = words;
  return (
    <>
      <h1>{t("place.settings")}</h1>
      {own && <ProfileForm own={own} words={words} form={profile} />}
      {own && <LanguageForm own={own} words={words} form={speech} />}
      {own && <MailForm own={own} words={words} form={mail} />}
      <section class="section" id="password">
        <h2>{t("password.title")}</h2>
        <p>{t(own?.hasPassword ? "password.has" : "password.hasNot")}</p>
        {own && (
          <FormActions>
            <LinkButton href="/p/settings/password">
              {t(own.hasPassword ? "password.changeOrRemove" : "password.set")}
            </LinkButton>
          </FormActions>
        )}
      </section>
      {own && <PortalSessions {...own} words={words} />}
      {own && <SigningOut words={words} />}
    </>
  );
}

interface Part {
  own: OwnSettings;
  words: Words;
  form?: FormState;
}

function ProfileForm({ own, words, form }: Part) {
  const { t } = words;
  return (
    <section class="section" id="profile">
      <h2>{t("settings.profile")}</h2>
      <form class="stack" method="post" action="/p/settings/profile" novalidate>
        <ErrorSummary errors={form?.errors} words={words} />
        <Field
          name="name"
          label={t("settings.yourName")}
          form={form}
          value={own.name}
          words={words}
          maxlength={120}
          autocomplete="name"
        />
        <Field
          name="job_title"
          label={t("settings.jobTitle")}
          form={form}
          value={own.jobTitle}
          words={words}
          required={false}
          maxlength={120}
          autocomplete="organization-title"
        />
        <p class="muted">{t("settings.addressIs", { email: own.email })}</p>
        <FormActions>
          <Button type="submit">{t("settings.save")}</Button>
        </FormActions>
      </form>
    </section>
  );
}

function LanguageForm({ own, words, form }: Part) {
  const { t } = words;
  return (
    <section class="section" id="language">
      <form class="stack" method="post" action="/p/settings/language">
        <ErrorSummary errors={form?.errors} words={words} />
        <Select
          name="language"
          label={t("settings.language")}
          hint={t("settings.languageHint")}
          form={form}
          words={words}
          value={own.language ?? ""}
          empty={t("settings.languageAuto")}
          options={LANGUAGES.map(({ language: value, name: label }) => ({ value, label }))}
        />
        <FormActions>
          <Button type="submit">{t("settings.save")}</Button>
        </FormActions>
      </form>
    </section>
  );
}

function MailForm({ own, words, form }: Part) {
  const { t } = words;
  return (
    <form class="stack section" method="post" action="/p/settings/mail">
      <ErrorSummary errors={form?.errors} words={words} />
      <RadioGroup
        name="mail"
        label={t("settings.mail")}
        hint={t("settings.mailHint")}
        form={form}
        words={words}
        value={own.mail}
        options={[
          { value: "each", label: t("settings.mailEach") },
          { value: "daily", label: t("settings.mailDaily") },
          { value: "requests", label: t("settings.mailRequests") },
          { value: "none", label: t("settings.mailNone") },
        ]}
      />
      <FormActions>
        <Button type="submit">{t("settings.save")}</Button>
      </FormActions>
    </form>
  );
}

function SigningOut({ words: { t } }: { words: Words }) {
  return (
    <section class="section">
      <h2>{t("settings.signingOut")}</h2>
      <div class="form-actions">
        <form method="post" action="/p/sign-out">
          <Button type="submit">{t("settings.signOutHere")}</Button>
        </form>
        <form method="post" action="/p/settings/sessions/revocation">
          <Button type="submit" kind="danger">{t("settings.signOutEverywhere")}</Button>
        </form>
      </div>
      <p class="muted">{t("settings.everywhere")}</p>
    </section>
  );
}

/** For an address that several accounts know. */
export function PortalChoice(
  { doors, current, problem, words }: {
    doors: Door[];
    current: string;
    problem?: string;
    words: Words;
  },
) {
  const isMixed = new Set(doors.map(({ orgId }) => orgId)).size > 1;
  return (
    <>
      {problem && <Banner kind="bad">{problem}</Banner>}
      <ul class="portal-doors">
        {doors.map((door) => (
          <li>
            <form method="post" action="/p/choice">
              <input type="hidden" name="contact" value={door.contactId} />
              <Button type="submit" wide>
                {doorInWords(door, { isMixed, isHere: door.contactId === current }, words)}
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </>
  );
}

function doorInWords(
  { accountName: account, orgName: org }: Door,
  { isMixed, isHere }: { isMixed: boolean; isHere: boolean },
  { t }: Words,
): string {
  if (isMixed) return t(isHere ? "choice.withHere" : "choice.with", { account, org });
  return isHere ? t("choice.here", { account }) : account;
}
