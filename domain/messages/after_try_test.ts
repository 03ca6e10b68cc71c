import assert from "node:assert/strict";
import fc from "fast-check";
import type { MailAnswer } from "../base/outside.ts";
import { afterSilence, afterTry, type MailClass } from "./after_try.ts";

const words = "said";
const lost: MailAnswer = { kind: "lost", words };
const deferred: MailAnswer = { kind: "refused", words, again: true };

Deno.test("afterTry() never sends a customer's mail again once it may have been taken", () => {
  for (let attempt = 1; attempt < 20; attempt++) {
    assert.equal(afterTry("customer", attempt, lost).state, "unknown");
    assert.equal(afterSilence("customer", attempt).state, "unknown");
  }
});

Deno.test("afterTry() sends a sign-in mail again after a lost answer, until its code is dead", () => {
  assert.equal(afterTry("sign_in", 1, lost).state, "approved");
  assert.deepEqual(afterTry("sign_in", 8, lost), { state: "unknown", words });
  assert.deepEqual(afterTry("sign_in", 8, deferred), { state: "failed", words });
});

Deno.test("afterTry() waits as long as the server asked", () => {
  const asked = { ...deferred, afterSeconds: 7000 };
  assert.deepEqual(afterTry("notice", 1, asked), { state: "approved", words, afterSeconds: 7000 });
  assert.deepEqual(afterTry("notice", 8, asked), {
    state: "approved",
    words,
    afterSeconds: 43_200,
  });
});

Deno.test("afterTry() ends in every class, whatever is answered", () => {
  const answer = fc.constantFrom<MailAnswer>(lost, deferred, { ...deferred, again: false }, {
    kind: "accepted",
    words,
  });
  fc.assert(fc.property(
    fc.constantFrom<MailClass>("sign_in", "notice", "customer"),
    fc.infiniteStream(answer),
    (mailClass, answers) => {
      for (let attempt = 1; attempt <= 9; attempt++) {
        if (afterTry(mailClass, attempt, answers.next().value).state !== "approved") return;
      }
      assert.fail("still trying after nine times");
    },
  ));
});
