import { Hono } from "hono";
import { doorsOf } from "../domain/portal/doors.ts";
import {
  changeDoor,
  endEveryPortalSession,
  endPortalSession,
} from "../domain/portal/portal_sessions.ts";
import { chooseLanguage } from "../domain/portal/own_settings.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { PortalChoice, PortalSettings } from "../views/portal_settings.tsx";
import { visitorOf } from "./entrance.ts";
import type { Ctx, Env } from "./env.ts";
import { goAndSay } from "./notices.ts";
import { contactOf, doorsHere, givePortal, inPortal, leavePortal } from "./portal_door.ts";
import { choiceForm, languageForm, readPortalForm } from "./portal_forms.ts";
import { portalFront, portalPage } from "./portal_page.tsx";
import { wordsOf } from "./portal_words.ts";
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
    const form = await readPortalForm(c, wordsOf(c), choiceForm);
    if (!form.ok) return await choicePage(c, Object.values(form.errors)[0]);
    const { db } = c.var.house;
    const doors = doorsHere(c, await doorsOf(db, contactOf(c).email));
    const door = doors.find(({ contactId }) => contactId === form.value.contact);
    const token = door && await changeDoor(db, contactOf(c), door.contactId, visitorOf(c));
    if (!token) return await choicePage(c, wordsOf(c).t("choice.notOpen"));
    givePortal(c, token, door.orgId);
    return goTo(c, "/p");
  });

export const portalSettings = new Hono<Env>()
  .get("/settings", (c) => settingsPage(c))
  .post("/settings/language", async (c) => {
    const form = await readPortalForm(c, wordsOf(c), languageForm);
    if (!form.ok) return await settingsPage(c, form);
    const session = contactOf(c);
    await chooseLanguage(c.var.accountTx, session, form.value.language);
    c.set("portal", { ...session, language: form.value.language });
    return goAndSay(c, "/p/settings", wordsOf(c).t("settings.saved"));
  });

async function settingsPage(c: Ctx, form?: FormState) {
  const { name, email, language } = contactOf(c);
  const words = wordsOf(c);
  const part = <PortalSettings {...{ name, email, language, form, words }} />;
  const title = words.t("place.settings");
  return await portalPage(c, { title, place: "/settings" }, part, form ? 422 : 200);
}

async function choicePage(c: Ctx, problem?: string) {
  const { orgId, contactId, email } = contactOf(c);
  const words = wordsOf(c);
  const doors = doorsHere(c, await doorsOf(c.var.house.db, email));
  const part = <PortalChoice doors={doors} current={contactId} problem={problem} words={words} />;
  const title = words.t("choice.title");
  return await portalFront(c, orgId, { title, words }, part, problem ? 422 : 200);
}

/** The browser also drops what it kept, so that Back shows nothing on a shared computer. */
function leave(c: Ctx) {
  leavePortal(c);
  c.header("clear-site-data", '"cache", "storage"');
  return goTo(c, "/p/sign-in");
}
