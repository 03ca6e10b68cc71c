import assert from "node:assert/strict";
import { guessTimeZone } from "./time_zone_guess.ts";

Deno.test("guessTimeZone() follows the first language that names a place", () => {
  const guesses: [string | undefined, string][] = [
    ["de-DE,de;q=0.9,en;q=0.8", "Europe/Berlin"],
    ["fr", "Europe/Paris"],
    ["en-US,en;q=0.5", "America/New_York"],
    ["en-GB", "Europe/London"],
    ["en,ja;q=0.5", "Asia/Tokyo"],
    ["pt-BR", "America/Sao_Paulo"],
    ["en", "UTC"],
    ["*", "UTC"],
    ["xx-ZZ", "UTC"],
    ["", "UTC"],
    [undefined, "UTC"],
    ["\u0000; drop table".repeat(1000), "UTC"],
  ];
  for (const [languages, zone] of guesses) assert.equal(guessTimeZone(languages), zone, languages!);
});
