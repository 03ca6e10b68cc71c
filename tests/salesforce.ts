import { createHash } from "node:crypto";
import { newToken } from "../domain/base/tokens.ts";
import { salesforce } from "../domain/connectors/salesforce/salesforce.ts";
import { plainLine } from "./fakes/plain_line.ts";
import { reachSalesforce, startSalesforce } from "./fakes/salesforce.ts";
import { closedOutside } from "./test_app.ts";

/** A line to an organisation of a fake Salesforce, whose sign-in is done. */
export async function lineToSalesforce(settings: Record<string, unknown> = {}) {
  const fake = startSalesforce();
  const out = { ...closedOutside(), ...reachSalesforce(fake) };
  const org = fake.addOrg({ name: "Acme Inc", host: "acme.my.salesforce.com" });
  const verifier = newToken();
  const ask = {
    environment: "production" as const,
    host: null,
    state: "state",
    challenge: createHash("sha256").update(verifier).digest("base64url"),
    redirectUri: "https://thread.test/connectors/callback",
  };
  const back = await fake.visit(salesforce.door.address(out, ask));
  const code = back.searchParams.get("code")!;
  const grant = await salesforce.door.enter(out, { ...ask, code, verifier });
  const line = plainLine(salesforce, out, grant, { settings });
  fake.asked.length = 0;
  return { fake, org, line, [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose]() };
}
