import type { Words } from "../domain/messages/words/words.ts";
import type { Teammate } from "../domain/portal/teammates.ts";
import { Button } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface TeamProps {
  team: Teammate[];
  base: string;
  timeZone: string;
  words: Words;
  form?: FormState;
  readOnly?: boolean;
}

export function PortalTeam({ team, base, timeZone, form, readOnly, words }: TeamProps) {
  const { t } = words;
  return (
    <>
      <h1>{t("place.team")}</h1>
      <p class="portal-lead">{t("team.lead")}</p>
      <ul class="portal-people">
        {team.map((one) => (
          <li>
            <div>
              <p class="portal-phase">{one.name}</p>
              <p class="muted">{[one.jobTitle, one.email].filter(Boolean).join(", ")}</p>
            </div>
            <p>
              <Access mate={one} timeZone={timeZone} words={words} />
            </p>
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
            <FormActions>
              <Button type="submit" kind="primary">{t("team.inviteButton")}</Button>
            </FormActions>
          </form>
        </section>
      )}
    </>
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
