import assert from "node:assert/strict";
import type { Connection } from "../../domain/base/driver.ts";
import { makeApp } from "../../routes/app.tsx";
import { openClient } from "../client.ts";
import { routes, stillPages } from "../routes_table.ts";
import { type Actor, ask, assertHome, expected, isForeign, ownerOf, sameness } from "./asking.ts";
import { idOf, ORGS, PEOPLE, tokenOf } from "./seeds.ts";
import { objectsOf, openWorld, type World } from "./world.ts";

const AT_ONCE = 40;

Deno.test("1,000 requests of three organisations at once each see only their own", async () => {
  await using world = await openWorld();
  const app = slowApp(world);
  const waiting = Array.from({ length: 1000 }, () => onePage(world, app));
  let seen = 0;
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) if (await next()) seen++;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  assert.ok(seen > 500, `only ${seen} stillPages showed anything of an organisation`);
  assert.deepEqual(await world.changes(), []);
  assert.deepEqual(world.thread.reported.map((error) => error.stack), []);
});

/** One page, picked at random, for somebody of any organisation. Answers whether it showed theirs. */
function onePage(world: World, app: ReturnType<typeof slowApp>): () => Promise<boolean> {
  const org = pick(ORGS);
  const who = pick(PEOPLE.filter((one) => !/gone|guest/.test(one)));
  const token = tokenOf(org, "session", who, "now");
  const open = () => openClient(app, world.thread.settings, token);
  const actor: Actor = { name: who, open, org, who };
  const route = pick(stillPages.filter(({ may, to }) => may !== "anyone" && to === undefined));
  return async () => {
    const answer = await ask(actor, route, objectsOf(org, who));
    assertHome(org, answer, `${route.name} for ${who} of ${org}`);
    const isPage = answer.body.includes("<html") && route.may !== "person";
    const told = `${route.name} for ${who} answers ${answer.status}`;
    assert.equal(answer.status === 200, expected(route, actor) === "answers", told);
    const shows = answer.body.includes(`canary-${org}`);
    if (isPage && answer.status === 200) {
      assert.ok(shows, `${route.name} for ${who} of ${org} shows nothing of theirs`);
    }
    return shows;
  };
}

/** The real app, in which every answer of the database takes a random while longer. */
function slowApp({ thread }: World) {
  const { pool } = thread.db;
  const slowed = new WeakSet<Connection>();
  const acquire = async () => {
    await aWhile();
    const connection = await pool.acquire();
    if (!slowed.has(connection)) slow(connection);
    slowed.add(connection);
    return connection;
  };
  return makeApp({ ...thread.house, db: { ...thread.db, pool: { ...pool, acquire } } });
}

function slow(connection: Connection): void {
  const { query } = connection;
  connection.query = async (text, parameters) => {
    const answer = await query(text, parameters);
    await aWhile();
    return answer;
  };
}

function aWhile(): Promise<void> {
  return new Promise((done) => setTimeout(done, Math.random() * 4));
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)]!;
}

Deno.test("an id of another organisation takes no longer than one that nobody has", async () => {
  await using world = await openWorld();
  const route = routes.find(({ name }) => name === "GET /mails/:id")!;
  const actor = ownerOf(world, route);
  const own = objectsOf("north", actor.who!);
  const fastest = { foreign: Infinity, random: Infinity };
  const bodies = new Set<string>();
  for (let n = 0; n < 200; n++) {
    const kind = n % 2 === 0 ? "foreign" : "random";
    const mail = kind === "foreign" ? objectsOf("south", "admin").mail! : idOf(`nobody ${n}`);
    const start = performance.now();
    const answer = await ask(actor, route, { ...own, mail });
    fastest[kind] = Math.min(fastest[kind], performance.now() - start);
    bodies.add(sameness(answer, `/mails/${mail}`));
  }
  assert.equal(bodies.size, 1);
  const { foreign, random } = fastest;
  assert.ok(Math.abs(foreign - random) < Math.max(1, random / 2), JSON.stringify(fastest));
});

Deno.test("what another organisation changes meanwhile is not seen", async () => {
  await using world = await openWorld();
  const app = slowApp(world);
  const writes = ORGS.map((org, n) => {
    const client = openClient(app, world.thread.settings, tokenOf(org, "session", "csm", "now"));
    const form = { name: `⟦canary-${org} renamed ${n}⟧`, theme: "dark", hotkeys: "on" };
    return async () => assert.equal((await client.post("/profile", form)).status, 303);
  });
  await Promise.all(Array.from({ length: 10 }, () => writes.map((write) => write())).flat());
  for (const org of ORGS) {
    const client = world.as(org, "csm");
    const page = await client.page("/profile");
    assert.match(page, new RegExp(`canary-${org} renamed`));
    assertHome(org, { status: 200, location: "", headers: "", body: page }, "/profile");
  }
  const others = (await world.changes()).filter((place) => /identities|members/.test(place));
  assert.equal(others.filter(isForeign).length, 4, "each changed itself, in two tables");
});
