import assert from "node:assert/strict";
import fc from "fast-check";
import { Refused } from "../base/errors.ts";
import { DISPOSABLE_DOMAINS } from "./disposable_domains.ts";
import { PERSONAL_DOMAINS } from "./personal_domains.ts";
import {
  canonicalEmail,
  emailDomain,
  normaliseEmail,
  personalDomain,
  readEmail,
} from "./work_email.ts";

const WRITTEN: [typed: string, email: string][] = [
  ["Ann.Lee@Acme.Example", "ann.lee@acme.example"],
  ["  ann@acme.example  ", "ann@acme.example"],
  ["ann@acme.example.", "ann@acme.example"],
  ["ann+trial@acme.example", "ann+trial@acme.example"],
  ["o'brien@acme.example", "o'brien@acme.example"],
  ["jurgen@MÜNCHEN.example", "jurgen@xn--mnchen-3ya.example"],
  ["ann@mu\u0308nchen.example", "ann@xn--mnchen-3ya.example"],
  ["ann@ＡＣＭＥ。example", "ann@acme.example"],
  ["ann@почта.рф", "ann@xn--80a1acny.xn--p1ai"],
  ["ann@mail.acme.co.uk", "ann@mail.acme.co.uk"],
];

const REFUSED = [
  "",
  " ",
  "ann",
  "@acme.example",
  "ann@",
  "ann@@acme.example",
  "ann@acme@evil.example",
  '"ann@evil.example"@acme.example',
  '"ann lee"@acme.example',
  "ann lee@acme.example",
  "ann@acme.example\r\nBcc: all@evil.example",
  "ann\u0000@acme.example",
  "ann\u200b@acme.example",
  "ann@ac\u200dme.example",
  "ann\u202e@acme.example",
  "ann@acme.example, bob@acme.example",
  "Ann <ann@acme.example>",
  "ann@acme.example;bob@acme.example",
  "ann(comment)@acme.example",
  "ann%evil.example@acme.example",
  "evil.example!ann@acme.example",
  "-oQ/tmp@acme.example",
  ".ann@acme.example",
  "ann.@acme.example",
  "ann..lee@acme.example",
  "änn@acme.example",
  "ann@localhost",
  "ann@127.0.0.1",
  "ann@2130706433",
  "ann@[127.0.0.1]",
  "ann@[IPv6:::1]",
  "ann@acme..example",
  "ann@.acme.example",
  "ann@-acme.example",
  "ann@acme-.example",
  "ann@acme_x.example",
  "ann@acme.example/path",
  "ann@acme.example:25",
  "ann@acme.example?x",
  "ann@acme.123",
  "ann@аcme.example",
  "ann@acmе.example",
  `${"a".repeat(65)}@acme.example`,
  `ann@${"a".repeat(64)}.example`,
  `ann@${"abcdefgh.".repeat(30)}example`,
];

const PERSONAL: [typed: string, domain: string][] = [
  ["ann@gmail.com", "gmail.com"],
  ["ANN@GMAIL.COM", "gmail.com"],
  ["ann@gmail.com.", "gmail.com"],
  ["ann+work@gmail.com", "gmail.com"],
  ["a.n.n@googlemail.com", "googlemail.com"],
  ["ann@mail.gmail.com", "gmail.com"],
  ["ann@ｇｍａｉｌ.com", "gmail.com"],
  ["ann@gmáil.com", "gmail.com"],
  ["ann@ɡmail.com", "gmail.com"],
  ["ann@outlook.com", "outlook.com"],
  ["ann@outlook.co.nz", "outlook.co.nz"],
  ["ann@hotmail.fr", "hotmail.fr"],
  ["ann@live.com.au", "live.com.au"],
  ["ann@yahoo.com", "yahoo.com"],
  ["ann@yahoo.co.jp", "yahoo.co.jp"],
  ["ann@yahoo.com.br", "yahoo.com.br"],
  ["ann@icloud.com", "icloud.com"],
  ["ann@me.com", "me.com"],
  ["ann@gmx.net", "gmx.net"],
  ["ann@gmx.ch", "gmx.ch"],
  ["ann@web.de", "web.de"],
  ["ann@t-online.de", "t-online.de"],
  ["ann@orange.fr", "orange.fr"],
  ["ann@proton.me", "proton.me"],
  ["ann@pm.me", "pm.me"],
  ["ann@mail.ru", "mail.ru"],
  ["ann@yandex.kz", "yandex.kz"],
  ["ann@qq.com", "qq.com"],
  ["ann@naver.com", "naver.com"],
  ["ann@hey.com", "hey.com"],
  ["ann@mailinator.com", "mailinator.com"],
  ["ann@any.thing.mailinator.com", "mailinator.com"],
  ["ann@yopmail.com", "yopmail.com"],
];

