/** Why HubSpot does not answer what it was asked. Every part of its word may be absent. */
export interface HubspotRefusal {
  status: number;
  /** Its own name for it, such as MISSING_SCOPES. */
  category: string;
  words: string;
  /** Which it would need. */
  scopes: string[];
  policy: string;
}

export function readRefusal(status: number, text: string): HubspotRefusal {
  const told = readObject(text);
  const said = [told.message, told.error_description].find((one) => typeof one === "string");
  return {
    status,
    category: [told.category, told.status, told.errorType, told.error]
      .find((one) => typeof one === "string" && one !== "error") as string | undefined ?? "",
    words: oneLine(said as string | undefined) || `It answered with status ${status}.`,
    scopes: scopesIn(told),
    policy: typeof told.policyName === "string" ? told.policyName : "",
  };
}

function readObject(text: string): Record<string, unknown> {
  try {
    const told = JSON.parse(text);
    return typeof told === "object" && told !== null ? told : {};
  } catch {
    return {};
  }
}

/** Named in the context of the refusal or of one of its errors, in the old or the new list. */
function scopesIn(told: Record<string, unknown>): string[] {
  const errors = Array.isArray(told.errors) ? told.errors : [];
  const contexts = [told, ...errors].map((one) => one?.context).filter(Boolean);
  const named = contexts.flatMap((one) => one.requiredGranularScopes ?? one.requiredScopes ?? []);
  return [...new Set(named.filter((one): one is string => typeof one === "string"))].slice(0, 20);
}

const oneLine = (text = "") => text.replaceAll(/\s+/g, " ").trim().slice(0, 300);
