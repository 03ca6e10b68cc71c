import assert from "node:assert/strict";
import type { Client } from "./client.ts";
import type { TestApp } from "./test_app.ts";

export interface QueueMade {
  id: string;
  at: string;
}

/** Adds a queue as somebody in operations would, and says who works on it. */
export async function addQueue(
  client: Client,
  name: string,
  kind: "approval" | "assignment" | "custom",
  settings: { members?: string[]; slaHours?: number; escalate?: string } = {},
): Promise<QueueMade> {
  const added = await client.post("/settings/queues", { name, kind });
  const at = added.headers.get("location")!;
  const saved = await client.post(at, {
    version: "1",
    name,
    about: "Look at the discount first.",
    sla_hours: String(settings.slaHours ?? ""),
    escalate: settings.escalate ?? "",
    members: settings.members ?? [],
  });
  assert.equal(saved.status, 303, await saved.clone().text());
  return { id: at.split("/").at(-1)!, at };
}

/** A task that no run waits for, such as the page of a task can be looked at with. */
export async function taskIn(
  thread: TestApp,
  queueId: string,
  columns: Record<string, unknown> = {},
): Promise<string> {
  const row = {
    org_id: thread.cast.alice!.orgId,
    id: crypto.randomUUID(),
    queue_id: queueId,
    kind: "approval",
    title: "Approve the discount",
    ...columns,
  };
  const names = Object.keys(row);
  await thread.rows(
    `insert into tasks (${names}) values (${names.map((_, at) => `$${at + 1}`)})`,
    Object.values(row),
  );
  return `/queue/${row.id}`;
}

export const membersOf = (thread: TestApp, ...names: string[]) =>
  names.map((name) => thread.cast[name]!.memberId);
