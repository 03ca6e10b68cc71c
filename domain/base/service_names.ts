import type { ServiceKey } from "./schema.ts";

/** As they write themselves. */
export const SERVICE_NAMES: Record<ServiceKey, string> = {
  salesforce: "Salesforce",
  hubspot: "HubSpot",
  notion: "Notion",
};

/** What a record is called there. */
export const RECORD_NAMES: Record<ServiceKey, string> = {
  salesforce: "opportunity",
  hubspot: "deal",
  notion: "row",
};
