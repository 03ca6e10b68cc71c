import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { NotFound } from "../domain/base/errors.ts";
import { browserOf } from "../domain/people/browsers.ts";
import { doorsOf } from "../domain/portal/doors.ts";
import { readZone } from "../domain/portal/journey.ts";
import {
  endOnePortalSession,
  endOtherPortalSessions,
  listPortalSessions,
} from "../domain/portal/portal_session_list.ts";
import {
  changeDoor,
  endEveryPortalSession,
  endPortalSession,
  isOpenTo,
} from "../domain/portal/portal_sessions.ts";
import {
  changeProfile,
  chooseLanguage,
  chooseMail,
  readMailChoice,
  readProfile,
} from "../domain/portal/own_settings.ts";
import {
  type OwnSettings,
  PortalChoice,
  PortalSettings,
  type RefusedSettings,
} from "../views/portal_settings.tsx";
import { visitorOf } from "./entrance.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { goAndSay } from "./notices.ts";
import {
  contactOf,
  customer,
  doorsHere,
  givePortal,
  inPortal,
  leavePortal,
} from "./portal_door.ts";
import { choiceForm, languageForm, mailForm, profileForm, readPortalForm } from "./portal_forms.ts";
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

/** Asked before the account's transaction, which cannot see them. */
const sessionsKnown = createMiddleware<Env>(async (c, next) => {
  c.set("portalSessions", await listPortalSessions(c.var.house.db, contactOf(c)));
  await next();
});

const own = [inPortal, sessionsKnown, customer] as const;

/** Mounted at /p. What is the contact's own. */
export const portalSettings = new Hono<Env>()
  .get("/settings", ...own, (c) => settingsPage(c))
  .post("/settings/profile", ...own, async (c) => {
    const words = wordsOf(c);
    const profile = await readPortalForm(c, words, profileForm);
    if (!profile.ok) return await settingsPage(c, { profile });
    await changeProfile(c.var.accountTx, contactOf(c), profile.value);
    return goAndSay(c, "/p/settings", words.t("settings.saved"));
  })
  .post("/settings/language", ...own, async (c) => {
    const speech = await readPortalForm(c, wordsOf(c), languageForm);
    if (!speech.ok) return await settingsPage(c, { speech });
    const session = contactOf(c);
    const { language } = speech.value;
    await chooseLanguage(c.var.accountTx, session, language);
    c.set("portal", { ...session, language });
    return goAndSay(c, "/p/settings", wordsOf(c).t("settings.saved"));
  })
  .post("/settings/mail", ...own, async (c) => {
    const words = wordsOf(c);
    const mail = await readPortalForm(c, words, mailForm);
    if (!mail.ok) return await settingsPage(c, { mail });
    await chooseMail(c.var.accountTx, contactOf(c), mail.value.mail);
    return goAndSay(c, "/p/settings", words.t("settings.mailSaved"));
  })
  .post("/settings/other-sessions/revocation", inPortal, async (c) => {
    await endOtherPortalSessions(c.var.house.db, contactOf(c));
    return goAndSay(c, "/p/settings", wordsOf(c).t("session.othersEnded"));
  })
  .post(`/settings/sessions/:id{${UUID}}/revocation`, inPortal, async (c) => {
    const session = contactOf(c);
    const id = c.req.param("id");
    if (!await endOnePortalSession(c.var.house.db, session, id)) throw new NotFound();
    return id === session.id
      ? leave(c)
      : goAndSay(c, "/p/settings", wordsOf(c).t("session.isEnded"));
  });

async function settingsPage(c: Ctx, refused?: RefusedSettings) {
  const words = wordsOf(c);
  const part = <PortalSettings words={words} own={await ownSettings(c)} {...refused} />;
  const title = words.t("place.settings");
  return await portalPage(c, { title, place: "/settings" }, part, refused ? 422 : 200);
}

async function ownSettings(c: Ctx): Promise<OwnSettings> {
  const { id, contactId, email, language, hasPassword } = contactOf(c);
  const { accountTx: tx, portalSessions } = c.var;
  const [profile, mail, timeZone] = await Promise.all([
    readProfile(tx, contactId),
    readMailChoice(tx, contactId),
    readZone(tx),
  ]);
  const sessions = portalSessions.map(({ userAgent, ...session }) => ({
    ...session,
    ...browserOf(userAgent),
    isThis: session.id === id,
  })).sort((a, b) => Number(b.isThis) - Number(a.isThis));
  return { ...profile, mail, email, language, hasPassword, timeZone, sessions };
}

async function choicePage(c: Ctx, problem?: string) {
  const { orgId, contactId, email } = contactOf(c);
  const words = wordsOf(c);
  const doors = doorsHere(c, await doorsOf(c.var.house.db, email))
    .filter((door) => isOpenTo(contactOf(c), door));
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
