import assert from "node:assert/strict";
import fc from "fast-check";
import { PASSWORD_MAX, PASSWORD_MIN, passwordProblem } from "./password_rules.ts";

const EASY = [
  "passwordpassword",
  "Password2024!",
  "P@ssw0rd1234",
  "Welcome12345!",
  "qwertyuiop123",
  "1qaz2wsx3edc",
  "123456789012",
  "111111111111",
  "abcabcabcabc",
  "iloveyou1234!",
  "Sunshine2025!!",
  "monkey-dragon-1",
  "changeme-now-2026",
  "letmeinletmein",
  "mnbvcxzasdfghjkl",
  "Liverpool2019!",
  "            ",
  "пароль123456",
  "q1w2e3r4t5y6",
  "Supernatural1!",
];

const FINE = [
  "correct horse battery staple",
  "a quiet orange tram at noon",
  "v7Kq-2mTz-9Lxw",
  "Schiffe fahren nach Bremerhaven",
  "ψυχή και θάλασσα",
  "密码要很长才安全一点点吧",
  "🍂🚂🧵🪐🦉🫖🎻🗿🧊🪁🦩🐝",
  "zwölf Boxkämpfer jagen Viktor",
];

for (const password of EASY) {
  Deno.test(`passwordProblem() refuses "${password}"`, () => {
    assert.match(passwordProblem(password) ?? "", /too easy to guess/);
  });
}

for (const password of FINE) {
  Deno.test(`passwordProblem() accepts "${password}"`, () => {
    assert.equal(passwordProblem(password), undefined);
  });
}

Deno.test("passwordProblem() counts characters, not bytes or UTF-16 units", () => {
  assert.match(passwordProblem("v7Kq-2mTz-9") ?? "", /at least 12/);
  assert.match(passwordProblem("🍂🚂🧵🪐🦉🫖") ?? "", /at least 12/);
  assert.match(passwordProblem("v7Kq-2mTz-9L".repeat(22)) ?? "", /at most 256/);
});

Deno.test("passwordProblem() knows the person's own name, address and organisation", () => {
  const about = ["Wilhelmina Overbeek", "w.overbeek@quarrystone.example", "Quarrystone GmbH"];
  assert.match(passwordProblem("WilhelminaOverbeek1", about) ?? "", /too easy/);
  assert.match(passwordProblem("Quarrystone-2026", about) ?? "", /too easy/);
  assert.equal(passwordProblem("WilhelminaOverbeek1"), undefined);
});

Deno.test("random letters of the least length are accepted, whatever they are", () => {
  const letters = fc.array(fc.integer({ min: 0x4e00, max: 0x9fff }), {
    minLength: PASSWORD_MIN,
    maxLength: PASSWORD_MAX,
  }).map((codes) => String.fromCodePoint(...codes));
  fc.assert(fc.property(letters, (password) => {
    const distinct = new Set(password.normalize("NFC")).size;
    assert.equal(passwordProblem(password) === undefined, distinct >= 5);
  }));
});
