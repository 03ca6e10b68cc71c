import { Hono } from "hono";
import { readJourney } from "../domain/portal/journey.ts";
import { PortalMeetings } from "../views/portal_meetings.tsx";
import type { Env } from "./env.ts";
import { portalPage } from "./portal_page.tsx";
import { wordsOf } from "./portal_words.ts";

/** Mounted at /p. What there is to talk about, and where time for it is booked. */
export const portalMeetings = new Hono<Env>()
  .get("/meetings", async (c) => {
    const journey = await readJourney(c.var.accountTx);
    const words = wordsOf(c);
    const part = <PortalMeetings journey={journey} base="/p" words={words} />;
    return await portalPage(c, { title: words.t("place.meetings"), place: "/meetings" }, part);
  });
