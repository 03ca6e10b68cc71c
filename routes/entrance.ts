import { endSession, type SignInMethod, type Visitor } from "../domain/people/sessions.ts";
import { isToken, newToken } from "../domain/base/tokens.ts";
import { recordForPerson } from "../domain/people/identity_events.ts";
import { rememberDevice } from "../domain/people/known_devices.ts";
import type { Asking } from "../domain/people/throttles.ts";
import { giveCookie, readCookie, takeCookie } from "./cookies.ts";
import type { Ctx } from "./env.ts";
import { goTo, safePath, SESSION_COOKIE } from "./tenant.ts";

const DAY = 24 * 60 * 60;
/** Who asked for a letter: only this browser may use the link in it without the code. */
const ASKED_COOKIE = "asked";
const DEVICE_COOKIE = "device";

/** Lets a person in: their cookies, their record, and the end of whoever was signed in here. */
export async function enter(
  c: Ctx,
  { token, identityId }: { token: string; identityId: string },
  method: SignInMethod,
  next: string,
) {
  const { db } = c.var.house;
  const former = c.var.session;
  giveSession(c, token);
  takeCookie(c, ASKED_COOKIE);
  const device = deviceOf(c) ?? newToken();
  giveCookie(c, DEVICE_COOKIE, device, 180 * DAY);
  await rememberDevice(db, identityId, device);
  await recordForPerson(db, identityId, "identity.signed_in", { method });
  if (former) await endSession(db, former.id);
  return goTo(c, safePath(next, c.req.url));
}

export function giveSession(c: Ctx, token: string) {
  giveCookie(c, SESSION_COOKIE, token, 30 * DAY);
}

export function giveAsked(c: Ctx, browser: string) {
  giveCookie(c, ASKED_COOKIE, browser, 60 * 60);
}

export function askedOf(c: Ctx): string | undefined {
  return readCookie(c, ASKED_COOKIE);
}

export function visitorOf(c: Ctx): Visitor {
  return { userAgent: c.req.header("user-agent") ?? "", ip: addressOf(c) };
}

export function askingOf(c: Ctx, email: string): Asking {
  return { email, ip: addressOf(c), device: deviceOf(c) };
}

/** A header is believed only where the settings name it, and there only what our own proxy added. */
function addressOf(c: Ctx): string {
  const { trustedProxyHeader } = c.var.house.settings;
  const told = trustedProxyHeader && c.req.header(trustedProxyHeader)?.split(",").at(-1)?.trim();
  if (told) return told.slice(0, 64);
  const connection = c.env as Partial<Deno.ServeHandlerInfo<Deno.NetAddr>> | undefined;
  return connection?.remoteAddr?.hostname ?? "";
}

function deviceOf(c: Ctx): string | undefined {
  const device = readCookie(c, DEVICE_COOKIE);
  return device && isToken(device) ? device : undefined;
}
