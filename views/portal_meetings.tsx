import type { Words } from "../domain/messages/words/words.ts";
import { isFinished } from "../domain/onboarding/action_states.ts";
import type { Journey, SeenAction } from "../domain/portal/journey.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { safeUrl } from "./parts/link.tsx";
import { StatusLabel } from "./parts/status.tsx";

/** Meetings of the plan that the customer may see, and the way to book time. */
export function PortalMeetings(
  { journey, base, words }: { journey: Journey; base: string; words: Words },
) {
  const meetings = journey.milestones.flatMap(({ name, actions }) =>
    actions.filter(({ type }) => type === "SCHEDULE_MEETING")
      .map((action) => ({ ...action, milestone: name }))
  );
  const open = meetings.filter(({ state }) => !isFinished(state));
  const past = meetings.filter(({ state }) => state === "completed");
  const { csm } = journey;
  const { t } = words;
  return (
    <div
      id="meetings"
      hx-get={`${base}/meetings`}
      hx-trigger="journey from:#live throttle:1s"
      hx-select="#meetings"
      hx-swap="outerMorph"
    >
      <h1>{words.t("place.meetings")}</h1>
      <p class="portal-lead">
        {t(open.length > 0 ? "meetings.some" : "meetings.noneNow")}{" "}
        {csm && t("meetings.contact", { name: csm.name })}
      </p>
      {open.length > 0 && (
        <ul class="portal-cards" aria-label={t("meetings.toCome")}>
          {open.map((meeting) => <MeetingCard {...{ meeting, journey, base, words }} />)}
        </ul>
      )}
      {csm && (
        <section class="portal-csm" aria-label={t("csm.contact")}>
          <div>
            <h2>{t("meetings.else")}</h2>
            <p class="muted">
              {t(csm.bookingUrl ? "meetings.bookWith" : "meetings.writeTo", { name: csm.name })}
            </p>
          </div>
          <div class="form-actions">
            {csm.bookingUrl
              ? <LinkButton href={csm.bookingUrl}>{words.t("csm.book")}</LinkButton>
              : <LinkButton href={`${base}/messages`}>{words.t("csm.write")}</LinkButton>}
          </div>
        </section>
      )}
      {past.length > 0 && (
        <details class="portal-done">
          <summary>{t("meetings.held", { count: past.length })}</summary>
          <ul>
            {past.map(({ label, finishedOn }) => (
              <li>
                {label} <span class="muted">{finishedOn && words.day(finishedOn)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Until its time has come there is nothing to book; then there is, where a link was given. */
function MeetingCard(
  { meeting, journey, base, words: { t } }: {
    meeting: SeenAction & { milestone: string };
    journey: Journey;
    base: string;
    words: Words;
  },
) {
  const { asked, label, state, milestone } = meeting;
  const isLater = state === "pending" || state === "waiting";
  const url = asked.booking_url || journey.csm?.bookingUrl;
  return (
    <li class="portal-card" id={`meeting-${meeting.id}`}>
      <div>
        <p class="portal-due">
          <StatusLabel kind={isLater ? "none" : "info"}>
            {t(isLater ? "step.later" : "meetings.toSchedule")}
          </StatusLabel>
        </p>
        <h2>{label}</h2>
        <p class="muted">
          {asked.minutes
            ? t("meetings.minutesPartOf", { minutes: asked.minutes, milestone })
            : t("meetings.partOf", { milestone })}
        </p>
        {asked.agenda && <p class="portal-says">{asked.agenda}</p>}
      </div>
      {!isLater && (url
        ? (
          <LinkButton href={url} kind="primary">
            {t("card.book")}
            <span class="hidden">: {label}</span>
          </LinkButton>
        )
        : <a href={safeUrl(`${base}/messages`)}>{t("meetings.agree")}</a>)}
    </li>
  );
}
