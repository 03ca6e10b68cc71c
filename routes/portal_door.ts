import { createMiddleware } from "hono/factory";
import { inAccount } from "../domain/base/db.ts";
import { orgOfPath } from "../domain/base/portal_links.ts";
import { isToken } from "../domain/base/tokens.ts";
import type { Door } from "../domain/portal/doors.ts";
import {
  findPortalSession,
  type PortalSession,
  touchPortalSession,
} from "../domain/portal/portal_sessions.ts";
import { giveCookie, readCookie, takeCookie } from "./cookies.ts";
import type { Ctx, Env } from "./env.ts";
import { refuseOutOfScope } from "./portal_scope.ts";
import { goTo, wayBack } from "./tenant.ts";

const DAY = 24 * 60 * 60;
/** A cookie of its own: a member's opens nothing here, and this one opens nothing of theirs. */
const PORTAL_COOKIE = "portal";
/** Who asked for a letter: only this browser may use the link in it without the code. */
const ASKED_COOKIE = "portal-asked";
/** Whose portal was last open here, so that the page to sign in looks like it. */
const ORG_COOKIE = "portal-org";

/** Answers which contact is asking. Without a valid session the request goes on as a visitor's. */
export const portalSessions = createMiddleware<Env>(async (c, next) => {
  const token = readCookie(c, PORTAL_COOKIE);
  if (token) {
    const session = isToken(token) ? await findPortalSession(c.var.house.db, token) : undefined;
    // Under an organisation's own name nobody is in another's portal, whatever cookie they show.
    if (session && (c.var.host?.orgId ?? session.orgId) === session.orgId) {
      c.set("portal", session);
      if (session.isStale) await touchPortalSession(c.var.house.db, session);
    } else takeCookie(c, PORTAL_COOKIE);
  }
  await next();
});

export const inPortal = createMiddleware<Env>(async (c, next) => {
  if (c.var.portal) return await next();
  return goTo(c, `/p/sign-in?next=${encodeURIComponent(portalPathOf(wayBack(c)))}`, 401);
});

/** The one transaction of a customer's request: their account, and what the portal may touch. */
export const customer = createMiddleware<Env>(async (c, next) => {
  const { orgId, accountId, contactId } = contactOf(c);
  const readOnly = c.req.method === "GET" || c.req.method === "HEAD";
  try {
    await inAccount(c.var.house.db, orgId, accountId, contactId, async (tx) => {
      c.set("accountTx", tx);
      await refuseOutOfScope(c, tx);
      await next();
      if (c.error) throw c.error;
    }, { attempts: 1, readOnly });
  } catch (error) {
    if (error !== c.error) throw error; // The commit itself failed.
  }
});

/** The same for what a request does beside a transaction of another kind. */
export async function inOwnAccount<T>(
  c: Ctx,
  work: () => Promise<T>,
  readOnly = false,
): Promise<T> {
  const { orgId, accountId, contactId } = contactOf(c);
  return await inAccount(c.var.house.db, orgId, accountId, contactId, async (tx) => {
    c.set("accountTx", tx);
    await refuseOutOfScope(c, tx);
    return await work();
  }, { attempts: 1, readOnly });
}

export function contactOf(c: Ctx): PortalSession {
  return c.var.portal!;
}

/** Under an organisation's own name there are only its accounts. */
export function doorsHere(c: Ctx, doors: Door[]): Door[] {
  const { host } = c.var;
  return host ? doors.filter(({ orgId }) => orgId === host.orgId) : doors;
}

export function givePortal(c: Ctx, token: string, orgId: string) {
  giveCookie(c, PORTAL_COOKIE, token, 30 * DAY);
  giveCookie(c, ORG_COOKIE, orgId, 365 * DAY);
  takeCookie(c, ASKED_COOKIE);
}

export function leavePortal(c: Ctx) {
  takeCookie(c, PORTAL_COOKIE);
}

export function givePortalAsked(c: Ctx, browser: string) {
  giveCookie(c, ASKED_COOKIE, browser, 60 * 60);
}

export function portalAskedOf(c: Ctx): string | undefined {
  return readCookie(c, ASKED_COOKIE);
}

/** Whose portal a page is of: the one of this name, or of what the address names. */
export function orgMeant(c: Ctx, path: string): string | undefined {
  return c.var.host?.orgId ?? orgOfPath(path);
}

export function lastOrgOf(c: Ctx): string | undefined {
  if (c.var.host) return c.var.host.orgId;
  const org = readCookie(c, ORG_COOKIE);
  return org && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(org) ? org : undefined;
}

/** A page of the portal, and no page of the staff, whatever was asked for. */
export function portalPathOf(path: string): string {
  return /^\/p(\/|\?|$)/.test(path) ? path : "/p";
}
