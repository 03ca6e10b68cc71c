import assert from "node:assert/strict";
import type { Client } from "./client.ts";
import { hiddenOn } from "./pages.ts";
import { rowOf } from "./plan_rows.ts";
import type { TestApp } from "./test_app.ts";

/** Presses Execute in an action's row of the Implementation tab. */
export async function pressExecute(client: Client, account: string, label: string) {
  const row = rowOf(await client.page(`${account}/plan`), label);
  const form = /action="([^"]*\/execution)"[^]*?name="version" value="(\d+)"[^]*?>\s*Execute</
    .exec(row);
  assert.ok(form, `${label} has an Execute button`);
  const res = await client.post(form[1]!, { version: form[2]! });
  assert.equal(res.status, 303, await res.clone().text());
}

/** Approves the draft at this address on its own page. */
export async function approveAt(client: Client, at: string): Promise<Response> {
  return await client.post(`${at}/approval`, { version: await hiddenOn(client, at, "version") });
}

/** The ten seconds of what is approved, and everything after them. */
export async function letLeave(thread: TestApp) {
  await thread.workOff();
  await thread.pass("11 seconds");
  await thread.workOff();
}

/** Reads the outbox of the demo, as its operator. */
export async function outboxOf(thread: TestApp): Promise<string> {
  const { identityId } = thread.cast.alice!;
  await thread.rows("update identities set operator = true where id = $1", [identityId]);
  return await thread.as("alice").page("/outbox");
}
