import { textOfHtml } from "../../messages/html_text.ts";
import type { OutsideValue } from "../service.ts";
import { typeOf } from "./fields.ts";
import type { HubspotProperty } from "./wire.ts";

/** What a value cannot be read without. */
export interface Readings {
  /** Of their account: what is a moment there is a day for its people. */
  timeZone: string;
  /** Of pipelines and stages, by their ids. */
  labels: Map<string, string>;
  /** E-mail address or name, by the owner's number. */
  owners: Map<string, string>;
}

/** HubSpot says everything in strings. One that is not what its type says stays as it is. */
export function valueOf(
  property: HubspotProperty,
  raw: string | null | undefined,
  readings: Readings,
): OutsideValue {
  if (raw === null || raw === undefined || raw.trim() === "") return null;
  switch (typeOf(property)) {
    case "number":
    case "money":
      return Number.isFinite(Number(raw)) ? Number(raw) : raw;
    case "yes_no":
      return /^(true|false)$/i.test(raw) ? raw.toLowerCase() === "true" : raw;
    case "date":
      return dayOf(property, raw, readings.timeZone);
    case "moment":
      return momentOf(raw)?.toISOString() ?? raw;
    case "choice":
      return readings.labels.get(raw) ?? optionOf(property, raw);
    case "choices":
      return raw.split(";").filter(Boolean).map((one) => optionOf(property, one));
    case "person":
      return readings.owners.get(raw) ?? raw;
    case "long_text":
      return property.fieldType === "html" ? textOfHtml(raw) || null : raw;
    default:
      return raw.trim();
  }
}

function optionOf({ options }: HubspotProperty, value: string): string {
  return options.find((one) => one.value === value)?.label || value;
}

/**
 * A day set by an import or over the API is kept as midnight of UTC, one set in HubSpot's pages as a
 * moment of that day where their people are.
 */
function dayOf({ type }: HubspotProperty, raw: string, timeZone: string): string {
  const moment = momentOf(raw);
  if (!moment) return raw;
  const plain = moment.toISOString();
  if (type === "date" || plain.endsWith("T00:00:00.000Z")) return plain.slice(0, 10);
  return dayIn(moment, timeZone);
}

function dayIn(moment: Date, timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(moment);
  } catch {
    return moment.toISOString().slice(0, 10); // A zone by a name that nobody else knows.
  }
}

/** In ISO's form, or in milliseconds as older data has it. */
export function momentOf(raw: string | null | undefined): Date | undefined {
  if (!raw) return undefined;
  const moment = new Date(/^-?\d{6,}$/.test(raw) ? Number(raw) : raw);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
