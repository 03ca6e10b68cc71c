import { type Words, wordsIn } from "../domain/messages/words/words.ts";
import type { SponsorLink, Visit } from "../domain/portal/sponsors.ts";
import { Button } from "./parts/buttons.tsx";
import { Copied } from "./parts/copied.tsx";
import { Field, type FormState, Select } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface SponsorLinksProps {
  links: SponsorLink[];
  /** Who has looked; left out for the customer, who is not told. */
  visits?: Visit[];
  timeZone: string;
  /** Where these pages are made and ended. */
  at: string;
  /** The address that was just made. It is shown this once. */
  made?: string;
  mayChange: boolean;
  form?: FormState;
  words?: Words;
}

const PERIODS = [7, 30, 90];

/** Pages without a login, for people who want to know how it goes. */
export function SponsorLinks(props: SponsorLinksProps) {
  const { links, at, made, mayChange, form, words = wordsIn("en") } = props;
  const { t } = words;
  return (
    <>
      <p class="lead">{t("sponsors.lead")}</p>
      {made && (
        <Banner kind="ok" title={t("sponsors.made")}>
          <Copied
            text={made}
            what="address"
            label={t("sponsors.copy")}
            aloud={t("sponsors.copyAddress")}
          />
        </Banner>
      )}
      {links.length > 0
        ? (
          <ul class="sponsor-links">
            {links.map((link) => <OneLink link={link} {...props} />)}
          </ul>
        )
        : <p class="muted">{t("sponsors.none")}</p>}
      {mayChange && (
        <form class="stack form" method="post" action={at} novalidate>
          <ErrorSummary errors={form?.errors} words={words} />
          <Field
            name="label"
            label={t("sponsors.who")}
            form={form}
            words={words}
            maxlength={120}
            autocomplete="off"
            hint={t("sponsors.whoHint")}
          />
          <Select
            name="days"
            label={t("sponsors.howLong")}
            form={form}
            words={words}
            value="30"
            options={PERIODS.map((days) => ({
              value: String(days),
              label: days === 7 ? t("sponsors.week") : t("sponsors.days", { days }),
            }))}
          />
          <FormActions>
            <Button type="submit" kind="primary">{t("sponsors.make")}</Button>
          </FormActions>
        </form>
      )}
    </>
  );
}

const KINDS: Record<SponsorLink["state"], StatusKind> = {
  open: "ok",
  expired: "none",
  ended: "none",
};

function OneLink(
  { link, visits, timeZone, at, mayChange, words = wordsIn("en") }: SponsorLinksProps & {
    link: SponsorLink;
  },
) {
  const { t } = words;
  const { id, label, state } = link;
  const looks = visits?.filter(({ linkId }) => linkId === id);
  return (
    <li>
      <div>
        <p>
          <strong>{label}</strong>{" "}
          <StatusLabel kind={KINDS[state]}>{t(`sponsors.${state}`)}</StatusLabel>
        </p>
        <p class="muted">{madeInWords(link, timeZone, words)}</p>
        {looks && <Looks looks={looks} timeZone={timeZone} />}
      </div>
      {mayChange && state === "open" && (
        <form method="post" action={`${at}/${id}/end`}>
          <Button type="submit" small aria-label={t("sponsors.closeNamed", { label })}>
            {t("sponsors.close")}
          </Button>
        </form>
      )}
    </li>
  );
}

function madeInWords(
  { by, createdAt, expiresAt }: SponsorLink,
  timeZone: string,
  { pieces, locale }: Words,
) {
  const when = <RelativeTime at={createdAt} timeZone={timeZone} locale={locale} />;
  const until = <RelativeTime at={expiresAt} timeZone={timeZone} locale={locale} />;
  return by
    ? pieces("sponsors.madeBy", { name: by, when, until })
    : pieces("sponsors.madeUntil", { when, until });
}

/** For the staff, whose language is English. */
function Looks({ looks, timeZone }: { looks: Visit[]; timeZone: string }) {
  if (looks.length === 0) return <p class="muted">Nobody has looked at it yet.</p>;
  return (
    <details>
      <summary>Looked at {looks.length === 1 ? "once" : `${looks.length} times`}</summary>
      <ul>
        {looks.map(({ at, browser }) => (
          <li>
            <RelativeTime at={at} timeZone={timeZone} />, {browser}
          </li>
        ))}
      </ul>
    </details>
  );
}
