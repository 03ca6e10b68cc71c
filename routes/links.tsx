import { type Challenge, findChallenge } from "../domain/people/challenges.ts";
import { recordForPerson } from "../domain/people/identity_events.ts";
import { enterByMail } from "../domain/people/sign_ins.ts";
import { DeadLink, OpenedLink, UnknownLink } from "../views/mail_proofs.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { askedOf, enter, visitorOf } from "./entrance.ts";
import type { Ctx } from "./env.ts";
import { readForm } from "./forms.ts";
import { showFront } from "./page.tsx";
import { continueForm } from "./sign_in_forms.ts";
import { goTo, safePath } from "./tenant.ts";

/** The page behind a letter's link. It may be opened by robots any number of times. */
export async function openLink(c: Ctx) {
  const challenge = await entranceOf(c);
  if (!challenge) return showUnknown(c);
  if (isDead(challenge)) return goOnOrShowDead(c, challenge);
  return showLink(c, challenge);
}

/** The button of that page, or a robot that presses it from elsewhere and has no code. */
export async function enterByLink(c: Ctx) {
  const challenge = await entranceOf(c);
  if (!challenge) return showUnknown(c);
  if (isDead(challenge)) return goOnOrShowDead(c, challenge);
  const parsed = await readForm(c, continueForm);
  if (!parsed.ok) return showLink(c, challenge, { typed: {}, errors: parsed.errors });
  const { code } = parsed.value;
  if (!challenge.isOwnBrowser && code === undefined) return showLink(c, challenge);
  const proof = { token: c.req.param("token"), browser: askedOf(c), code };
  return await enterWith(c, challenge, proof) ?? await refuseCode(c);
}

/** Signs in by a spent proof, and sends a new person to say who they are. */
export async function enterWith(
  c: Ctx,
  challenge: Challenge,
  proof: { token?: string; browser?: string; code?: string },
) {
  const { db } = c.var.house;
  const entered = await enterByMail(db, challenge, proof, visitorOf(c));
  if (!entered) return undefined;
  if (entered.isNew) await recordForPerson(db, entered.identityId, "identity.signed_up");
  const next = entered.isNew
    ? `/sign-up/profile?next=${encodeURIComponent(safePath(challenge.next, c.req.url))}`
    : challenge.next;
  return await enter(c, entered, "mail", next);
}

export async function challengeOf(c: Ctx): Promise<Challenge | undefined> {
  return await findChallenge(c.var.house.db, { token: c.req.param("token"), browser: askedOf(c) });
}

/** Wrong codes spend a letter only for other browsers: who asked can still use its link. */
export function isDead({ state, isOwnBrowser }: Challenge): boolean {
  return state === "used" || state === "old" || state === "guessed" && !isOwnBrowser;
}

export function showDead(c: Ctx, challenge: Challenge) {
  return showFront(
    c,
    { title: TITLES[challenge.state], lead: REASONS[challenge.state] },
    <DeadLink token={c.req.param("token")!} masked={maskedAddress(challenge.email)} />,
    410,
  );
}

export function showUnknown(c: Ctx) {
  return showFront(
    c,
    {
      title: "This link is not complete",
      lead: "Copy the whole link from the letter, or ask for a new one.",
    },
    <UnknownLink />,
    404,
  );
}

export const WRONG_CODE = "This is not the code of the latest letter.";
export const TOO_MANY_CODES =
  "Too many wrong codes were entered, so this letter's code no longer works. Ask for a new one.";

const ENTRANCES: Challenge["purpose"][] = ["verify", "sign_in"];

const TITLES: Record<Challenge["state"], string> = {
  open: "",
  used: "This link has been used",
  old: "This link no longer works",
  guessed: "This link no longer works",
};

const REASONS: Record<Challenge["state"], string> = {
  open: "",
  used: "Each letter lets you in once. We can send you a new one.",
  old: "It is more than 10 minutes old, or a newer letter was sent.",
  guessed: TOO_MANY_CODES,
};

/** "a…@acme.com" reminds its owner, and tells others little. */
function maskedAddress(email: string): string {
  return email.replace(/^(.)[^@]*/, "$1…");
}

async function entranceOf(c: Ctx): Promise<Challenge | undefined> {
  const challenge = await challengeOf(c);
  return challenge && ENTRANCES.includes(challenge.purpose) ? challenge : undefined;
}

/** A second click on the button finds the person in already. */
function goOnOrShowDead(c: Ctx, challenge: Challenge) {
  const isIn = challenge.state === "used" && c.var.session?.email === challenge.email;
  return isIn ? goTo(c, safePath(challenge.next, c.req.url)) : showDead(c, challenge);
}

async function refuseCode(c: Ctx) {
  const challenge = await challengeOf(c);
  if (!challenge || isDead(challenge)) return challenge ? showDead(c, challenge) : showUnknown(c);
  return showLink(c, challenge, { typed: {}, errors: { code: WRONG_CODE } });
}

function showLink(c: Ctx, challenge: Challenge, form?: FormState) {
  const isNew = challenge.purpose === "verify";
  return showFront(
    c,
    { title: isNew ? "Confirm your address" : "Sign in to Thread" },
    <OpenedLink
      action={c.req.path}
      email={challenge.email}
      isNew={isNew}
      needsCode={!challenge.isOwnBrowser}
      form={form}
    />,
    form ? 422 : 200,
  );
}
