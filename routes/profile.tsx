import { Hono } from "hono";
import { inOrg, type OrgDb } from "../domain/base/db.ts";
import { passwordChangedLetter } from "../domain/messages/identity_letters.ts";
import { changePreferences } from "../domain/people/identities.ts";
import { recordForPerson } from "../domain/people/identity_events.ts";
import { changePassword } from "../domain/people/password_changes.ts";
import { PASSWORD_MIN, passwordProblem } from "../domain/people/password_rules.ts";
import { changeBookingUrl, findBookingUrl, renamePerson } from "../domain/people/profiles.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { PasswordForm, ProfileForm } from "../views/profile.tsx";
import { giveSession } from "./entrance.ts";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { postLetter } from "./letters.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { bookingForm, newPasswordForm, profileForm, themeForm } from "./sign_in_forms.ts";
import { personOf, requiresFresh, requiresPerson } from "./step_up.tsx";
import { goTo, safePath, signedIn, signedInAs } from "./tenant.ts";

export const profile = new Hono<Env>()
  .use("/profile", signedIn)
  .get("/profile", (c) => showProfile(c))
  .post("/profile", async (c) => {
    const { db } = c.var.house;
    const session = personOf(c);
    const parsed = await readForm(c, profileForm);
    if (!parsed.ok) return showProfile(c, parsed);
    const { name, theme, hotkeys } = parsed.value;
    await renamePerson(db, session, name);
    await changePreferences(db, session.identityId, { theme, hotkeys: hotkeys === "on" });
    return goAndSay(c, "/profile", "Your profile is saved");
  })
  .post("/profile/booking", signedIn, async (c) => {
    const parsed = await readForm(c, bookingForm);
    if (!parsed.ok) return showProfile(c, undefined, parsed);
    const url = parsed.value.booking_url || null;
    await inOwnOrg(c, (tx) => changeBookingUrl(tx, signedInAs(c).member.id, url));
    return goAndSay(
      c,
      "/profile",
      url ? "Customers can book you now" : "Customers cannot book you",
    );
  })
  .post("/theme", requiresPerson, async (c) => {
    const parsed = await readForm(c, themeForm);
    if (!parsed.ok) return c.text("There is no such appearance.", 422);
    const { theme, back } = parsed.value;
    await changePreferences(c.var.house.db, personOf(c).identityId, { theme });
    return goTo(c, safePath(back, c.req.url));
  })
  .use("/profile/password", signedIn, requiresFresh)
  .get("/profile/password", (c) => showPassword(c))
  .post("/profile/password", async (c) => {
    const { db, settings } = c.var.house;
    const session = signedInAs(c);
    const parsed = await readForm(c, newPasswordForm);
    if (!parsed.ok) return showPassword(c, { typed: {}, errors: parsed.errors });
    const { password } = parsed.value;
    const problem = passwordProblem(password, [session.name, session.email, session.org.name]);
    if (problem) return showPassword(c, { typed: {}, errors: { password: problem } });
    const { token, ended } = await changePassword(db, session, password);
    giveSession(c, token);
    await recordForPerson(db, session.identityId, "identity.password_changed", { ended });
    const letter = passwordChangedLetter({ support: settings.supportEmail });
    const to = { name: session.name, address: session.email };
    await postLetter(c, to, letter, { kind: "notice" });
    return goAndSay(c, "/profile", "Your new password is set. Other browsers are signed out");
  });

/** The profile is a person's, and belongs to no organisation; this of it does. */
function inOwnOrg<T>(c: Ctx, work: (tx: OrgDb) => Promise<T>): Promise<T> {
  const { org, member } = signedInAs(c);
  const actor = { kind: "member", id: member.id, cause: "request" } as const;
  return inOrg(c.var.house.db, org.id, actor, work);
}

async function showProfile(c: Ctx, form?: FormState, booking?: FormState) {
  const notice = takeNotice(c);
  const session = personOf(c);
  const bookingUrl = await inOwnOrg(c, (tx) => findBookingUrl(tx, signedInAs(c).member.id));
  return await showPage(
    c,
    {
      title: "Your profile",
      header: { lead: session.email },
      narrow: true,
      notice,
    },
    <ProfileForm session={session} form={form} booking={booking} bookingUrl={bookingUrl} />,
    form || booking ? 422 : 200,
  );
}

function showPassword(c: Ctx, form?: FormState) {
  const { email, hasPassword } = personOf(c);
  return showPage(
    c,
    {
      title: hasPassword ? "Change your password" : "Set a password",
      header: {
        back: { href: "/profile", label: "Your profile" },
        lead: "Every other browser in which you are signed in will be signed out.",
      },
      narrow: true,
    },
    <PasswordForm email={email} passwordMin={PASSWORD_MIN} form={form} />,
    form ? 422 : 200,
  );
}
