import { z } from "zod";
import type { StandardKey } from "../service.ts";
import { STANDARD } from "../targets.ts";
import { FIRST_REQUIRED, SOUGHT } from "./standard_data.ts";

const REAL_TIME = "real_time";

/** How soon a row is noticed. A look at the database is the net below calls, however it is heard. */
export const PACES = [
  { value: REAL_TIME, seconds: 300, label: "Real time (recommended)" },
  { value: "60", seconds: 60, label: "Every minute" },
  { value: "300", seconds: 300, label: "Every 5 minutes" },
  { value: "900", seconds: 900, label: "Every 15 minutes" },
  { value: "3600", seconds: 3600, label: "Every hour" },
];

export interface Requirable {
  /** What the account calls it. */
  target: string;
  label: string;
  /** The kind of column that fits. */
  wanted: string;
}

/** The account's name is always required: without one there is none. */
export const REQUIRABLE: Requirable[] = SOUGHT.flatMap(({ key, label, wanted }) => {
  const target = targetOf(key);
  return target ? [{ target, label, wanted }] : [];
});

function targetOf(key: StandardKey): string {
  return key === "company_name" ? "name" : STANDARD[key]?.target ?? "";
}

export const FIRST_REQUIRED_TARGETS = FIRST_REQUIRED.map(targetOf).filter((one) => one !== "");

const targets = REQUIRABLE.map(({ target }) => target) as [string, ...string[]];
const required = z.enum(targets, "Choose from the values that are shown.");

export const watchForm = z.strictObject({
  version: z.string({ error: "Open this page again." })
    .regex(/^[1-9]\d{0,8}$/, "Open this page again.").transform(Number),
  place: z.string("Choose a database.").min(1, "Choose the database that is watched.").max(100),
  pace: z.enum(PACES.map(({ value }) => value) as [string, ...string[]], {
    error: "Choose one of these.",
  }),
  status: z.string().max(200).default(""),
  made: z.string().max(200).default(""),
  required: z.union([z.array(required).max(50), required.transform((one) => [one])]).default([]),
});

export type WatchWish = Omit<z.infer<typeof watchForm>, "version">;
