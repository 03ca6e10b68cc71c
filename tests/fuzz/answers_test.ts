import assert from "node:assert/strict";
import { type Described, fillIn, forms, routes } from "../routes_table.ts";
import { type Actor, ask, ownerOf } from "./asking.ts";
import { objectsOf, openWorld } from "./world.ts";

/** Open to everybody, and named for what is in them, so that they may be kept. */
const KEPT = /^GET \/(static|brand)\//;
/** Logos stand in letters too, which are read on other sites. */
const ELSEWHERE = "GET /brand/:org/logo";
const FRAGMENT = { "HX-Request": "true", "HX-Request-Type": "partial" };

Deno.test("every answer says how it may be used: not framed, not guessed at, not kept", async () => {
  await using world = await openWorld();
  for (const route of routes) {
    for (const actor of [ownerOf(world, route), visitor(() => world.client())]) {
      for (const headers of [{}, FRAGMENT]) {
        const answer = await ask(actor, route, objectsOf("north", actor.who!), { headers });
        const told = `${route.name} for ${actor.name}, ${answer.status}`;
        assertHard(route, readHeaders(answer.headers), told);
      }
      if (route.method !== "GET") await world.reset();
    }
  }
});

Deno.test("a fragment asked for after the session is over sends the browser to sign in, and shows nothing", async () => {
  await using world = await openWorld();
  const closed = routes.filter(({ may, stream }) => may !== "anyone" && !stream);
  assert.ok(closed.length > 30);
  for (const route of closed) {
    const actor = { ...visitor(() => world.as("north", "admin", "expired")) };
    const answer = await ask(actor, route, objectsOf("north", "admin"), {
      headers: {
        ...FRAGMENT,
        "HX-Current-URL": `http://thread.test${fillIn(route.at, objectsOf("north", "admin"))}`,
      },
    });
    assert.equal(answer.status, 401, route.name);
    assert.match(answer.location, /^(\/p)?\/sign-in\?next=%2F(?!%2F)/, route.name);
    assert.equal(answer.body, "", route.name);
  }
  assert.deepEqual(await world.changes(), []);
});

Deno.test("a form's fragment sends the browser only where the form itself would", async () => {
  await using world = await openWorld();
  for (const route of forms.filter(({ to }) => to !== undefined)) {
    const answer = await ask(
      ownerOf(world, route),
      route,
      objectsOf("north", ownerOf(world, route).who!),
      { headers: { ...FRAGMENT, "HX-Current-URL": "//e.test/x", referer: "//e.test/x" } },
    );
    // Some answer with the part of the page that changed, and send the browser nowhere.
    const isPart = answer.status === 200 && answer.body !== "" && answer.location === "";
    if (!isPart) assert.match(answer.location, /^\/(?![/\\])/, `${route.name} ${answer.status}`);
    await world.reset();
  }
});

function visitor(open: Actor["open"]): Actor {
  return { name: "visitor", open, org: "north", who: "admin" };
}

function assertHard(route: Described, headers: Map<string, string>, told: string) {
  const is = (name: string, value: string) => assert.equal(headers.get(name), value, told);
  is("x-content-type-options", "nosniff");
  is("x-frame-options", "DENY");
  is("referrer-policy", "no-referrer");
  is("cross-origin-opener-policy", "same-origin");
  const policy = headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/, told);
  assert.doesNotMatch(policy, /script-src[^;]*'unsafe|https?:\/\/(?!thread\.test\/brand\/)/, told);
  if (!KEPT.test(route.name)) {
    is("cache-control", "no-store");
    is("cross-origin-resource-policy", "same-origin");
    assert.match(headers.get("vary") ?? "", /HX-Request/, told);
    assert.match(policy, /frame-ancestors 'none'/, told);
  } else if (route.name !== ELSEWHERE) is("cross-origin-resource-policy", "same-origin");
}

function readHeaders(lines: string): Map<string, string> {
  return new Map(
    lines.split("\n").map((line) => {
      const at = line.indexOf(": ");
      return [line.slice(0, at), line.slice(at + 2)] as const;
    }),
  );
}
