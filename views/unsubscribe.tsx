import type { Stoppable } from "../domain/messages/stopping.ts";
import type { Words } from "../domain/messages/words/words.ts";
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

export function StoppedPage({ org, email, what }: Stoppable) {
  return (
    <>
      <p>
        {org} does not mail <strong>{email}</strong> about this:
      </p>
      <ul>{what.map((one) => <li>{one}</li>)}</ul>
      <p>You can change that whenever you like. You still see all of it once you have signed in.</p>
      <LinkButton href="/profile/notifications" wide>Choose what comes by mail</LinkButton>
    </>
  );
}

interface ContactStop {
  org: string;
  email: string;
  words: Words;
}

/** The same for a customer's contact, whose mail is stopped as a whole. */
export function ContactStopPage({ org, email, words: { t }, at }: ContactStop & { at: string }) {
  return (
    <>
      <p>{t("stop.says", { org, email })}</p>
      <form method="post" action={at}>
        <Button type="submit" kind="primary" wide>{t("stop.button")}</Button>
      </form>
    </>
  );
}

export function ContactStoppedPage({ org, email, words: { t } }: ContactStop) {
  return (
    <>
      <p>{t("stop.done", { org, email })}</p>
      <LinkButton href="/p/settings" wide>{t("stop.settings")}</LinkButton>
    </>
  );
}
