import type { ServiceKey } from "../base/schema.ts";
import { NotFound } from "../base/errors.ts";
import { hubspot } from "./hubspot/hubspot.ts";
import { notion } from "./notion/notion.ts";
import { salesforce } from "./salesforce/salesforce.ts";
import type { Service } from "./service.ts";

/** In the order of the catalogue. Another service is a folder of its own, and a line here. */
export const SERVICES: Service[] = [salesforce, hubspot, notion];

export function findService(key: string): Service | undefined {
  return SERVICES.find((one) => one.key === key);
}

export function serviceOf(key: ServiceKey): Service {
  const service = findService(key);
  if (!service) throw new NotFound();
  return service;
}

export const isServiceKey = (text: string): text is ServiceKey => findService(text) !== undefined;
