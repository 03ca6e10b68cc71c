import assert from "node:assert/strict";
import { gesture, newWorkflow, rowOf } from "./drawings.ts";
import { openedHook } from "./hooks.ts";
import type { TestApp } from "./test_app.ts";

/** Settings of a step, each as its field in the editor sends it. */
export type Settings = Record<string, string | string[]>;

export async function configure(thread: TestApp, at: string, node: string, settings: Settings) {
  const fields = Object.entries(settings).map(([name, value]) => [`c.${name}`, value]);
  const has = [...new Set(Object.keys(settings).map((name) => name.split(".")[0]!))];
  const res = await gesture(thread, thread.as("olive"), at, {
    op: "configure",
    node,
    has,
    ...Object.fromEntries(fields),
  });
  assert.equal(res.status, 303, await res.clone().text());
}

/** A starter with its queues and templates chosen, which an HTTP call starts. */
export async function drawnFromStarter(
  thread: TestApp,
  starter: string,
  name: string,
  steps: Record<string, Settings>,
): Promise<string> {
  const at = await newWorkflow(thread, name, starter);
  await configure(thread, at, "n1", { on: "hook" });
  for (const [node, settings] of Object.entries(steps)) {
    await configure(thread, at, node, settings);
  }
  return at;
}

export async function publish(thread: TestApp, at: string, activate = true) {
  const { rev } = await rowOf(thread, at);
  const form = { rev: String(rev), says: "", ...(activate && { activate: "on" }) };
  const res = await thread.as("olive").post(`${at}/publication`, form);
  assert.equal(res.status, 303, (await res.clone().text()).slice(0, 3000));
}

/** Published, active and listening. */
export async function listening(
  thread: TestApp,
  starter: string,
  name: string,
  steps: Record<string, Settings>,
) {
  const at = await drawnFromStarter(thread, starter, name, steps);
  await publish(thread, at);
  return { at, fire: await openedHook(thread, at) };
}
