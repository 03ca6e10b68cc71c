import assert from "node:assert/strict";
import { eventually, startProgram } from "../processes.ts";

/** Starts a server that kills itself at this point, and waits until it has. */
export async function crash(env: Record<string, string>, point: string): Promise<void> {
  try {
    await using server = await startProgram({ env: { ...env, THREAD_CRASH_AT: point } });
    await eventually(
      `the server dies at ${point}`,
      () => Promise.race([server.ended.then(() => true), Promise.resolve().then(() => false)]),
      20_000,
    );
    assert.equal((await server.ended).signal, "SIGKILL", point);
  } catch (error) {
    // It may die before it could say that it is ready.
    if (!/ended with 137/.test(String(error))) throw error;
  }
}
