import assert from "node:assert/strict";
import { LANGUAGES } from "../../domain/base/languages.ts";
import {
  type Key,
  makeWords,
  MESSAGES,
  type Messages,
  type Words,
} from "../../domain/messages/words/words.ts";
import type { Client, Fields } from "../client.ts";
import { letterTo } from "../letters.ts";
import { onboarding, pdf } from "../portal.ts";
import { type Described, forms, pages } from "../routes_table.ts";
import { type TestApp, testApp } from "../test_app.ts";
import { ask, ownerOf } from "./asking.ts";
import { objectsOf, openWorld } from "./world.ts";

/** What the world's rows say is in brackets of its own; an address and half a name are known too. */
const CANARIES = /⟦[^⟦⟧]*⟧(?: (?:delegate|viewer|once more)\b)?|[^\s⟪⟫⟦⟧]*canary-\w+[^\s⟪⟫⟦⟧]*/g;
/** What stands in the rows of an account that is onboarded. */
const ONBOARDED = new RegExp(
  "Acme Cloud|Acme|Kickoff|Go-live|Goals and people|Signed papers|Last questions|Secret welcome|" +
    "Hidden form|By hand later|Tell us about your goals|Four minutes\\.|Your goal\\?|" +
    "Single sign-on\\?|Which directory\\?|Okta|Entra|Fewer calls|Bob|Ann|Uma|Zoe|Hello there|" +
    "The signed order form|order form\\.pdf|[\\w.]+@[\\w.]+|Please send us these\\.|Order form",
  "g",
);

Deno.test("a word outside the messages is noticed, and one within them is not", () => {
  const page = `<h1>⟪Tasks for ⟦canary-north contacts.name⟧⟫</h1>`;
  assert.equal(unmarked(page, CANARIES), "");
  assert.equal(unmarked(`${page}<p>Hello, you</p>`, CANARIES), "Hello, you");
  assert.equal(unmarked(`${page}<button aria-label="Close">`, CANARIES), "Close");
});

Deno.test("no page of the portal says a word that is neither a message nor data", async () => {
  await using world = await openWorld();
  world.thread.house.wordsIn = marked;
  const seen: string[] = [];
  for (const route of pages.filter(isForCustomers)) {
    const { status, headers, body } = await ask(
      ownerOf(world, route),
      route,
      objectsOf("north", "csm"),
    );
    if (!headers.includes("text/html") || status >= 300 && status < 400) continue;
    assert.equal(unmarked(body, CANARIES), "", route.name);
    seen.push(route.name);
  }
  assert.ok(seen.length >= 12, `only ${seen}`);
  for (const route of forms.filter((one) => isForCustomers(one) && one.form)) {
    for (const value of [undefined, "\u0007?"]) {
      const client = ownerOf(world, route).open();
      const names = value === undefined ? [] : Object.keys(route.form!);
      const fields = Object.fromEntries(names.map((name) => [name, value!]));
      const page = inJson(await pageAfter(client, route, fields));
      assert.equal(unmarked(page, CANARIES), "", `${route.name} with ${value}`);
    }
  }
  const absent = await world.customer("north").page("/p/nowhere");
  assert.equal(unmarked(absent, CANARIES), "", "an address without a page");
});

/** A script is answered in JSON, whose names are no words. */
function inJson(answer: string): string {
  if (!/^\{.*\}$/.test(answer)) return answer;
  const { problem = "" } = JSON.parse(answer);
  return problem;
}

