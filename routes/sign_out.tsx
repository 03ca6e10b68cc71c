import { Hono } from "hono";
import { recordForPerson } from "../domain/people/identity_events.ts";
import { endSession } from "../domain/people/sessions.ts";
import { takeCookie } from "./cookies.ts";
import type { Env } from "./env.ts";
import { goTo, SESSION_COOKIE } from "./tenant.ts";

/** The browser also drops what it kept of Thread, so that Back shows nothing on a shared computer. */
export const signOut = new Hono<Env>().post("/sign-out", async (c) => {
  const { session, house } = c.var;
  if (session) {
    await endSession(house.db, session.id);
    await recordForPerson(house.db, session.identityId, "identity.signed_out");
  }
  takeCookie(c, SESSION_COOKIE);
  c.header("clear-site-data", '"cache", "storage"');
  return goTo(c, "/sign-in");
});
