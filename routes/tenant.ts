import { createMiddleware } from "hono/factory";
import { inOrg } from "../domain/base/db.ts";
import { Forbidden } from "../domain/base/errors.ts";
import { type Ability, may, whoMay } from "../domain/people/roles.ts";
import { findSession, inSession, type Session, touchSession } from "../domain/people/sessions.ts";
import { isToken } from "../domain/base/tokens.ts";
import { readCookie, takeCookie } from "./cookies.ts";
import type { Ctx, Env } from "./env.ts";

export const SESSION_COOKIE = "thread";

/** Answers who is asking, for every route. Without a valid session the request goes on as a visitor's. */
export const sessions = createMiddleware<Env>(async (c, next) => {
  if (c.get("asked")) return await next();
  c.set("asked", true);
  const token = readCookie(c, SESSION_COOKIE);
  if (token) {
    const session = isToken(token) ? await findSession(c.get("house").db, token) : undefined;
    if (session) {
      c.set("session", session);
      if (session.isStale) await touchSession(c.get("house").db, session.id);
    } else takeCookie(c, SESSION_COOKIE);
  }
  await next();
});

/**
 * The same for the places of an organisation, whose transaction is opened in the same trip. Hono
 * answers a thrown error before this sees it, so the error is thrown again, only to roll back.
 */
export const entered = createMiddleware<Env>(async (c, next) => {
  const token = readCookie(c, SESSION_COOKIE);
  if (c.get("asked") || !token || !isToken(token)) return await next();
  c.set("asked", true);
  const { db } = c.get("house");
  try {
    await inSession(db, token, async (tx, session) => {
      c.set("session", session);
      if (!session?.member) return;
      c.set("tx", tx);
      await next();
      if (c.error) throw c.error;
    }, { attempts: 1, readOnly: isReading(c) });
  } catch (error) {
    if (error !== c.error) throw error; // The commit itself failed.
  }
  const session = c.get("session");
  if (!session) takeCookie(c, SESSION_COOKIE);
  if (!session?.member) await next();
  if (session?.isStale) await touchSession(db, session.id);
});

/** Sends a visitor to sign in, and a person without an organisation to set one up. */
export const signedIn = createMiddleware<Env>(async (c, next) => {
  const session = c.get("session");
  if (!session) return goTo(c, `/sign-in?next=${encodeURIComponent(wayBack(c))}`, 401);
  if (!session.member) return goTo(c, "/welcome", 403);
  await next();
});

/** Opens the request's one transaction, where `entered` has not. */
export const tenant = createMiddleware<Env>(async (c, next) => {
  if (c.get("tx")) return await next();
  const { db } = c.get("house");
  const { org, member } = c.get("session") as SignedIn;
  const actor = { kind: "member", id: member.id, cause: "request" } as const;
  try {
    await inOrg(db, org.id, actor, async (tx) => {
      c.set("tx", tx);
      await next();
      if (c.error) throw c.error;
    }, { attempts: 1, readOnly: isReading(c) });
  } catch (error) {
    if (error !== c.error) throw error; // The commit itself failed.
  }
});

function isReading(c: Ctx): boolean {
  return c.req.method === "GET" || c.req.method === "HEAD";
}

export function requires(ability: Ability) {
  return createMiddleware<Env>(async (c, next) => {
    const { member } = c.get("session") as SignedIn;
    if (!may(member.roles, ability)) {
      throw new Forbidden("Your role does not include this page", whoMay(ability));
    }
    await next();
  });
}

export type SignedIn = Session & Required<Pick<Session, "org" | "member">>;

export function signedInAs(c: Ctx): SignedIn {
  return c.get("session") as SignedIn;
}

/** htmx would swap a login page into a fragment; this makes the browser go there instead. */
export function goTo(c: Ctx, path: string, fragmentStatus: 200 | 401 | 403 = 200) {
  if (!isFragment(c)) return c.redirect(path, 303);
  c.header("HX-Redirect", path);
  return c.body(null, fragmentStatus);
}

/** A history restore asks for the whole page without `HX-Request`. */
export function isFragment(c: Ctx): boolean {
  return c.req.header("HX-Request") === "true" && c.req.header("HX-Request-Type") !== "full";
}

/** Where to go on after a detour: this page, or the page that a form or a fragment was on. */
export function wayBack(c: Ctx): string {
  if (c.req.method === "GET" && !isFragment(c)) {
    const { pathname, search } = new URL(c.req.url);
    return pathname + search;
  }
  return safePath(c.req.header("HX-Current-URL") ?? c.req.header("referer"), c.req.url);
}

/** Only a path on this site, whatever was written there. */
export function safePath(path: string | undefined, base: string): string {
  const origin = new URL(base).origin;
  const target = path ? URL.parse(path, origin) : null;
  if (!target || target.origin !== origin || !path!.match(/^(\/(?![/\\])|https?:\/\/)/)) return "/";
  return target.pathname.startsWith("//") ? "/" : target.pathname + target.search;
}
