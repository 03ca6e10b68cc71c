import assert from "node:assert/strict";
import type { TestApp } from "./test_app.ts";

/** The latest letter to an address: what it says, the path of its link, its code. */
export async function letterTo(thread: TestApp, address: string) {
  const mail = (await thread.mails()).findLast((one) => one.to_address === address);
  assert.ok(mail, `no letter went to ${address}`);
  const link = /https?:\/\/\S+/.exec(mail.body_text)?.[0];
  return {
    subject: mail.subject,
    text: mail.body_text,
    path: link ? new URL(link).pathname : "",
    code: /\b\d{6}\b/.exec(mail.body_text)?.[0] ?? "",
  };
}
