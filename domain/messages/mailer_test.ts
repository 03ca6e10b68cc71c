import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { Refused } from "../base/errors.ts";
import { type Environment, readSettings } from "../base/settings.ts";
import { makeMailWire } from "./mailer.ts";

function wireWith(environment: Environment, demo = false) {
  const settings = readSettings({
    DATABASE_URL: "postgres://thread_app@127.0.0.1/thread",
    THREAD_SECRET_KEYS: "k1:x",
    PUBLIC_URL: "https://thread.example.com",
    ...environment,
  }, demo);
  return makeMailWire(settings, fetch);
}

Deno.test("a demo never sends, whatever its settings", () => {
  assert.equal(wireWith({ SMTP_URL: "smtps://a:b@mail.example.com" }, true), undefined);
});

Deno.test("production without a mail server refuses each mail for now, and says what is missing", async () => {
  const answer = await wireWith({})!.send({} as never);
  assert.deepEqual(answer, {
    kind: "refused",
    again: true,
    words: "No mail server is set (SMTP_URL or MAIL_API_URL)",
  });
});

Deno.test("a preview has a mail server and may write to nobody who is not named", () => {
  const preview = { SMTP_URL: "smtp://mail.example.com", DENO_TIMELINE: "preview/8f1c2a" };
  for (
    const [environment, onlyTo] of [
      [preview, []],
      [{ ...preview, MAIL_ALLOW: "acme.com" }, ["acme.com"]],
      [{ ...preview, DENO_TIMELINE: "production" }, undefined],
    ] as const
  ) {
    const wire = wireWith(environment)!;
    assert.deepEqual(wire.onlyTo, onlyTo);
    wire.close();
  }
});

Deno.test("makeMailWire() names the setting that is wrong", () => {
  const smtp = "smtp://mail.example.com:587";
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
    .export({ type: "pkcs8", format: "pem" }) as string;
  const dkim = { SMTP_URL: smtp, DKIM_DOMAIN: "example.com", DKIM_SELECTOR: "s" };
  const wrong: [Environment, RegExp][] = [
    [{ SMTP_URL: smtp, MAIL_FROM: "Thread <a@example.com>" }, /MAIL_FROM/],
    [{ SMTP_URL: smtp, MAIL_FROM: "a@example.com, b@example.com" }, /MAIL_FROM/],
    [{ SMTP_URL: `${smtp}?tls=maybe` }, /SMTP_URL/],
    [{ SMTP_URL: "smtps://mail.example.com?tls=off" }, /SMTP_URL/],
    [{ MAIL_API_URL: "https://api.example.com/email" }, /MAIL_API_TOKEN/],
    [{ ...dkim, DKIM_PRIVATE_KEY: "none" }, /DKIM_PRIVATE_KEY cannot be read/],
    [{ ...dkim, DKIM_PRIVATE_KEY: ec }, /DKIM_PRIVATE_KEY must be an RSA key, not ec/],
  ];
  for (const [environment, message] of wrong) {
    assert.throws(
      () => wireWith(environment),
      (error) => error instanceof Refused && message.test(error.message),
    );
  }
});

Deno.test("SMTP goes before the HTTP API where both are set", () => {
  const both = {
    SMTP_URL: "smtp://mail.example.com",
    MAIL_API_URL: "https://api.example.com/email",
    MAIL_API_TOKEN: "t",
  };
  const wire = wireWith(both)!;
  assert.equal(wire.carrier, "smtp");
  wire.close();
  assert.equal(wireWith({ ...both, SMTP_URL: undefined })!.carrier, "api");
});
