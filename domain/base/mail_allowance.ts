import type { Environment } from "./settings.ts";

/** To whom mail may leave: addresses and whole domains. Absent: to everybody. */
export type MailAllowance = readonly string[] | undefined;

/**
 * MAIL_ALLOW, for a staging install. On Deno Deploy every timeline but production has addresses of
 * real people in a copy of the data, so without the setting none of its mail leaves.
 */
export function readMailAllowance(env: Environment): MailAllowance {
  if (env.MAIL_ALLOW === undefined) return isPreview(env) ? [] : undefined;
  return env.MAIL_ALLOW.split(",").map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
}

export function isMailAllowance(allowance: MailAllowance): boolean {
  return allowance?.every((entry) => ENTRY.test(entry)) ?? true;
}

/** A domain stands for its own addresses, not for those of domains below it. */
export function mayGetMail(allowance: MailAllowance, address: string): boolean {
  if (!allowance) return true;
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return allowance.includes(address) || allowance.includes(domain);
}

/** Deploy says `production`, `git-branch/<name>` or `preview/<revision>`. */
function isPreview({ DENO_TIMELINE: timeline }: Environment): boolean {
  return timeline !== undefined && timeline !== "production";
}

const ENTRY = /^(?:[^\s@]+@)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
