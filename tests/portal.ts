import assert from "node:assert/strict";
import type { Client } from "./client.ts";
import { letterTo } from "./letters.ts";
import type { TestApp } from "./test_app.ts";

/** Of a contact, by their address. */
export async function contactIdOf(thread: TestApp, accountId: string, email: string) {
  const [row] = await thread.rows<{ id: string }>(
    "select id from contacts where account_id = $1 and email = $2 and removed_at is null",
    [accountId, email],
  );
  assert.ok(row, `${email} is no contact`);
  return row.id;
}

/** A CSM invites them from the account's Contacts tab. Answers the path of the letter's link. */
export async function invite(thread: TestApp, accountId: string, email: string): Promise<string> {
  const id = await contactIdOf(thread, accountId, email);
  const at = `/accounts/${accountId}/contacts/${id}/portal-invitations`;
  const res = await thread.as("bob").post(at);
  assert.equal(res.status, 303, await res.clone().text());
  return (await letterTo(thread, email)).path;
}

/** Asks for a sign-in link for this address, and presses Continue behind it. */
export async function comeIn(
  thread: TestApp,
  client: Client,
  email: string,
  next = "/p",
): Promise<Response> {
  const asked = await client.post("/p/sign-in-links", { email, next });
  assert.equal(asked.status, 303, await asked.clone().text());
  return await client.post((await letterTo(thread, email)).path);
}

/** A contact of an account who is invited and signed in. */
export async function customerOf(
  thread: TestApp,
  accountId: string,
  email = "ann@northwind.example",
): Promise<Client> {
  await invite(thread, accountId, email);
  const client = thread.visitor();
  const res = await comeIn(thread, client, email, `/p/${thread.cast.bob!.orgId}`);
  assert.equal(res.status, 303, await res.clone().text());
  return client;
}

/** The words of a page, as a person reads them. */
export function wordsOf(page: string): string {
  return page.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, "").replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ").trim();
}
