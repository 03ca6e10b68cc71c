import { z } from "zod";
import type { Environment } from "../base/schema.ts";
import { POLLS } from "./connection_words.ts";
import type { Service } from "./service.ts";

const name = z.string("Enter a name.").trim().min(1, "Enter a name, such as Salesforce.")
  .max(80, "Use at most 80 characters.");

/** Before somebody leaves for the service to agree. */
export function connectForm({ environments, ownHost }: Service) {
  const asked = z.strictObject({
    name,
    environment: z.enum(environments as [Environment, ...Environment[]], "Choose one of these."),
  });
  const host = z.string().trim().toLowerCase().max(253, "This is too long.").optional();
  const withHost = ownHost ? asked.extend({ host }) : asked;
  return withHost.transform(({ name, environment, ...rest }) => {
    const { host } = rest as { host?: string };
    return { name, environment, host: host || null };
  });
}

export const connectionForm = z.strictObject({
  version: z.coerce.number<string>().int(),
  name,
  poll_seconds: z.enum(POLLS.map(({ seconds }) => String(seconds)) as [string, ...string[]], {
    error: "Choose one of these.",
  }).transform(Number),
});
