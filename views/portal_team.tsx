import type { Words } from "../domain/messages/words/words.ts";
import type { Teammate } from "../domain/portal/teammates.ts";
import { Button } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { RadioGroup } from "./parts/choices.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface TeamProps {
  team: Teammate[];
  base: string;
  timeZone: string;
  words: Words;
  form?: FormState;
  readOnly?: boolean;
  /** Who reads this: nobody decides about themselves. */
  me?: string;
  refusal?: string;
}

export function PortalTeam(props: TeamProps) {
  const { team, base, timeZone, form, readOnly, words, me, refusal } = props;
  const { t } = words;
  return (
    <>
      <h1>{t("place.team")}</h1>
      <p class="portal-lead">{t("team.lead")}</p>
      {refusal && <Banner kind="bad" title={t("team.nothingChanged")}>{refusal}</Banner>}
      <ul class="portal-people">
        {team.map((one) => (
          <li>
            <div>
              <p class="portal-phase">{one.name}</p>
              <p class="muted">{[one.jobTitle, one.email].filter(Boolean).join(", ")}</p>
            </div>
            <div class="portal-standing">
              <p>
                <Access mate={one} timeZone={timeZone} words={words} />
              </p>
              <Standing
                mate={one}
                base={base}
                mayChange={!readOnly && one.id !== me}
                words={words}
              />
            </div>
          </li>
        ))}
      </ul>
      {!readOnly && (
        <section class="section">
          <h2>{t("team.invite")}</h2>
          <form class="stack" method="post" action={`${base}/team`} novalidate>
            <ErrorSummary errors={form?.errors} words={words} />
            <Field
              name="name"
              label={t("team.name")}
              form={form}
              words={words}
              maxlength={120}
              autocomplete="off"
            />
            <Field
              name="email"
              label={t("team.email")}
              words={words}
              type="email"
              form={form}
              maxlength={254}
              autocomplete="off"
              hint={t("team.emailHint")}
            />
            <RadioGroup
              name="role"
              label={t("team.role")}
              words={words}
              form={form}
              value="member"
              options={[
                { value: "member", label: t("team.roleMember") },
                { value: "viewer", label: t("team.roleViewer") },
              ]}
            />
            <FormActions>
              <Button type="submit" kind="primary">{t("team.inviteButton")}</Button>
            </FormActions>
          </form>
        </section>
      )}
      {!readOnly && (
        <section class="section">
          <h2>{t("team.sponsorTitle")}</h2>
          <p>
            {words.pieces("team.sponsorSays", {
              link: <a href={`${base}/sponsors`}>{t("team.sponsorLink")}</a>,
            })}
          </p>
        </section>
      )}
    </>
  );
}

/** What they may do here, with the way to change it. */
function Standing(
  { mate, base, mayChange, words: { t } }: {
    mate: Teammate;
    base: string;
    mayChange: boolean;
    words: Words;
  },
) {
  if (!mate.role || mate.access === "ended" || mate.access === null) return null;
  const says = t(`standing.${mate.role}`);
  if (!mayChange) return <p class="muted">{says}</p>;
  const other = mate.role === "member" ? "viewer" : "member";
  return (
    <form class="form-actions" method="post" action={`${base}/team/${mate.id}/role`}>
      <span class="muted">{says}</span>
      <input type="hidden" name="role" value={other} />
      <Button type="submit" small>
        {t(`standing.${mate.role}Change`)}
        <span class="hidden">: {mate.name}</span>
      </Button>
    </form>
  );
}

function Access(
  { mate, timeZone, words }: { mate: Teammate; timeZone: string; words: Words },
) {
  const { t, pieces, locale } = words;
  if (mate.access === "in" && mate.seenAt) {
    const when = <RelativeTime at={mate.seenAt} timeZone={timeZone} locale={locale} />;
    return <StatusLabel kind="ok">{pieces("team.seen", { when })}</StatusLabel>;
  }
  if (mate.access === "invited") return <StatusLabel kind="info">{t("team.invited")}</StatusLabel>;
  return <StatusLabel kind="none">{t("team.noLogin")}</StatusLabel>;
}
