import assert from "node:assert/strict";
import { LANGUAGES } from "../../base/languages.ts";
import { namesIn } from "./sayings.ts";
import { type Key, makeWords, MESSAGES, saying, wordsIn } from "./words.ts";

const others = LANGUAGES.map(({ language }) => language).filter((one) => one !== "en");
const keys = Object.keys(MESSAGES.en) as Key[];

for (const language of others) {
  Deno.test(`${language} has every message, no other, and the same values in each`, () => {
    const messages = MESSAGES[language];
    assert.deepEqual(Object.keys(messages).sort(), [...keys].sort());
    for (const key of keys) {
      assert.deepEqual(namesIn(messages[key]), namesIn(MESSAGES.en[key]), key);
      assert.notEqual(messages[key].trim(), "", key);
    }
  });

  Deno.test(`${language} is a translation: hardly a message is left in English`, () => {
    const same = keys.filter((key) =>
      MESSAGES[language][key] === MESSAGES.en[key] && /[a-z]{4}/.test(withoutValues(key))
    );
    assert.ok(same.length <= 16, `${same}`);
    assert.ok(same.every((key) => withoutValues(key).split(" ").length <= 2), `${same}`);
  });
}

Deno.test("t() counts as the language does", () => {
  const files = (count: number) =>
    Object.fromEntries(
      LANGUAGES.map(({ language }) => [language, wordsIn(language).t("effort.files", { count })]),
    );
  assert.equal(files(0).en, "0 files to send.");
  assert.equal(files(0).fr, "0 fichier à envoyer.");
  assert.equal(files(1).de, "1 Datei zu senden.");
  assert.equal(files(2).es, "2 archivos por enviar.");
  assert.equal(files(2_000_000).pt, "2.000.000 arquivos para enviar.");
});

Deno.test("dates, times, numbers and sizes are written as the language writes them", () => {
  const [en, de, fr] = [wordsIn("en"), wordsIn("de"), wordsIn("fr")];
  assert.equal(en.day("2026-12-14"), "14 December");
  assert.equal(de.day("2026-12-14"), "14. Dezember");
  assert.equal(de.weekday("2026-12-14"), "Montag");
  assert.match(en.moment("2026-12-14T23:30:00Z", "Europe/Berlin"), /^15 December.* 00:30$/);
  assert.match(fr.moment("2026-12-14T23:30:00Z", "Asia/Tokyo"), /^15 décembre.* 08:30$/);
  assert.equal(de.number(1234.5), "1.234,5");
  assert.match(fr.size(3_500_000), /^3,3\sMo$/u);
  assert.equal(en.size(700), "700 bytes");
  assert.match(de.percent(40), /^40\s%$/u);
});

Deno.test("pieces() keeps an element in its place within the sentence", () => {
  const element = { element: true };
  assert.deepEqual(wordsIn("de").pieces("question.onlyIf", { answer: "Ja", question: element }), [
    "Nur wenn Sie „",
    element,
    "“ mit „",
    "Ja",
    "“ beantwortet haben",
  ]);
});

Deno.test("say() takes a value for what it is, whatever braces stand in it", () => {
  const words = makeWords("en", MESSAGES.en);
  assert.equal(
    words.say(saying("tasks.doneBy", { name: "{name} $& {count:a|b}" })),
    "by {name} $& {count:a|b}",
  );
});

function withoutValues(key: Key): string {
  return MESSAGES.en[key].replaceAll(/\{[^}]*\}/g, "").trim();
}