Deno.test("what the portal says after each step of a task is a message as well", async () => {
  await using thread = await testApp();
  const { ann, form, papers, slot, field } = await onboarding(thread);
  thread.house.wordsIn = marked;
  const says = async (client: Client, path: string, fields: Fields) => {
    const landed = await client.follow(await client.post(path, fields));
    assert.equal(unmarked(await landed.text(), ONBOARDED), "", path);
  };
  const shows = async (client: Client, path: string) =>
    assert.equal(unmarked(await client.page(path), ONBOARDED), "", path);
  const answers = {
    [field("Your goal?")]: "Fewer calls",
    [field("Single sign-on?")]: "yes",
    [field("Which directory?")]: "Okta",
  };
  await shows(ann, form);
  await says(ann, `${form}/answers`, { version: "0", [field("Your goal?")]: "Fewer calls" });
  await shows(ann, "/p");
  await says(ann, `${form}/answers`, { version: "9", then: "review" });
  await says(ann, `${form}/answers`, { ...answers, version: "1", then: "review" });
  await says(ann, `${form}/submission`, { version: "2" });
  await says(ann, `${form}/submission`, { version: "2" });
  await says(ann, `${papers}/submission`, { version: "0" });
  for (
    const file of [new File(["x"], "order form.exe"), new File([], "order form.pdf"), pdf(), pdf()]
  ) {
    await says(ann, `${papers}/files/${slot}`, { [`file_${slot}`]: file });
  }
  await says(ann, `${form}/change-requests`, { body: "Hello there" });
  await says(ann, "/p/messages", { body: "Hello there" });
  await says(ann, "/p/team", { name: "Zoe", email: "zoe@northwind.example" });
  await thread.workOff();
  for (const path of ["/p", "/p/timeline", "/p/team", "/p/messages", form, papers]) {
    await shows(ann, path);
  }
  await says(ann, "/p/settings/profile", { name: "Ann", job_title: "" });
  await says(ann, "/p/settings/password", { password: "four unrelated words here" });
  await thread.pass("20 minutes");
  await shows(ann, "/p/settings/password");
  await says(ann, "/p/settings/password/letters", {});
  await waysIn(thread, says, shows);
});

async function waysIn(
  thread: TestApp,
  says: (client: Client, path: string, fields: Fields) => Promise<void>,
  shows: (client: Client, path: string) => Promise<void>,
) {
  const email = "ann@northwind.example";
  const visitor = thread.visitor();
  const next = `/p/${thread.cast.bob!.orgId}`;
  await shows(visitor, next);
  await says(visitor, "/p/sign-in", { email, password: "wrong", next });
  await says(visitor, "/p/sign-in-links", { email, next });
  const { path } = await letterTo(thread, email);
  await shows(visitor, path);
  await says(visitor, "/p/code", { code: "000000" });
  await shows(thread.visitor(), path);
  await says(visitor, path, {});
  await shows(thread.visitor(), path);
}

/** English in which each message, and each date and number, stands between marks of its own. */
function marked(): Words {
  const messages = Object.fromEntries(
    Object.entries(MESSAGES.en).map(([key, message]) => [key as Key, mark(message)]),
  ) as Messages;
  const words = makeWords("en", messages);
  return {
    ...words,
    percent: (share) => mark(words.percent(share)),
    size: (bytes) => mark(words.size(bytes)),
    day: (day) => mark(words.day(day)),
    weekday: (day) => mark(words.weekday(day)),
    moment: (at, zone) => mark(words.moment(at, zone)),
  };
}

function mark(text: string): string {
  return `⟪${text}⟫`;
}

function isForCustomers({ name, may }: Described): boolean {
  return may === "contact" || / \/p(\/|$)/.test(name);
}

async function pageAfter(client: Client, { at }: Described, fields: Fields): Promise<string> {
  const path = at.replaceAll(/\{(\w+)\}/g, (_, name) => objectsOf("north", "csm")[name]!);
  return await (await client.post(path, fields)).text();
}

/** The words of a page that stand in no message and are no data. */
function unmarked(page: string, data: RegExp): string {
  let text = page.replaceAll(/<head>.*?<\/head>|<svg.*?<\/svg>/gs, "")
    .replaceAll(/<(script|relative-time|option|progress)\b[^>]*>.*?<\/\1>/gs, inOption)
    .replaceAll(/\s(aria-label|placeholder|title|alt)="([^"]*)"/g, `>$2<i `)
    .replaceAll(/<[^>]*>/g, " ").replaceAll(/&[#\w]+;/g, " ");
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replaceAll(data, " ").replaceAll(/⟪[^⟪⟫]*⟫/g, " ");
  }
  return (text.match(/\S*\p{L}\S*/gu) ?? []).join(" ");
}

/** A language is called as its speakers call it; what the browser counts is its own. */
function inOption(element: string, tag: string): string {
  const text = element.replaceAll(/<[^>]*>/g, "");
  if (tag === "option" || tag === "progress") {
    return LANGUAGES.some(({ name }) => name === text) ? "" : text;
  }
  return "";
}
