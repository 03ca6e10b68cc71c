import assert from "node:assert/strict";
import { throwAtForm, throwAtPath, throwAtQuery } from "../bad_input.ts";
import { shapeOf } from "../hostile_texts.ts";
import { type Described, fillIn, forms, objectsIn, routes, stillPages } from "../routes_table.ts";
import { assertKept, isForeign, ownerOf } from "./asking.ts";
import { tokenOf } from "./seeds.ts";
import { objectsOf, openWorld, type World } from "./world.ts";

const long = Deno.env.get("THREAD_TEST_LONG") === "1";
/** A short run throws one of so many at each form, and not the same ones at the next. */
const ONE_OF = long ? 1 : 97;

Deno.test("every form stands the bad input: it says which field, keeps what was typed, changes nothing", async () => {
  await using world = await openWorld();
  const refused = new Set<string>();
  const wrong = gather();
  let thrown = 0;
  for (const [n, route] of forms.entries()) {
    const actor = ownerOf(world, route);
    const own = objectsOf("north", actor.who!);
    const fields = Object.fromEntries(
      Object.entries(route.form ?? {}).map(([name, value]) => [name, fillIn(value, own)]),
    );
    thrown += await throwAtForm(clientFor(world, route), {
      path: fillIn(route.at, own),
      method: route.method,
      fields,
      oneOf: ONE_OF,
      from: n,
      patience: 20_000,
      inspect: async (init, answer, body) => {
        if ([404, 409, 422].includes(answer.status)) refused.add(route.name);
        const lost = answer.status === 422 && whatIsLost(init, answer, body);
        if (lost) return lost;
        // Looking through every table costs more than the form: a short run looks once for all that
        // one form has refused.
        return long || answer.status < 400 ? await whatChanged(world, answer.status) : undefined;
      },
    }).catch(wrong.from(route));
    const left = await whatChanged(world, 400);
    if (left) wrong.told.push(`${route.name} ${left}`);
  }
  assert.deepEqual(wrong.told, []);
  assert.ok(thrown > (long ? 4000 : 100), `only ${thrown} thrown`);
  // A short run may throw nothing at a form that it has to refuse.
  const silent = forms.filter(({ name, form, ignoresForm }) =>
    long && form && !ignoresForm && !refused.has(name)
  );
  assert.deepEqual(silent.map(({ name }) => name), [], "never refused anything");
  await assertKept(world);
});

Deno.test("every filter, cursor and search stands the bad input", async () => {
  await using world = await openWorld();
  const wrong = gather();
  for (const [n, route] of stillPages.filter(({ at }) => at.includes("?")).entries()) {
    const own = objectsOf("north", ownerOf(world, route).who!);
    const [path, query = ""] = fillIn(route.at, own).split("?") as [string, string?];
    await throwAtQuery(clientFor(world, route), {
      path,
      params: Object.fromEntries(new URLSearchParams(query)),
      oneOf: ONE_OF,
      from: n,
      patience: 20_000,
    }).catch(wrong.from(route));
  }
  assert.deepEqual(wrong.told, []);
  assert.deepEqual(await world.changes(), []);
  await assertKept(world);
});

Deno.test("every part of an address stands the bad input", async () => {
  await using world = await openWorld();
  const wrong = gather();
  for (const [n, route] of routes.entries()) {
    const own = objectsOf("north", ownerOf(world, route).who!);
    const address = route.at.split("?")[0]!;
    for (const name of objectsIn(address)) {
      await throwAtPath(clientFor(world, route), {
        path: (value) => fillIn(address, { ...own, [name]: value }),
        oneOf: ONE_OF,
        from: n,
        patience: 20_000,
      }).catch(wrong.from(route));
    }
  }
  assert.deepEqual(wrong.told, []);
  assert.deepEqual(await world.changes(), []);
  await assertKept(world);
});

/** Whoever may use the route, in a new browser each time, for whom nothing was throttled yet. */
function clientFor(world: World, route: Described) {
  const actor = ownerOf(world, route);
  return {
    async request(path: string, init?: RequestInit): Promise<Response> {
      await world.thread.rows("delete from throttles");
      const client = actor.open();
      const { asked } = route;
      if (asked) client.jar.set("asked", tokenOf("north", "browser", actor.who!, asked));
      return await client.request(path, init);
    },
  };
}

async function whatChanged(world: World, status: number): Promise<string | undefined> {
  const changed = await world.changes();
  if (changed.length === 0) return;
  await world.reset();
  const counted = changed.every((place) => place.startsWith("challenges of ")); // A wrong code.
  if (status >= 400 && !counted) return `answers ${status} and changes ${changed}`;
  const foreign = changed.filter(isForeign);
  if (foreign.length > 0) return `changes ${foreign}`;
}

/** A refused form names its problem, and holds in its boxes what a person typed into them. */
function whatIsLost({ body: sent }: RequestInit, answer: Response, body: string) {
  if (!answer.headers.get("content-type")?.startsWith("text/html")) return;
  const elements = shapeOf(body);
  const isNamed = elements.some(({ attributes }) =>
    attributes.get("aria-invalid") === "true" || attributes.get("role") === "alert"
  );
  if (!isNamed) return "refuses and does not say what";
  if (!(sent instanceof URLSearchParams)) return;
  for (const { tag, attributes } of elements) {
    const name = attributes.get("name") ?? "";
    const typed = sent.getAll(name);
    if (tag !== "input" || typed.length !== 1 || typed[0]!.length > 200) continue;
    const type = attributes.get("type") ?? "text";
    if (type === "password" && attributes.get("value")) return `repeats the password in ${name}`;
    if (!["text", "email", "search", "date"].includes(type) || SECRET.has(name)) continue;
    const shown = attributes.get("value") ?? "";
    if (plain(shown) !== plain(typed[0]!)) return `lost what was typed into ${name}: "${shown}"`;
  }
}

const SECRET = new Set(["password", "code"]);

/** As a text box would keep it: one line, without halves of letters and the space around. */
function plain(text: string): string {
  return text.toWellFormed().replaceAll(/[\r\n]/g, "").trim();
}

/** Every route is tried, so that one run tells all there is to tell. */
function gather() {
  const told: string[] = [];
  return {
    told,
    from: (route: Described) => (error: Error) => {
      told.push(`${route.name}: ${error.message}`);
      return 0;
    },
  };
}
