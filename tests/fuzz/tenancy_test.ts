import assert from "node:assert/strict";
import { type Described, fillIn, leadsTo, objectsIn, routes } from "../routes_table.ts";
import {
  type Actor,
  ask,
  assertHome,
  assertKept,
  contactActor,
  expected,
  isForeign,
  outcomeOf,
  ownerOf,
  sameness,
  some,
} from "./asking.ts";
import { OTHER, otherIdOf } from "./portal_seeds.ts";
import { idOf, PEOPLE, tokenOf } from "./seeds.ts";
import { objectsOf, openWorld, SECRETS, type World } from "./world.ts";

/** Whose objects an address names, but for those that are secrets of whoever holds them. */
function named({ at }: Described): string[] {
  return objectsIn(at.split("?")[0]!).filter((name) => !SECRETS.includes(name));
}

Deno.test("every route works for somebody, changes what it should, and nothing elsewhere", async () => {
  await using world = await openWorld();
  const wrong: string[] = [];
  for (const route of routes) {
    const actor = ownerOf(world, route);
    const answer = await ask(actor, route, objectsOf("north", actor.who!));
    const told = `${route.name} for the ${actor.who} answers ${answer.status} ${answer.location}`;
    const worked = route.to ? leadsTo(answer.location, toOf(route, actor)) : answer.status === 200;
    if (!worked) wrong.push(`${told}: ${mainOf(answer.body).slice(0, 600)}`);
    assertHome("north", answer, told);
    const changed = await world.changes();
    assert.deepEqual(changed.filter(isForeign), [], `${told} and changes what is not its own`);
    const isStill = (route.method === "GET" && !route.records) || route.changesNothing;
    if (worked && (changed.length === 0) !== (isStill ?? false)) {
      wrong.push(`${told} and changes ${changed}`);
    }
    if (changed.length > 0) await world.reset();
    else await world.thread.rows("delete from throttles");
  }
  assert.deepEqual(wrong, []);
  await assertKept(world);
});

