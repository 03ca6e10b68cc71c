import type { ServiceKey } from "./schema.ts";

/** As they write themselves. */
export const SERVICE_NAMES: Record<ServiceKey, string> = {
  salesforce: "Salesforce",
  hubspot: "HubSpot",
  notion: "Notion",
  slack: "Slack",
};

/** What a record is called there, where there are any. */
export const RECORD_NAMES: Partial<Record<ServiceKey, string>> = {
  salesforce: "opportunity",
  hubspot: "deal",
  notion: "row",
};
