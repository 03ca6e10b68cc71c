import assert from "node:assert/strict";
import { type Described, fillIn, forms, objectsIn, routes, stillPages } from "../routes_table.ts";
import {
  answerOf,
  ask,
  assertHome,
  assertKept,
  isForeign,
  ownerOf,
  sameness,
  some,
} from "./asking.ts";
import { canary, idOf, ORGS, tokenOf } from "./seeds.ts";
import { objectsOf, openWorld, SECRETS, type World } from "./world.ts";

const MINE = objectsOf("north", "admin");
const THEIRS = objectsOf("south", "admin");

/** Headers that some server, proxy or framework would have believed. */
const HEADERS: Record<string, string> = {
  "x-org-id": THEIRS.org!,
  "x-tenant-id": THEIRS.org!,
  "thread-org": THEIRS.org!,
  "x-user-id": idOf("south", "identity", "admin"),
  "x-forwarded-user": THEIRS.email!,
  "x-forwarded-host": "canary-south.test",
  "x-original-url": `/mails/${THEIRS.mail}`,
  "x-rewrite-url": `/mails/${THEIRS.mail}`,
  "x-http-method-override": "DELETE",
  "authorization": `Bearer ${tokenOf("south", "session", "admin", "now")}`,
  "last-event-id": "1",
  "referer": `http://thread.test/mails/${THEIRS.mail}`,
};

const COOKIES: Record<string, string> = {
  org: THEIRS.org!,
  org_id: THEIRS.org!,
  session: tokenOf("south", "session", "admin", "now"),
  "__Host-thread": tokenOf("south", "session", "admin", "now"),
  role: "admin",
};

Deno.test("headers and cookies that name another organisation are not believed", async () => {
  await using world = await openWorld();
  for (const route of [...stillPages, ...routes.filter(({ stream }) => stream)]) {
    const actor = ownerOf(world, route);
    const plain = sameness(await ask(actor, route, objectsOf("north", actor.who!)), route.at);
    const open = () => {
      const client = actor.open();
      for (const [name, value] of Object.entries(COOKIES)) client.jar.set(name, value);
      return client;
    };
    const answer = await ask({ ...actor, open }, route, objectsOf("north", actor.who!), {
      headers: HEADERS,
    });
    assertHome("north", answer, route.name);
    if (!route.stream) assert.equal(sameness(answer, route.at), plain, route.name);
  }
  assert.deepEqual(await world.changes(), []);
  await assertKept(world);
});

Deno.test("an address with another organisation in its query shows the same page", async () => {
  await using world = await openWorld();
  const strange = Object.entries({ ...THEIRS, org_id: THEIRS.org!, account_id: THEIRS.org! })
    .filter(([name]) => !SECRETS.includes(name));
  const query = new URLSearchParams(strange);
  for (const route of stillPages) {
    const actor = ownerOf(world, route);
    const at = `${route.at}${route.at.includes("?") ? "&" : "?"}${query}`;
    const plain = await ask(actor, route, objectsOf("north", actor.who!));
    const answer = await ask(actor, { ...route, at }, objectsOf("north", actor.who!));
    assert.equal(answer.status, plain.status, route.name);
    assertHome("north", answer, route.name);
  }
  assert.deepEqual(await world.changes(), []);
  await assertKept(world);
});

Deno.test("THREAD-086 a filter, a cursor or a search with another organisation's values finds nothing", async () => {
  await using world = await openWorld();
  const searches = stillPages.filter(({ at }) => at.includes("?"));
  for (const [turn, route] of searches.entries()) {
    const actor = ownerOf(world, route);
    const own = objectsOf("north", actor.who!);
    const [path, query = ""] = route.at.split("?");
    for (const [name] of new URLSearchParams(query)) {
      for (const value of some(Object.values(THEIRS), 10, turn)) {
        const search = new URLSearchParams(fillIn(query, own));
        for (const values of [[value], [search.get(name)!, value], [value, search.get(name)!]]) {
          search.delete(name);
          for (const one of values) search.append(name, one);
          const answer = await ask(actor, { ...route, at: `${path}?${search}` }, own);
          assert.ok(answer.status < 500, `${route.name} with ${search}: ${answer.status}`);
          const typed = answer.body.replaceAll(value, "").replaceAll(encodeURIComponent(value), "");
          assertHome("north", { ...answer, body: typed }, `${route.name} with ${search}`);
        }
      }
    }
  }
  assert.deepEqual(await world.changes(), []);
  await assertKept(world);
});

