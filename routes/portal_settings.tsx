import { Hono } from "hono";
import { doorsOf } from "../domain/portal/doors.ts";
import {
  changeDoor,
  endEveryPortalSession,
  endPortalSession,
} from "../domain/portal/portal_sessions.ts";
import { PortalChoice, PortalSettings } from "../views/portal_settings.tsx";
import { visitorOf } from "./entrance.ts";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { contactOf, doorsHere, givePortal, inPortal, leavePortal } from "./portal_door.ts";
import { choiceForm } from "./portal_forms.ts";
import { portalFront, portalPage } from "./portal_page.tsx";
import { goTo } from "./tenant.ts";

/** Mounted at /p, before the account's transaction: these look beyond one account, or at none. */
export const portalExits = new Hono<Env>()
  .post("/sign-out", async (c) => {
    if (c.var.portal) await endPortalSession(c.var.house.db, c.var.portal.id);
    return leave(c);
  })
  .post("/settings/sessions/revocation", inPortal, async (c) => {
    await endEveryPortalSession(c.var.house.db, contactOf(c).email);
    return leave(c);
  })
  .get("/choice", inPortal, (c) => choicePage(c))
  .post("/choice", inPortal, async (c) => {
    const form = await readForm(c, choiceForm);
    if (!form.ok) return await choicePage(c, Object.values(form.errors)[0]);
    const { db } = c.var.house;
    const doors = doorsHere(c, await doorsOf(db, contactOf(c).email));
    const door = doors.find(({ contactId }) => contactId === form.value.contact);
    const token = door && await changeDoor(db, contactOf(c), door.contactId, visitorOf(c));
    if (!token) return await choicePage(c, "This account is not open to you.");
    givePortal(c, token, door.orgId);
    return goTo(c, "/p");
  });

export const portalSettings = new Hono<Env>()
  .get("/settings", async (c) => {
    const { name, email } = contactOf(c);
    const part = <PortalSettings name={name} email={email} />;
    return await portalPage(c, { title: "Settings", place: "/settings" }, part);
  });

async function choicePage(c: Ctx, problem?: string) {
  const { orgId, contactId, email } = contactOf(c);
  const doors = doorsHere(c, await doorsOf(c.var.house.db, email));
  const part = <PortalChoice doors={doors} current={contactId} problem={problem} />;
  const title = "Where do you want to go?";
  return await portalFront(c, orgId, { title }, part, problem ? 422 : 200);
}

/** The browser also drops what it kept, so that Back shows nothing on a shared computer. */
function leave(c: Ctx) {
  leavePortal(c);
  c.header("clear-site-data", '"cache", "storage"');
  return goTo(c, "/p/sign-in");
}
