import type { ServiceKey } from "../base/schema.ts";
import { NotFound } from "../base/errors.ts";
import { hubspot } from "./hubspot/hubspot.ts";
import { notion } from "./notion/notion.ts";
import { salesforce } from "./salesforce/salesforce.ts";
import type { MessageService } from "./messenger.ts";
import type { RecordService, Service } from "./service.ts";
import { slack } from "./slack/slack.ts";

/** In the order of the catalogue. Another service is a folder of its own, and a line here. */
export const SERVICES: Service[] = [salesforce, hubspot, notion, slack];

export function findService(key: string): Service | undefined {
  return SERVICES.find((one) => one.key === key);
}

export function serviceOf(key: ServiceKey): Service {
  const service = findService(key);
  if (!service) throw new NotFound();
  return service;
}

/** For what only records have: mappings, starts of workflows. */
export function recordServiceOf(key: ServiceKey): RecordService {
  const service = serviceOf(key);
  if (!hasRecords(service)) throw new NotFound();
  return service;
}

/** For what only channels have: alerts, posts. */
export function messageServiceOf(key: ServiceKey): MessageService {
  const service = serviceOf(key);
  if (!hasMessages(service)) throw new NotFound();
  return service;
}

export const hasRecords = (service: Service): service is RecordService =>
  service.records !== undefined;

export const hasMessages = (service: Service): service is MessageService =>
  service.messages !== undefined;

export const isServiceKey = (text: string): text is ServiceKey => findService(text) !== undefined;
