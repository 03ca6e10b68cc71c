import { LANGUAGES } from "../domain/base/languages.ts";
import type { Words } from "../domain/messages/words/words.ts";
import type { Door } from "../domain/portal/doors.ts";
import { Button } from "./parts/buttons.tsx";
import { type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";

export interface PortalSettingsProps {
  words: Words;
  name?: string;
  email?: string;
  language?: string | null;
  form?: FormState;
  readOnly?: boolean;
}

export function PortalSettings(props: PortalSettingsProps) {
  const { name, email, words: { t }, readOnly } = props;
  return (
    <>
      <h1>{t("place.settings")}</h1>
      {name && (
        <dl class="facts">
          <div>
            <dt>{t("settings.you")}</dt>
            <dd>{name}</dd>
          </div>
          <div>
            <dt>{t("settings.address")}</dt>
            <dd>{email}</dd>
          </div>
        </dl>
      )}
      {!readOnly && <LanguageChoice {...props} />}
      <section class="section">
        <h2>{t("settings.signingIn")}</h2>
        <p>{t("settings.byLink")}</p>
      </section>
      {!readOnly && <SigningOut {...props} />}
    </>
  );
}

function LanguageChoice({ language, form, words }: PortalSettingsProps) {
  const { t } = words;
  return (
    <form class="stack section" method="post" action="/p/settings/language">
      <ErrorSummary errors={form?.errors} words={words} />
      <Select
        name="language"
        label={t("settings.language")}
        hint={t("settings.languageHint")}
        form={form}
        words={words}
        value={language ?? ""}
        empty={t("settings.languageAuto")}
        options={LANGUAGES.map(({ language: value, name: label }) => ({ value, label }))}
      />
      <FormActions>
        <Button type="submit">{t("settings.save")}</Button>
      </FormActions>
    </form>
  );
}

function SigningOut({ words: { t } }: PortalSettingsProps) {
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