const WORK = [
  "ann@acme.example",
  "ann@gmail.acme.example",
  "ann@notgmail.com",
  "ann@gmail-team.com",
  "ann@outlook-partners.com",
  "ann@livestorm.co",
  "ann@yahooinc.com",
  "ann@microsoft.com",
  "ann@aolani.org",
  "ann@xn--mnchen-3ya.de",
  "ann@почта.рф",
];

for (const [typed, email] of WRITTEN) {
  Deno.test(`normaliseEmail() writes ${JSON.stringify(typed)} as ${email}`, () => {
    assert.equal(normaliseEmail(typed), email);
    assert.equal(normaliseEmail(email), email);
  });
}

for (const typed of REFUSED) {
  Deno.test(`readEmail() refuses ${JSON.stringify(typed).slice(0, 60)}`, () => {
    assert.equal(readEmail(typed).ok, false);
    assert.throws(() => normaliseEmail(typed), Refused);
  });
}

for (const [typed, domain] of PERSONAL) {
  Deno.test(`personalDomain() knows ${typed}`, () => assert.equal(personalDomain(typed), domain));
}

for (const typed of WORK) {
  Deno.test(`personalDomain() lets ${typed} pass`, () => {
    assert.equal(personalDomain(typed), undefined);
  });
}

Deno.test("canonicalEmail() drops the plus tag only", () => {
  assert.equal(canonicalEmail("Ann.Lee+trial+2@Acme.example."), "ann.lee@acme.example");
  assert.equal(canonicalEmail("ann.+trial@acme.example"), "ann@acme.example");
  assert.equal(canonicalEmail("+ann@acme.example"), "+ann@acme.example");
  assert.equal(emailDomain("ann@ACME.example"), "acme.example");
});

Deno.test("every listed domain is written in its own normal form", () => {
  for (const domain of [...PERSONAL_DOMAINS, ...DISPOSABLE_DOMAINS]) {
    assert.equal(emailDomain(`ann@${domain}`), domain);
  }
  assert.ok(PERSONAL_DOMAINS.size + DISPOSABLE_DOMAINS.size > 900);
});

Deno.test("whatever is typed, an accepted address is one plain ASCII address and stays itself", () => {
  const typed = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.emailAddress(),
    fc.tuple(fc.string({ unit: "grapheme" }), fc.domain()).map(([local, domain]) =>
      `${local}@${domain}`
    ),
    fc.tuple(fc.string({ unit: "grapheme" }), fc.constantFrom("\r\n", "@", '"', "<", ","))
      .map(([text, bad]) => `ann${bad}${text}@acme.example`),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const read = readEmail(text);
      if (!read.ok) return;
      assert.match(read.email, /^[!-?A-~]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      assert.doesNotMatch(read.email, /["<>(),:;\\[\]\s%!`|]/);
      assert.equal(normaliseEmail(read.email), read.email);
      assert.equal(canonicalEmail(canonicalEmail(text)), canonicalEmail(text));
    }),
    { numRuns: 2_000 },
  );
});
