import type { Words } from "../domain/messages/words/words.ts";
import { Button } from "./parts/buttons.tsx";
import { FormActions } from "./parts/forms.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface ShownPortalSession {
  id: string;
  browser?: string;
  system?: string;
  seenAt: Date;
  isThis: boolean;
}

/** Each browser that is signed in with this address, and the way to end it. */
export function PortalSessions(
  { sessions, timeZone, words }: {
    sessions: ShownPortalSession[];
    timeZone: string;
    words: Words;
  },
) {
  const { t } = words;
  return (
    <section class="section" id="sessions">
      <h2>{t("session.title")}</h2>
      <ul class="portal-people">
        {sessions.map((session) => (
          <li id={`session-${session.id}`}>
            <div>
              <p class="portal-phase">{browserIn(session, words)}</p>
              <p class="muted">
                {session.isThis
                  ? <StatusLabel kind="ok">{t("session.this")}</StatusLabel>
                  : <Seen at={session.seenAt} timeZone={timeZone} words={words} />}
              </p>
            </div>
            {!session.isThis && <End session={session} words={words} />}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <FormActions>
          <form method="post" action="/p/settings/other-sessions/revocation">
            <Button type="submit">{t("session.endOthers")}</Button>
          </form>
        </FormActions>
      )}
    </section>
  );
}

function Seen({ at, timeZone, words }: { at: Date; timeZone: string; words: Words }) {
  const when = <RelativeTime at={at} timeZone={timeZone} locale={words.locale} />;
  return <>{words.pieces("session.seen", { when })}</>;
}

function End({ session, words }: { session: ShownPortalSession; words: Words }) {
  const label = words.t("session.endNamed", { browser: browserIn(session, words) });
  return (
    <form method="post" action={`/p/settings/sessions/${session.id}/revocation`}>
      <Button type="submit" small aria-label={label}>{words.t("session.end")}</Button>
    </form>
  );
}

function browserIn({ browser, system }: ShownPortalSession, { t }: Words): string {
  const name = browser ?? t("session.unknown");
  return system ? t("session.onSystem", { browser: name, system }) : name;
}
