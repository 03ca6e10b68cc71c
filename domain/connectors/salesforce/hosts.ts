import { Refused } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import type { Environment } from "../../base/schema.ts";

const MY_DOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*\.my\.salesforce\.com$/;
const HINT = "It looks like acme.my.salesforce.com, or acme--dev.sandbox.my.salesforce.com for a " +
  "sandbox; Setup, My Domain shows it.";

/** Where people sign in, and where the tokens of this connection are renewed and ended. */
export function loginUrl(
  out: Outside,
  { environment, host }: { environment: Environment; host: string | null },
): string {
  if (host) return `https://${myDomain(host)}`;
  return environment === "production"
    ? out.secret("SALESFORCE_LOGIN_URL") ?? "https://login.salesforce.com"
    : out.secret("SALESFORCE_SANDBOX_LOGIN_URL") ?? "https://test.salesforce.com";
}

/** What somebody typed or copied from the address bar. Any other host would learn a sign-in. */
export function myDomain(typed: string): string {
  const host = typed.trim().toLowerCase().replace(/^https:\/\//, "").replace(/\/$/, "");
  if (host.length > 253 || !MY_DOMAIN.test(host)) {
    throw new Refused(`"${typed.trim().slice(0, 80)}" is not a My Domain address. ${HINT}`);
  }
  return host;
}
