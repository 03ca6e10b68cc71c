import { timeZones } from "../base/time_zones.ts";

const known = new Set(timeZones());

/** Where a region has several zones, the one most of its people live in. */
const MOST_PEOPLE: Record<string, string> = {
  AR: "America/Buenos_Aires",
  AU: "Australia/Sydney",
  BR: "America/Sao_Paulo",
  CA: "America/Toronto",
  CL: "America/Santiago",
  CN: "Asia/Shanghai",
  DE: "Europe/Berlin",
  EC: "America/Guayaquil",
  ES: "Europe/Madrid",
  GB: "Europe/London",
  ID: "Asia/Jakarta",
  KZ: "Asia/Almaty",
  MX: "America/Mexico_City",
  MY: "Asia/Kuala_Lumpur",
  NZ: "Pacific/Auckland",
  PT: "Europe/Lisbon",
  RU: "Europe/Moscow",
  US: "America/New_York",
};

/** A guess from the languages a browser asks for. The person sees it and can choose another. */
export function guessTimeZone(acceptLanguage: string | undefined): string {
  for (const tag of (acceptLanguage ?? "").split(",").slice(0, 8)) {
    const zone = zoneOfLanguage(tag.split(";")[0]!.trim());
    if (zone) return zone;
  }
  return "UTC";
}

/** Plain "en" is what browsers everywhere send, so it says nothing about a place. */
function zoneOfLanguage(tag: string): string | undefined {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) || tag === "en") return undefined;
  try {
    const { region } = new Intl.Locale(tag).maximize();
    const zone = region && (MOST_PEOPLE[region] ?? zonesOfRegion(region)[0]);
    return zone && known.has(zone) ? zone : undefined;
  } catch {
    return undefined;
  }
}

function zonesOfRegion(region: string): string[] {
  const locale = new Intl.Locale("und", { region }) as Intl.Locale & {
    getTimeZones?: () => string[];
  };
  return locale.getTimeZones?.() ?? [];
}
