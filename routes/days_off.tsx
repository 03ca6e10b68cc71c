import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { addDaysOff, listDaysOff, removeDaysOff } from "../domain/people/days_off.ts";
import { findMember } from "../domain/people/members.ts";
import { daysOffForm } from "../domain/people/people_forms.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { DaysOffPage } from "../views/days_off.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

/** Whose days, and where they are kept. */
interface Place {
  memberId: string;
  at: string;
  back: { href: string; label: string };
}

/** Mounted at /profile/days-off: everybody keeps their own. */
export const ownDaysOff = new Hono<Env>()
  .get("/", (c) => showDays(c, ownPlace(c)))
  .post("/", (c) => add(c, ownPlace(c)))
  .post(`/:days{${UUID}}/removal`, (c) => remove(c, ownPlace(c), c.req.param("days")));

const OF = `/:id{${UUID}}/days-off` as const;

/** Mounted at /members: those of others, such as of somebody who is ill. */
export const memberDaysOff = new Hono<Env>()
  .get(OF, requires("members.change"), async (c) => showDays(c, await placeOf(c)))
  .post(OF, requires("members.change"), async (c) => add(c, await placeOf(c)))
  .post(
    `${OF}/:days{${UUID}}/removal`,
    requires("members.change"),
    async (c) => remove(c, await placeOf(c), c.req.param("days")),
  );

function ownPlace(c: Ctx): Place {
  const back = { href: "/profile", label: "Your profile" };
  return { memberId: signedInAs(c).member.id, at: "/profile/days-off", back };
}

async function placeOf(c: Ctx): Promise<Place> {
  const { id, name } = await findMember(c.var.tx, c.req.param("id")!);
  const at = `/members/${id}`;
  return { memberId: id, at: `${at}/days-off`, back: { href: at, label: name } };
}

async function add(c: Ctx, place: Place) {
  const form = await readForm(c, daysOffForm);
  if (!form.ok) return await showDays(c, place, form, 422);
  try {
    await addDaysOff(c.var.tx, place.memberId, form.value);
    return goAndSay(c, place.at, "The days are in the list.");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const refused = { typed: await typedAgain(c), errors: { first_on: error.message } };
    return await showDays(c, place, refused, 409);
  }
}

async function remove(c: Ctx, place: Place, id: string) {
  await removeDaysOff(c.var.tx, place.memberId, id);
  return goAndSay(c, place.at, "The days are removed.");
}

async function showDays(c: Ctx, place: Place, form?: FormState, status: 200 | 409 | 422 = 200) {
  const days = await listDaysOff(c.var.tx, place.memberId);
  return await showPage(
    c,
    {
      title: "Days off",
      header: {
        back: place.back,
        lead: "On these days no workflow gives an account to whoever is off.",
      },
      narrow: true,
      notice: takeNotice(c),
    },
    <DaysOffPage at={place.at} days={days} form={form} />,
    status,
  );
}