Deno.test("THREAD-086 a list, a search and a log show what is there, and of one organisation only", async () => {
  await using world = await openWorld();
  const lists: Record<string, string> = {
    "/": "members.name",
    "/members": "members.name",
    "/members?q=%E2%9F%A6canary": "members.name",
    "/search?q=%E2%9F%A6canary": "members.name",
    "/activity": "members.name",
    "/mails?view=all&to=canary": "mails.subject",
    "/jobs": "jobs.last_error",
    "/outbox?to=canary": "mails.subject",
    "/settings/holidays": "holidays.name",
    "/members/invitations": "access_requests.name",
    "/profile/sessions": "sessions.ip",
  };
  for (const org of ORGS) {
    for (const [path, column] of Object.entries(lists)) {
      const answer = await answerOf(await world.as(org, "operator").get(path));
      const main = answer.body.split("<main")[1] ?? "";
      assert.ok(main.includes(canary(org, column)), `${path} of ${org} lacks ${column}`);
      assertHome(org, answer, `${path} of ${org}`);
    }
  }
});

Deno.test("a field that a form does not have is refused, whatever column it is named for", async () => {
  await using world = await openWorld();
  const columns = world.tables.flatMap((table) => table.columns.map(({ name }) => name));
  const taken: string[] = [];
  for (const route of forms) {
    const actor = ownerOf(world, route);
    const own = objectsOf("north", actor.who!);
    const known = Object.keys(route.form ?? {});
    const extra = [...new Set([...columns, "role", "org", "account", "is_admin"])]
      .filter((name) => !known.includes(name) && !route.optional?.includes(name));
    for (const part of [...chunks(extra, 40), ["org_id"], ["roles"], ["id"], ["version"]]) {
      const form = { ...route.form, ...smuggled(part.filter((name) => extra.includes(name))) };
      if (Object.keys(form).length === known.length) continue;
      const answer = await ask(actor, { ...route, form }, own);
      const told = `${route.name} with ${part} answers ${answer.status} ${answer.location}`;
      assertHome("north", answer, told);
      if (!route.form || route.ignoresForm) {
        assert.ok(answer.status < 500, told);
        assert.deepEqual((await world.changes()).filter(isForeign), [], told);
        await world.reset();
        continue;
      }
      const changed = await world.changes();
      const isRefused = [400, 404, 409, 422].includes(answer.status) && changed.length === 0;
      if (!isRefused) taken.push(`${told} and changes ${changed}`);
      if (changed.length > 0) await world.reset();
      await world.thread.rows("delete from throttles");
      if (!isRefused) break;
    }
  }
  assert.deepEqual(taken, []);
  await assertKept(world);
});

Deno.test("an id of another organisation in a form, alone or beside one's own, changes nothing there", async () => {
  await using world = await openWorld();
  let asked = 0;
  for (const route of forms) {
    const actor = ownerOf(world, route);
    const own = objectsOf("north", actor.who!);
    for (const [name, value] of objectFields(route)) {
      const foreign = fillIn(value, objectsOf("south", actor.who!));
      const mine = fillIn(value, own);
      for (const values of [[foreign], [mine, foreign], [foreign, mine]]) {
        asked++;
        const answer = await send(world, route, name, values);
        const told = `${route.name} with ${name}=${values}`;
        assert.ok(answer.status < 500, told);
        assertHome("north", answer, told);
        assert.deepEqual((await world.changes()).filter(isForeign), [], told);
        await world.reset();
      }
    }
  }
  assert.equal(asked > 0, forms.some((route) => objectFields(route).length > 0));
  await assertKept(world);
});

function objectFields({ form = {} }: Described): [string, string][] {
  return Object.entries(form).filter(([, value]) =>
    objectsIn(value).some((object) => !SECRETS.includes(object))
  );
}

async function send(world: World, route: Described, name: string, values: string[]) {
  const actor = ownerOf(world, route);
  const own = objectsOf("north", actor.who!);
  const fields = Object.entries(route.form!).filter(([field]) => field !== name)
    .map(([field, value]) => [field, fillIn(value, own)] as [string, string]);
  const body = new URLSearchParams([
    ...fields,
    ...values.map((one): [string, string] => [name, one]),
  ]);
  const client = actor.open();
  return await answerOf(await client.request(fillIn(route.at, own), { method: "POST", body }));
}

function smuggled(names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, SMUGGLED[name] ?? THEIRS.org!]));
}

const SMUGGLED: Record<string, string> = {
  roles: "admin",
  role: "admin",
  operator: "true",
  is_admin: "true",
  email: THEIRS.email!,
  version: "1",
  state: "sent",
  deactivated_at: "2026-01-01",
  id: MINE.mail!,
};

function chunks<T>(list: T[], size: number): T[][] {
  return Array.from(
    { length: Math.ceil(list.length / size) },
    (_, n) => list.slice(n * size, (n + 1) * size),
  );
}
