import type { Stoppable } from "../domain/messages/stopping.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";

/** Opened from a mail. Only the button stops anything. */
export function StopPage({ org, email, what, at }: Stoppable & { at: string }) {
  return (
    <>
      <p>
        {org} would not mail <strong>{email}</strong> about this any more:
      </p>
      <ul>{what.map((one) => <li>{one}</li>)}</ul>
      <form method="post" action={at}>
        <Button type="submit" kind="primary" wide>Stop this mail</Button>
      </form>
    </>
  );
}

export function StoppedPage({ org, email, what, settings }: Stoppable & { settings: string }) {
  return (
    <>
      <p>
        {org} does not mail <strong>{email}</strong> about this:
      </p>
      <ul>{what.map((one) => <li>{one}</li>)}</ul>
      <p>You can change that whenever you like. You still see all of it once you have signed in.</p>
      <LinkButton href={settings} wide>Choose what comes by mail</LinkButton>
    </>
  );
}