/** What a person would read there. */
function mainOf(body: string): string {
  return body.replace(/^[^]*<main/, "<main").replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

Deno.test("THREAD-085 another organisation's id is answered like one that nobody has, and changes nothing", async () => {
  await using world = await openWorld();
  let asked = 0;
  for (const [turn, route] of routes.entries()) {
    const actor = ownerOf(world, route);
    const own = objectsOf("north", actor.who!);
    const askFor = async (ids: Record<string, string>, isNoId = false) => {
      asked++;
      const answer = await ask(actor, route, { ...own, ...ids });
      const told = `${route.name} with ${JSON.stringify(ids)}`;
      assertHome("north", answer, told);
      // What is no id is no address of this route, and its area may be closed to this person.
      const isClosed = isNoId && answer.status === 403;
      if (!isClosed) assert.equal(answer.status, 404, `${told} answers ${answer.status}`);
      assert.deepEqual(await world.changes(), [], told);
      return sameness(answer, fillIn(route.at, { ...own, ...ids }));
    };
    const names = named(route);
    if (names.length > 1) {
      const theirs = objectsOf("south", actor.who!);
      const all = (idFor: (name: string) => string) =>
        Object.fromEntries(names.map((name) => [name, idFor(name)]));
      const random = await askFor(all((name) => strangerTo(own[name]!)));
      assert.equal(await askFor(all((name) => theirs[name]!)), random, route.name);
    }
    for (const name of names) {
      const tryWith = (id: string) => askFor({ [name]: id });
      const random = await tryWith(strangerTo(own[name]!));
      for (const org of ["south", "west"] as const) {
        assert.equal(await tryWith(objectsOf(org, actor.who!)[name]!), random, route.name);
      }
      const others = some(wrongTypes(own, name), 6, turn);
      for (const other of others) assert.equal(await tryWith(other), random);
      for (const bad of some(malformed(own[name]!), 4, turn)) await askFor({ [name]: bad }, true);
    }
  }
  assert.ok(asked > 0);
  await assertKept(world);
});

Deno.test("THREAD-204 another account's id is answered to a customer like one that nobody has", async () => {
  await using world = await openWorld();
  const own = objectsOf("north", "csm");
  const actor = contactActor(world);
  const routesOfCustomers = routes.filter(({ may }) => may === "contact");
  let asked = 0;
  for (const route of routesOfCustomers) {
    for (const name of named(route)) {
      asked++;
      const tryWith = async (id: string) => {
        const answer = await ask(actor, route, { ...own, [name]: id });
        assert.equal(answer.status, 404, `${route.name} with ${name}=${id}`);
        return sameness(answer, fillIn(route.at, { ...own, [name]: id }));
      };
      const random = await tryWith(strangerTo(own[name]!));
      const other = /^(file|upload)$/.test(name)
        ? idOf("north", `other ${name}`)
        : otherIdOf("north", own[name]!);
      assert.equal(await tryWith(other), random, route.name);
    }
  }
  assert.ok(asked > 5);
  assert.deepEqual(await world.changes(), []);
  for (const route of routesOfCustomers.filter(({ stream }) => !stream)) {
    const { body } = await ask(actor, route, own);
    assert.doesNotMatch(body, new RegExp(OTHER), route.name);
    await world.reset();
  }
  await assertKept(world);
});

Deno.test("a contact's cookie opens the portal and nothing of the staff's, and ends when it should", async () => {
  await using world = await openWorld();
  await world.thread.rows("delete from portal_sessions where id = $1", [
    idOf("north", "portal session", "revoked"),
  ]);
  await world.keep();
  await everyRouteAs(world, contactActor(world));
  for (const state of ["expired", "idle"] as const) {
    await everyRouteAs(world, contactActor(world, state));
  }
  const open = () => {
    const client = world.client();
    client.jar.set("portal", tokenOf("north", "portal session", "revoked"));
    return client;
  };
  await everyRouteAs(world, { name: "a revoked session of the portal", open });
  const crossed = () => {
    const client = world.client(tokenOf("north", "portal session", "now"));
    client.jar.set("portal", tokenOf("north", "session", "admin", "now"));
    return client;
  };
  await everyRouteAs(world, { name: "each token in the other's cookie", open: crossed });
  await assertKept(world);
});

Deno.test("each role may do exactly what the table says", async () => {
  await using world = await openWorld();
  for (const who of PEOPLE) {
    await everyRouteAs(world, { name: who, open: () => world.as("north", who), org: "north", who });
  }
  await assertKept(world);
});

Deno.test("what is open to anyone shows nobody another organisation, whoever they are", async () => {
  await using world = await openWorld();
  for (const who of ["admin", "gone", "guest"] as const) {
    for (const route of routes.filter(({ may }) => may === "anyone")) {
      const actor: Actor = { name: who, open: () => world.as("north", who), org: "north", who };
      const answer = await ask(actor, route, objectsOf("north", who));
      const told = `${route.name} for ${who} answers ${answer.status} ${answer.location}`;
      assert.ok(answer.status < 400, told);
      assertHome("north", answer, told);
      const changed = await world.changes();
      assert.deepEqual(changed.filter(isForeign), [], told);
      if (changed.length > 0) await world.reset();
      await world.thread.rows("delete from throttles");
    }
  }
  await assertKept(world);
});

Deno.test("a session that is absent, over, old or of nobody's organisation opens nothing", async () => {
  await using world = await openWorld();
  const admin = { org: "north", who: "admin" } as const;
  const revoked = tokenOf("north", "session", "admin", "revoked");
  await world.thread.rows("delete from sessions where id = $1", [
    idOf("north", "session", "admin", "revoked"),
  ]);
  await world.keep();
  await everyRouteAs(world, { name: "a visitor", open: () => world.client() });
  await everyRouteAs(world, { name: "a made-up token", open: () => world.client("x".repeat(43)) });
  await everyRouteAs(world, { name: "no token at all", open: () => world.client("' or true --") });
  await everyRouteAs(world, { name: "a revoked session", open: () => world.client(revoked) });
  for (const state of ["stale", "expired", "idle"] as const) {
    const open = () => world.as("north", "admin", state);
    await everyRouteAs(world, { name: `a session that is ${state}`, open, ...admin, state });
  }
  const open = () => world.client(tokenOf("nobody"));
  await everyRouteAs(world, {
    name: "somebody of no organisation",
    open,
    org: "north",
    who: "gone",
  });
  await assertKept(world);
});

function toOf({ to }: Described, { who }: Actor): string {
  return to!.replaceAll(/\{(\w+)\}/g, (_, name) => objectsOf("north", who!)[name]!);
}

async function everyRouteAs(world: World, actor: Actor): Promise<void> {
  const { org = "north", who = "admin" } = actor;
  const ofSomebody = routes.filter((one) => one.may !== "anyone");
  const fragments = new Set(some(ofSomebody, ofSomebody.length / 4, actor.name.length));
  for (const route of ofSomebody) {
    const wanted = expected(route, actor);
    const answer = await ask(actor, route, objectsOf(org, who));
    const told = `${route.name} for ${actor.name} answers ${answer.status} ${answer.location}`;
    assert.equal(outcomeOf(answer, route), wanted, told);
    assertHome(actor.org, answer, told);
    const changed = await world.changes();
    if (wanted !== "answers") assert.deepEqual(changed, [], told);
    assert.deepEqual(changed.filter(isForeign), [], told);
    if (changed.length > 0) await world.reset();
    if (wanted !== "answers" && fragments.has(route)) await asFragment(route, actor, wanted);
  }
}

/** A control on a page that is open already: the browser goes there, and nothing is swapped in. */
async function asFragment(route: Described, actor: Actor, wanted: string): Promise<void> {
  const { org = "north", who = "admin" } = actor;
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
  const answer = await ask(actor, route, objectsOf(org, who), { headers });
  const status = { "sign in": 401, "set up": 403, "step up": 403, "no access": 403 }[wanted] ?? 404;
  const told = `${route.name} as a fragment for ${actor.name}`;
  assert.equal(answer.status, status, told);
  if (wanted === "no access" || wanted === "not found") return;
  assert.equal(outcomeOf(answer, route), wanted, told);
  assert.equal(answer.body, "", told);
}

function strangerTo(id: string): string {
  if (/^\d+$/.test(id)) return "8123456";
  return /^\d{4}-/.test(id) ? "2031-05-05" : idOf("stranger", id);
}

function wrongTypes(own: Record<string, string>, name: string): string[] {
  const isUuid = (text: string) => /^[0-9a-f]{8}-/.test(text);
  if (!isUuid(own[name]!)) return [];
  const alike = new Set(Object.entries(own).filter(([, id]) => isUuid(id)).map(([, id]) => id));
  const sameType = [
    /mail/i,
    /message$/i,
    /member|collaborator/i,
    /handoff/i,
    /^(connection|notion|salesforce|slack)$/,
    /set$/i,
    /account/i,
    /contact/i,
    /field/i,
    /template/i,
    /action/i,
    /proposal/i,
    /import/i,
    /^(asked|running|done)Round$/,
    /task$/i,
    /queue$/i,
    /whatIf$/i,
    /workflow$/i,
    /Run$/,
    /Action$/,
    /Milestone$/,
    // An upload that came whole is a file by the same id.
    /^(file|upload)$/,
  ]
    .find((type) => type.test(name));
  for (const [other, id] of Object.entries(own)) {
    if (other === name || sameType?.test(other)) alike.delete(id);
  }
  return [...alike];
}

function malformed(id: string): string[] {
  return [
    "1",
    "-",
    `${id}0`,
    id.slice(1),
    id.replaceAll("-", "+"),
    `{${id}}`.replaceAll(/[{}]/g, encodeURIComponent),
    `${id}%00`,
    `${id}%0a`,
    `${id}%27`,
    `%20${id}`,
    `${id},${id}`,
    id.toUpperCase(),
  ].filter((bad) => bad !== id);
}
