import type { Words } from "../domain/messages/words/words.ts";
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

const PERIODS = [
  { value: "7", label: "For a week" },
  { value: "30", label: "For 30 days" },
  { value: "90", label: "For 90 days" },
];

/** Pages without a login, for people who want to know how it goes. */
export function SponsorLinks(props: SponsorLinksProps) {
  const { links, at, made, mayChange, form, words } = props;
  return (
    <>
      <p class="lead">
        Such a page shows how far the plan is and what comes next, with first names only. Whoever
        has its address can read it without a login, so give it to nobody else. It can be closed any
        time.
      </p>
      {made && (
        <Banner kind="ok" title="The page is there. Copy its address now: it is shown this once.">
          <Copied text={made} what="address" />
        </Banner>
      )}
      {links.length > 0
        ? (
          <ul class="sponsor-links">
            {links.map((link) => <OneLink link={link} {...props} />)}
          </ul>
        )
        : <p class="muted">There is no such page yet.</p>}
      {mayChange && (
        <form class="stack form" method="post" action={at} novalidate>
          <ErrorSummary errors={form?.errors} words={words} />
          <Field
            name="label"
            label="Who is it for?"
            form={form}
            words={words}
            maxlength={120}
            autocomplete="off"
            hint="So that you know later which page to close. It is not shown on the page."
          />
          <Select
            name="days"
            label="How long can it be read?"
            form={form}
            words={words}
            value="30"
            options={PERIODS}
          />
          <FormActions>
            <Button type="submit" kind="primary">Make the page</Button>
          </FormActions>
        </form>
      )}
    </>
  );
}

const STATES: Record<SponsorLink["state"], { kind: StatusKind; words: string }> = {
  open: { kind: "ok", words: "Open" },
  expired: { kind: "none", words: "Expired" },
  ended: { kind: "none", words: "Closed" },
};

function OneLink(
  { link, visits, timeZone, at, mayChange }: SponsorLinksProps & { link: SponsorLink },
) {
  const { id, label, by, createdAt, expiresAt, state } = link;
  const looks = visits?.filter(({ linkId }) => linkId === id);
  return (
    <li>
      <div>
        <p>
          <strong>{label}</strong>{" "}
          <StatusLabel kind={STATES[state].kind}>{STATES[state].words}</StatusLabel>
        </p>
        <p class="muted">
          Made {by && `by ${by} `}
          <RelativeTime at={createdAt} timeZone={timeZone} />, to be read until{" "}
          <RelativeTime at={expiresAt} timeZone={timeZone} />
        </p>
        {looks && <Looks looks={looks} timeZone={timeZone} />}
      </div>
      {mayChange && state === "open" && (
        <form method="post" action={`${at}/${id}/end`}>
          <Button type="submit" small aria-label={`Close the page for ${label}`}>
            Close it
          </Button>
        </form>
      )}
    </li>
  );
}

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
