import assert from "node:assert/strict";
import { PAYLOADS, shapeOf } from "../hostile_texts.ts";
import { type Described, pages } from "../routes_table.ts";
import { type Actor, ask, contactActor } from "./asking.ts";
import { canary, type Fill, PEOPLE } from "./seeds.ts";
import { objectsOf, openWorld, type World } from "./world.ts";

const long = Deno.env.get("THREAD_TEST_LONG") === "1";
const storable = PAYLOADS.map((text) => text.replaceAll("\0", ""));
/** Each round puts another payload into every column: all payloads meet all columns in the end. */
const ROUNDS = long ? storable.length : 4;
const READERS = PEOPLE.filter((who) => long || /admin|operator|csm|guest/.test(who));

Deno.test("whatever text is stored, no page of anybody gets a new element, handler or scheme from it", async () => {
  const plain = await shapesOf(canary);
  const start = Math.floor(Math.random() * storable.length);
  for (let n = 0; n < ROUNDS; n++) {
    const round = start + Math.floor(n * storable.length / ROUNDS);
    const hostile = await shapesOf(hostileFill(round));
    for (const [page, elements] of hostile) compare(page, plain.get(page)!, elements);
  }
});

Deno.test("hostile text typed into forms comes back as text", async () => {
  await using world = await openWorld();
  await typeEverywhere(world, "plain");
  const shapes = await shapesIn(world);
  const typed = PAYLOADS.filter((text) => !/\p{Cc}/u.test(text));
  for (const text of typed.filter((_, n) => long || n % 8 === 0)) {
    await world.reset();
    await typeEverywhere(world, text);
    for (const [page, elements] of await shapesIn(world)) {
      compare(page, shapes.get(page)!, elements);
    }
  }
});

async function typeEverywhere(world: World, name: string): Promise<void> {
  const admin = world.as("north", "admin");
  const forms: [string, Record<string, string>][] = [
    ["/profile", { name, theme: "system", hotkeys: "on" }],
    ["/settings", { ...ORG, name }],
    ["/settings/holidays", { day: "2027-03-03", name }],
    [`/jobs/${objectsOf("north", "admin").job}/discard`, { reason: name }],
  ];
  for (const [path, form] of forms) {
    assert.equal((await admin.post(path, form)).status, 303, `${path} with ${name}`);
  }
}

const ORG = { version: "1", time_zone: "Europe/Berlin", working_days: "1", support_email: "" };

Deno.test("a new element, handler or scheme is noticed", () => {
  const page = shapeOf(`<p class="a"><a href="/x">x</a></p>`);
  compare("same", page, shapeOf(`<p class="b"><a href="https://x.test">y</a></p>`));
  for (
    const bad of [
      `<p class="a"><a href="/x">x</a><b>x</b></p>`,
      `<p class="a" onclick="x"><a href="/x">x</a></p>`,
      `<p class="a"><a href="javascript:x">x</a></p>`,
      `<p class="a"><a href=" java&#10;script:x">x</a></p>`,
    ]
  ) assert.throws(() => compare("bad", page, shapeOf(bad)), /bad/);
});

type Shapes = Map<string, ReturnType<typeof shapeOf>>;

async function shapesOf(fill: Fill): Promise<Shapes> {
  await using world = await openWorld({ fill });
  const shapes = await shapesIn(world);
  assert.deepEqual(world.thread.reported.map((error) => error.stack), []);
  return shapes;
}

/** Every page, for everybody, as a browser would take it apart. */
async function shapesIn(world: World): Promise<Shapes> {
  const shapes: Shapes = new Map();
  for (const route of pages.filter(isMarkup)) {
    const isOne = route.may === "anyone" || route.may === "contact";
    for (const who of isOne ? ["csm"] as const : READERS) {
      const actor: Actor = route.may === "contact"
        ? contactActor(world)
        : { name: who, open: () => world.as("north", who), org: "north", who };
      const everything = { ...route, at: route.at.replace(/\bq=[^&]*/, "q=") };
      const { body, headers } = await ask(actor, everything, objectsOf("north", who));
      if (/^content-type: text\/html/m.test(headers)) {
        shapes.set(`${route.name} for ${who}`, shapeOf(body));
      }
    }
  }
  assert.ok(shapes.size > 50, `only ${shapes.size} pages`);
  return shapes;
}

/** A mail's own HTML is shown as it is, in a sandbox of its own; a table for spreadsheets is no page. */
function isMarkup({ name }: Described): boolean {
  return !/styleguide|\/html$|\.csv$/.test(name);
}

function hostileFill(round: number): Fill {
  return (_, column) => {
    const shift = [...column].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7);
    return storable[(round + shift) % storable.length]!.slice(0, 120) || "x";
  };
}

const ADDRESSES =
  /^(href|src|srcset|action|formaction|poster|data|hx-(get|post|put|delete|patch))$/;

function compare(page: string, plain: ReturnType<typeof shapeOf>, found: typeof plain): void {
  const tags = (elements: typeof plain) => elements.map(({ tag }) => tag).join(" ");
  assert.equal(tags(found), tags(plain), `${page} has other elements`);
  found.forEach(({ tag, attributes }, n) => {
    for (const [name, value] of attributes) {
      const told = `${page}: <${tag} ${name}="${value}">`;
      // Other names stand in another order, and with them the option that is chosen.
      const mayMove = tag === "option" && name === "selected";
      assert.ok(mayMove || plain[n]!.attributes.has(name), told);
      if (!ADDRESSES.test(name)) continue;
      const { protocol } = new URL(value, "https://thread.example/");
      assert.match(protocol, /^(https?|mailto):$/, told);
    }
  });
}
