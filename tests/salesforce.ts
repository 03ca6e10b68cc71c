import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { newToken } from "../domain/base/tokens.ts";
import { salesforce } from "../domain/connectors/salesforce/salesforce.ts";
import type { Client } from "./client.ts";
import { plainLine } from "./fakes/plain_line.ts";
import { type FakeSalesforce, reachSalesforce, startSalesforce } from "./fakes/salesforce.ts";
import type { SentCall } from "./fakes/salesforce_messages.ts";
import type { FakeOrg } from "./fakes/salesforce_org.ts";
import { closedOutside, type TestApp, testApp } from "./test_app.ts";

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

/** Thread with a Salesforce of its own to reach, in which one organisation is signed in. */
export async function withSalesforce(
  work: (thread: TestApp, fake: FakeSalesforce, org: FakeOrg) => Promise<void>,
): Promise<void> {
  await using fake = startSalesforce();
  const org = fake.addOrg({ name: "Acme Inc", host: "acme.my.salesforce.com" });
  await using thread = await testApp({}, reachSalesforce(fake));
  await work(thread, fake, org);
  assert.deepEqual(thread.reported.map((error) => error.stack), []);
}

/** As an admin connects it: through the pages, and through Salesforce's own page of agreeing. */
export async function connectSalesforce(
  thread: TestApp,
  fake: FakeSalesforce,
  { name = "Salesforce", environment = "production", host = "" } = {},
): Promise<string> {
  const form = { name, environment, ...(host && { host }) };
  const left = await thread.as("alice").post("/connectors/salesforce/connect", form);
  return await agreeAtSalesforce(thread, fake, await left.text());
}

/** Follows the link that leaves, decides there, comes back, and lets Thread read what is there. */
export async function agreeAtSalesforce(
  thread: TestApp,
  fake: FakeSalesforce,
  page: string,
): Promise<string> {
  const away = /href="(https:[^"]+salesforce\.com\/services[^"]+)"/.exec(page)?.[1];
  assert.ok(away, `no link leads to Salesforce: ${page.slice(-1500)}`);
  const back = await fake.visit(away.replaceAll("&amp;", "&"));
  const returned = await thread.as("alice").get(back.pathname + back.search);
  const location = returned.headers.get("location") ?? "";
  assert.match(location, /^\/connectors\/[0-9a-f-]{36}$/, await returned.text());
  await thread.workOff();
  return location.split("/").at(-1)!;
}

/** The address that Salesforce is told, as the admin finds it on the connection's page. */
export async function addressOf(thread: TestApp, connection: string): Promise<URL> {
  const alice = thread.as("alice");
  const shown = async () =>
    /http:\/\/thread\.test\/hooks\/salesforce\/[\w-]{43}/
      .exec(await alice.page(`/connectors/${connection}`))?.[0];
  if (!await shown()) await alice.post(`/connectors/${connection}/address`);
  return new URL((await shown())!);
}

/** Posts what Salesforce sends, and does what follows. */
export async function tell(
  thread: TestApp,
  address: URL,
  { body, headers }: SentCall,
): Promise<Response> {
  const answer = await thread.app.request(address.pathname, { method: "POST", body, headers });
  await thread.workOff();
  return answer;
}

/** What somebody reads on a page of Thread, without what stands on every page. */
export async function wordsOn(client: Client, path: string): Promise<string> {
  const page = await client.page(path);
  const main = /<main[^>]*>(.*)<\/main>/s.exec(page)?.[1] ?? page;
  return main.replaceAll(/<(script|style)\b.*?<\/\1>/gs, " ").replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ").trim();
}
