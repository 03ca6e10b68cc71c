import type { Challenge, Purpose, Secrets } from "../domain/people/challenges.ts";
import { NotFound } from "../domain/base/errors.ts";
import { beginSignUp } from "../domain/people/sign_ups.ts";
import { askByMail } from "../domain/people/sign_ins.ts";
import { mailLanes, takeTurn } from "../domain/people/throttles.ts";
import {
  knownAddressLetter,
  type LinkAndCode,
  resetLetter,
  signInLetter,
  unknownAddressLetter,
  verifyLetter,
} from "../domain/messages/identity_letters.ts";
import type { Letter } from "../domain/messages/letters.ts";
import type { Ctx } from "./env.ts";
import { askingOf, giveAsked } from "./entrance.ts";
import { postLetter, publicLink } from "./letters.ts";

export const TOKEN = "[A-Za-z0-9_-]{43}";

export interface Wish {
  kind: "sign_up" | "sign_in" | "reset";
  email: string;
  next?: string;
}

/**
 * Posts the letter a person asked for and marks the browser that asked. Whoever has the address, one
 * proof is opened and one letter posted. Answers how many seconds to wait first; 0 means posted.
 */
export async function askForLetter(c: Ctx, wish: Wish): Promise<number> {
  const { db } = c.var.house;
  const wait = await takeTurn(db, await mailLanes(db, askingOf(c, wish.email)));
  if (wait > 0) return wait;
  const { secrets, letter, name } = await write(c, wish);
  await postLetter(c, { name, address: wish.email }, letter);
  giveAsked(c, secrets.browser);
  return 0;
}

/** The same again, for somebody whose letter was lost or came too late. */
export function askAgain(c: Ctx, { purpose, email, next }: Challenge): Promise<number> {
  const kind = KINDS[purpose];
  if (!kind) throw new NotFound();
  return askForLetter(c, { kind, email, next });
}

/** A customer's proof is no staff's, and has letters of its own. */
const KINDS: Record<Purpose, Wish["kind"] | undefined> = {
  portal: undefined,
  portal_step_up: undefined,
  verify: "sign_up",
  sign_in: "sign_in",
  reset: "reset",
  step_up: "sign_in",
};

async function write(
  c: Ctx,
  { kind, email, next = "/" }: Wish,
): Promise<{ secrets: Secrets; letter: Letter; name?: string }> {
  const { db } = c.var.house;
  if (kind === "sign_up") {
    const { secrets, isKnown } = await beginSignUp(db, email, next);
    return isKnown
      ? { secrets, letter: knownAddressLetter(linkAndCode(c, "/sign-in-links", secrets)) }
      : { secrets, letter: verifyLetter(linkAndCode(c, "/verification", secrets)) };
  }
  const { secrets, identity } = await askByMail(db, kind, email, next);
  if (!identity) {
    return { secrets, letter: unknownAddressLetter({ signUp: publicLink(c, "/sign-up") }) };
  }
  const letter = kind === "reset"
    ? resetLetter(linkAndCode(c, "/password-resets", secrets))
    : signInLetter(linkAndCode(c, "/sign-in-links", secrets));
  return { secrets, letter, name: identity.name };
}

function linkAndCode(c: Ctx, folder: string, { token, code }: Secrets): LinkAndCode {
  return { link: publicLink(c, `${folder}/${token}`), code };
}
