import { Hono } from "hono";
import { addWorkingDays, dayIn, isDay } from "../domain/base/calendar.ts";
import { NotFound, Refused } from "../domain/base/errors.ts";
import { timeZones } from "../domain/base/time_zones.ts";
import {
  addHoliday,
  type Holiday,
  listHolidays,
  removeHoliday,
} from "../domain/people/holidays.ts";
import { changeOrg, findOrg, type Org } from "../domain/people/orgs.ts";
import { holidayForm, orgForm } from "../domain/people/people_forms.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { type Example, HolidaySettings, OrgSettings, PlanSettings } from "../views/settings.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

export const settings = new Hono<Env>()
  .use(requires("org.change"))
  .get("/", (c) => orgPage(c))
  .post("/", async (c) => {
    const form = await readForm(c, orgForm);
    if (!form.ok) return await orgPage(c, form, 422);
    const { version, ...change } = form.value;
    try {
      await changeOrg(c.var.tx, version, change);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const typed = {
        ...change,
        support_email: change.support_email ?? "",
        working_days: change.working_days.map(String),
      };
      return await orgPage(c, { typed, errors: { form: error.message } }, 409);
    }
    return goAndSay(c, "/settings", "The settings are saved.");
  })
  .get("/holidays", (c) => holidayPage(c))
  .post("/holidays", async (c) => {
    const form = await readForm(c, holidayForm);
    if (!form.ok) return await holidayPage(c, { form, status: 422 });
    const holiday = form.value;
    try {
      await addHoliday(c.var.tx, signedInAs(c).org.id, holiday);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: { ...holiday }, errors: { day: error.message } };
      return await holidayPage(c, { form: refused, status: 409 });
    }
    return goAndSay(c, "/settings/holidays", `${holiday.name || holiday.day} is in the list.`);
  })
  .post("/holidays/:day/removal", async (c) => {
    const { day } = c.req.param();
    if (!isDay(day)) throw new NotFound();
    const { name } = await removeHoliday(c.var.tx, signedInAs(c).org.id, day);
    return goAndSay(c, "/settings/holidays", `${name || day} is removed.`);
  })
  .get("/plan", async (c) => {
    const org = await findOrg(c.var.tx);
    return await showPage(c, { title: "Settings", header: {} }, <PlanSettings org={org} />);
  });

async function orgPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const { tx } = c.var;
  const org = await findOrg(tx);
  const example = workingDayExample(c, org, await listHolidays(tx));
  return await showPage(
    c,
    { title: "Settings", header: {}, notice: takeNotice(c) },
    <OrgSettings org={org} form={form} timeZones={timeZones()} example={example} />,
    status,
  );
}

async function holidayPage(
  c: Ctx,
  { form, status = 200 }: { form?: FormState; status?: 200 | 409 | 422 } = {},
) {
  const { tx } = c.var;
  const org = await findOrg(tx);
  const holidays = await listHolidays(tx);
  return await showPage(
    c,
    { title: "Settings", header: {}, notice: takeNotice(c) },
    <HolidaySettings
      holidays={holidays}
      form={form}
      example={workingDayExample(c, org, holidays)}
    />,
    status,
  );
}

/** Not a decision about what is due, so the process's clock may say what today is. */
function workingDayExample(c: Ctx, org: Org, holidays: Holiday[]): Example {
  const today = dayIn(org.time_zone, c.var.house.outside.now());
  const week = {
    workingDays: org.working_days,
    holidays: new Set(holidays.map((holiday) => holiday.day)),
  };
  return { today, day: addWorkingDays(today, 3, week), timeZone: org.time_zone };
}
