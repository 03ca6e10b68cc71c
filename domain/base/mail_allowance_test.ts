import assert from "node:assert/strict";
import { mayGetMail } from "./mail_allowance.ts";
import { type Environment, readSettings } from "./settings.ts";

function allowance(environment: Environment) {
  return readSettings({
    DATABASE_URL: "postgres://thread_app@127.0.0.1/thread",
    THREAD_SECRET_KEYS: "k1:x",
    ...environment,
  }, false).mailAllow;
}

Deno.test("mail leaves to everybody in production, and to nobody from a preview", () => {
  assert.equal(allowance({}), undefined);
  assert.equal(allowance({ DENO_TIMELINE: "production" }), undefined);
  for (const timeline of ["git-branch/main", "git-branch/production", "preview/8f1c2a", "?"]) {
    assert.deepEqual(allowance({ DENO_TIMELINE: timeline }), [], timeline);
  }
});

Deno.test("MAIL_ALLOW says to whom mail leaves, on any install", () => {
  const expected = ["ann@acme.com", "example.com"];
  for (const timeline of [undefined, "production", "preview/8f1c2a"]) {
    const env = { DENO_TIMELINE: timeline, MAIL_ALLOW: " Ann@Acme.com, example.COM," };
    assert.deepEqual(allowance(env), expected, timeline!);
  }
  assert.deepEqual(allowance({ MAIL_ALLOW: " , " }), [], "an empty list is nobody");
  for (const wrong of ["acme", "*@acme.com x", "a@b@c.com", "acme.com;b.com", "*"]) {
    assert.throws(() => allowance({ MAIL_ALLOW: wrong }), /MAIL_ALLOW must be addresses/, wrong);
  }
});

Deno.test("mayGetMail() takes an address or its whole domain, and nothing that only looks like it", () => {
  const only = ["ann@acme.com", "example.com"];
  for (const address of ["ann@acme.com", "bob@example.com", "x+y@example.com"]) {
    assert.equal(mayGetMail(only, address), true, address);
    assert.equal(mayGetMail(undefined, address), true, address);
    assert.equal(mayGetMail([], address), false, address);
  }
  const others = ["bob@acme.com", "joann@acme.com", "bob@sub.example.com", "bob@notexample.com"];
  for (const address of [...others, "ann@acme.com@evil.test", "example.com@evil.test"]) {
    assert.equal(mayGetMail(only, address), false, address);
  }
});
