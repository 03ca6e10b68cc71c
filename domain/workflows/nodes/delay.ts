import { z } from "zod";
import { addDays, addWorkingDays, dayIn, formatDay, zonedTime } from "../../base/calendar.ts";
import type { OrgDb } from "../../base/db.ts";
import { calendarsOf } from "../../onboarding/account_calendars.ts";
import { optionalDay, optionalNumber } from "../config_fields.ts";
import type { NodeKind, RunFacts, Until } from "../node.ts";

interface Config {
  how: "hours" | "working_days" | "until";
  hours?: number;
  days?: number;
  day?: string;
}

/** When people are at work again, where the customer is. */
const MORNING = "09:00";

export const delay: NodeKind<Config> = {
  kind: "delay",
  label: "Delay",
  group: "logic",
  about: "Waits for hours, for working days, or until a day.",
  config: z.object({
    how: z.enum(["hours", "working_days", "until"], { error: "Choose how long." }),
    hours: optionalNumber({ least: 0, most: 8760 }),
    days: optionalNumber({ least: 0, most: 365 }),
    day: optionalDay(),
  }).superRefine(({ how, hours, days, day }, issues) => {
    const needed = { hours: [hours, "hours"], working_days: [days, "days"], until: [day, "day"] };
    const [value, path] = needed[how] as [unknown, string];
    const message = how === "until" ? "Enter the day." : "Enter how many.";
    if (value === undefined) issues.addIssue({ code: "custom", path: [path], message });
  }) as z.ZodType<Config>,
  empty: { how: "working_days", days: 2 },
  fields: ({ how }) => [
    {
      name: "how",
      label: "Wait",
      input: "choice",
      options: [
        { value: "hours", label: "For hours" },
        { value: "working_days", label: "For working days" },
        { value: "until", label: "Until a day" },
      ],
      required: true,
    },
    {
      name: "hours",
      label: "Hours",
      input: "hours",
      variables: true,
      shownWhen: { name: "how", is: "hours" },
      required: how === "hours",
    },
    {
      name: "days",
      label: "Working days",
      hint: "Until nine in the morning of that day, where the customer is.",
      input: "number",
      variables: true,
      shownWhen: { name: "how", is: "working_days" },
      required: how === "working_days",
    },
    {
      name: "day",
      label: "Day",
      hint:
        "Until nine in the morning, where the customer is. A day that has passed waits no more.",
      input: "date",
      variables: true,
      shownWhen: { name: "how", is: "until" },
      required: how === "until",
    },
  ],
  summary: ({ how, hours, days, day }) => {
    if (how === "hours") return hours === 1 ? "1 hour" : `${hours ?? "?"} hours`;
    if (how === "working_days") return days === 1 ? "1 working day" : `${days ?? "?"} working days`;
    return `Until ${day && /^\d/.test(day) ? formatDay(day, "en", "medium") : "a day"}`;
  },
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [],
  run: async ({ tx, run, config }) => ({ wait: { timer: await untilOf(tx, run, config) } }),
  wake: () => ({ follow: "next" }),
};

async function untilOf(
  tx: OrgDb,
  { accountId }: RunFacts,
  { how, hours = 0, days = 0, day }: Config,
): Promise<Until> {
  if (how === "hours") return { hours };
  const { now, of } = await calendarsOf(tx, accountId ? [accountId] : []);
  const calendar = of(accountId ?? "");
  if (how === "until") return { at: zonedTime(day!, MORNING, calendar.zone) };
  const today = dayIn(calendar.zone, now);
  const on = days === 0
    ? addWorkingDays(addDays(today, -1), 1, calendar)
    : addWorkingDays(today, days, calendar);
  return { at: zonedTime(on, MORNING, calendar.zone) };
}
