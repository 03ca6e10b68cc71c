import { z } from "zod";
import type { MailFrequency } from "../base/schema.ts";
import { timeZones } from "../base/time_zones.ts";
import type { PreferenceChange } from "./notification_preferences.ts";
import { FREQUENCIES, type NotificationTopic, TOPICS } from "./notification_topics.ts";

const zones = new Set(timeZones());
const ways = FREQUENCIES.map(({ value }) => value) as [MailFrequency, ...MailFrequency[]];

/** The field of a topic, so that none can be named like another field. */
export const fieldOfTopic = (topic: NotificationTopic) => `mail_${topic}` as const;

const frequency = z.enum(ways, { error: "Choose how mail about this comes." });
const frequencies = Object.fromEntries(
  TOPICS.map(({ topic }) => [fieldOfTopic(topic), frequency]),
) as Record<ReturnType<typeof fieldOfTopic>, typeof frequency>;

const time = z.string({ error: "Write a time like 08:00." })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time like 08:00.");

const optionalTime = z.union([z.literal("").transform(() => null), time], {
  error: "Write a time like 22:00, or leave it empty.",
});

const days = z.union([z.string().transform((one) => [one]), z.array(z.string()).max(7)], {
  error: "Choose at least one day.",
})
  .refine((chosen) => chosen.length > 0, "Choose at least one day.")
  .refine((chosen) => chosen.every((day) => /^[1-7]$/.test(day)), "Choose from the days shown.")
  .transform((chosen) => [...new Set(chosen.map(Number))].sort());

const zone = z.string({ error: "Choose a time zone." })
  .refine((name) => name === "" || zones.has(name), "Choose a time zone from the list.")
  .transform((name) => name || null);

export const preferencesForm = z.strictObject({
  version: z.string({ error: "Open this page again." })
    .regex(/^\d{1,9}$/, "Open this page again.").transform(Number),
  ...frequencies,
  summary_at: time,
  weekly_on: z.string({ error: "Choose a day." }).regex(/^[1-7]$/, "Choose a day.")
    .transform(Number),
  time_zone: zone,
  working_days: days,
  quiet_from: optionalTime,
  quiet_until: optionalTime,
  rest_days: z.literal("on").optional(),
}).refine(({ quiet_from, quiet_until }) => (quiet_from === null) === (quiet_until === null), {
  path: ["quiet_until"],
  error: "Write when the quiet hours begin and when they end, or leave both empty.",
}).refine(({ quiet_from, quiet_until }) => quiet_from === null || quiet_from !== quiet_until, {
  path: ["quiet_until"],
  error: "The quiet hours must end at another time than they begin.",
});

export type TypedPreferences = z.infer<typeof preferencesForm>;

export function preferencesTyped(typed: TypedPreferences): PreferenceChange {
  return {
    frequencies: Object.fromEntries(
      TOPICS.map(({ topic }) => [topic, typed[fieldOfTopic(topic)]]),
    ),
    timeZone: typed.time_zone,
    workingDays: typed.working_days,
    quietFrom: typed.quiet_from,
    quietUntil: typed.quiet_until,
    restDays: typed.rest_days === "on",
    summaryAt: typed.summary_at,
    weeklyOn: typed.weekly_on,
  };
}

const known = z.string().refine((topic) => TOPICS.some((one) => one.topic === topic), {
  error: "Choose from the topics shown.",
});

/** Which of them are read now: all, those about one thing, or those of one account. */
export const readingsForm = z.strictObject({
  topic: z.union([z.literal("").transform(() => undefined), known]).optional(),
  account: z.uuid("Open this page again.").optional(),
});

/** `go` is sent by the line itself, which leads to what happened. */
export const readingForm = z.strictObject({ go: z.literal("on").optional() });
