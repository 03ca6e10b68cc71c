import assert from "node:assert/strict";
import { signatureOf } from "../domain/workflows/hooks.ts";
import type { TestApp } from "./test_app.ts";

/** The address and secret of a workflow's calls; what comes back makes such a call. */
export async function openedHook(thread: TestApp, at: string) {
  const made = await (await thread.as("olive").post(`${at}/hook`, {})).text();
  const token = /\/hooks\/w\/([\w-]{43})/.exec(made)![1]!;
  const secret = /<code>([\w-]{43})<\/code>/.exec(made)![1]!;
  return async (event: Record<string, unknown>) => {
    const body = JSON.stringify(event);
    const seconds = Math.floor(Date.now() / 1000);
    const res = await thread.app.request(`http://thread.test/hooks/w/${token}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-thread-signature": signatureOf(secret, body, seconds),
      },
      body,
    });
    assert.equal(res.status, 202, await res.text());
    for (let round = 0; round < 2; round++) await thread.workOff();
  };
}
