import { z } from "zod";
import type { Environment } from "../base/schema.ts";
import type { Service } from "./service.ts";

const name = z.string("Enter a name.").trim().min(1, "Enter a name, such as Salesforce.")
  .max(80, "Use at most 80 characters.");

/** Before somebody leaves for the service to agree. */
export function connectForm({ environments, ownHost }: Service) {
  return z.strictObject({
    name,
    environment: z.enum(environments as [Environment, ...Environment[]], "Choose one of these."),
    host: ownHost ? z.string().trim().max(253, "This is too long.").optional() : z.undefined(),
  }).transform(({ host, ...asked }) => ({ ...asked, host: host ? host.toLowerCase() : null }));
}

/** How often the service is looked at for what no call told of. */
export const POLLS = [
  { seconds: 60, label: "Every minute" },
  { seconds: 300, label: "Every 5 minutes" },
  { seconds: 900, label: "Every 15 minutes" },
  { seconds: 3600, label: "Every hour" },
];

export const connectionForm = z.strictObject({
  version: z.coerce.number<string>().int(),
  name,
  poll_seconds: z.enum(POLLS.map(({ seconds }) => String(seconds)) as [string, ...string[]], {
    error: "Choose one of these.",
  }).transform(Number),
});

export const ENVIRONMENTS: Record<Environment, { label: string; hint: string }> = {
  production: { label: "Production", hint: "Real records: runs make real accounts." },
  sandbox: {
    label: "Sandbox",
    hint: "A copy to try with: its runs are marked, and make test accounts only.",
  },
  development: { label: "Development", hint: "As a sandbox, with a name of its own." },
};
