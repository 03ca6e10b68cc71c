import assert from "node:assert/strict";
import { browserInWords } from "./browsers.ts";

Deno.test("browserInWords() names the browser and the system it runs on", () => {
  const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
  const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
  const named: [string, string][] = [
    [`${windows} Gecko/20100101 Firefox/150.0`, "Firefox on Windows"],
    [`${windows} ${webkit} Chrome/153.0 Safari/537.36`, "Chrome on Windows"],
    [`${windows} ${webkit} Chrome/153.0 Safari/537.36 Edg/153.0`, "Edge on Windows"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/19.0 Safari/605.1",
      "Safari on Mac",
    ],
    [
      `Mozilla/5.0 (Linux; Android 16; K) ${webkit} Chrome/153.0 Mobile Safari/537.36`,
      "Chrome on Android",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 CriOS/153 Safari/604",
      "Chrome on iPhone",
    ],
    ["curl/8.5.0", "A browser"],
    ["", "A browser"],
  ];
  for (const [userAgent, words] of named) assert.equal(browserInWords(userAgent), words);
});
