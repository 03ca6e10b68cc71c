import type { Door } from "../domain/portal/doors.ts";
import { Button } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";

export function PortalSettings(
  { name, email, readOnly }: { name?: string; email?: string; readOnly?: boolean },
) {
  return (
    <>
      <h1>Settings</h1>
      {name && (
        <dl class="facts">
          <div>
            <dt>You are</dt>
            <dd>{name}</dd>
          </div>
          <div>
            <dt>Address</dt>
            <dd>{email}</dd>
          </div>
        </dl>
      )}
      <section class="section">
        <h2>Signing in</h2>
        <p>
          You sign in by a link that we mail to your address. There is no password to remember or to
          lose.
        </p>
      </section>
      {!readOnly && (
        <section class="section">
          <h2>Signing out</h2>
          <div class="form-actions">
            <form method="post" action="/p/sign-out">
              <Button type="submit">Sign out here</Button>
            </form>
            <form method="post" action="/p/settings/sessions/revocation">
              <Button type="submit" kind="danger">Sign out everywhere</Button>
            </form>
          </div>
          <p class="muted">Everywhere means each browser and phone that uses your address.</p>
        </section>
      )}
    </>
  );
}

/** For an address that several accounts know. */
export function PortalChoice(
  { doors, current, problem }: { doors: Door[]; current: string; problem?: string },
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
                {door.accountName}
                {isMixed && `, with ${door.orgName}`}
                {door.contactId === current && " (you are here)"}
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </>
  );
}
