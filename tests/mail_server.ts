import { smtpWire } from "../domain/messages/smtp.ts";
import { openSmtpSink } from "./smtp_sink.ts";
import type { Environment } from "../domain/base/settings.ts";
import { type TestApp, testSettings } from "./test_app.ts";

/** A mail server of the real wire, which Thread hands its mail to from now on. */
export async function mailServer(thread: TestApp, environment: Environment = {}) {
  const sink = await openSmtpSink();
  const home = { SMTP_URL: sink.url, MAIL_FROM: "thread@acme.test" };
  const wire = smtpWire(testSettings({ ...home, ...environment }));
  thread.house.outside.mail = wire;
  const close = sink[Symbol.asyncDispose].bind(sink);
  return Object.assign(sink, {
    async [Symbol.asyncDispose]() {
      wire.close();
      await close();
    },
  });
}
