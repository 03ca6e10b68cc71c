/** A calendar day without a time zone, "YYYY-MM-DD", as `date` columns hold it. */
export type Day = string;

const HOUR = 3_600_000;

export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== null && !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

export function timeZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
}

/** Which day it is in a zone at an instant. */
export function dayIn(zone: string, instant: Date): Day {
  return localText(zone, instant.getTime()).slice(0, 10);
}

/** The clock on the wall, "HH:MM". */
export function timeIn(zone: string, instant: Date): string {
  return localText(zone, instant.getTime()).slice(11, 16);
}

/**
 * The instant at which a zone's clocks show a day and a time. A time that clocks skip becomes the
 * moment they skip to, so that later times never come first; of a doubled time it is the first.
 */
export function zonedTime(day: Day, time: string, zone: string): Date {
  const local = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(local)) throw new RangeError(`Cannot read the time "${day} ${time}"`);
  const before = offsetAt(zone, local - 15 * HOUR);
  const after = offsetAt(zone, local + 15 * HOUR);
  const fits = [local - before, local - after].filter((at) => at + offsetAt(zone, at) === local);
  if (fits.length > 0) return new Date(Math.min(...fits));
  return new Date(firstAfterSkip(zone, local - after, local - before, before));
}

/** Milliseconds that a zone's clocks are ahead of UTC. */
export function offsetAt(zone: string, at: number): number {
  const whole = Math.floor(at / 1000) * 1000;
  return Date.parse(`${localText(zone, whole)}Z`) - whole;
}

function firstAfterSkip(zone: string, from: number, to: number, offsetBefore: number): number {
  let early = from;
  let late = to;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offsetAt(zone, middle) === offsetBefore) early = middle;
    else late = middle;
  }
  return late;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function localText(zone: string, at: number): string {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-US-u-ca-iso8601-nu-latn", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    clocks.set(zone, clock);
  }
  const parts: Record<string, string> = {};
  for (const { type, value } of clock.formatToParts(at)) parts[type] = value;
  const { year = "", month, day, hour, minute, second } = parts;
  return `${year.padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}`;
}
