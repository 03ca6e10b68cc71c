import assert from "node:assert/strict";
import { sql } from "kysely";
import { inAccount } from "../../domain/base/db.ts";
import { type Described, routes } from "../routes_table.ts";
import { HANDED } from "./access_seeds.ts";
import { type Actor, answerOf, ask, assertHome, assertKept } from "./asking.ts";
import { actionIdOf } from "./plan_seeds.ts";
import { otherIdOf } from "./portal_seeds.ts";
import { idOf, tokenOf } from "./seeds.ts";
import { objectsOf, openWorld, type World } from "./world.ts";

/** Stands in every word of the account that belongs to no task of the delegate. */
const HIDDEN = "not-for-delegates";
const own = objectsOf("north", "csm");
const portal = routes.filter(({ may, stream }) => may === "contact" && !stream);

/** What a delegate reaches: the task that was handed to them, and what is their own. */
const OF_DELEGATE = new Set([
  "GET /p",
  "GET /p/tasks/:task",
  "GET /p/tasks/:task/review",
  "POST /p/tasks/:task/answers",
  "POST /p/tasks/:task/submission",
  "POST /p/tasks/:task/change-requests",
]);
/** Of whoever is in, whatever they may see. */
const OF_ALL = /^\w+ \/p\/(choice|settings)(\/|$)/;

/** What these name is another contact's own: a session, or an upload under way. */
const OF_ANOTHER = /\/(sessions\/:id|uploads\/:upload)/;

function isTaken({ name }: { name: string }, status: number): boolean {
  return status < 400 || status === 422 || OF_ANOTHER.test(name) && status === 404;
}

Deno.test("somebody who was handed a task reaches that task, and no word of anything else", async () => {
  await using world = await openMarked();
  const actor: Actor = {
    name: "delegate",
    open: () => world.partly("north", "delegate"),
    org: "north",
    who: "csm",
    contact: true,
  };
  for (const route of portal) {
    const answer = await ask(actor, route, own);
    const told = `${route.name} for a delegate answers ${answer.status} ${answer.location}`;
    assertHome("north", answer, told);
    assert.ok(!answer.body.includes(HIDDEN), `${told} and tells of something else`);
    if (OF_ALL.test(route.name)) assert.ok(isTaken(route, answer.status), told);
    else if (OF_DELEGATE.has(route.name)) assert.ok(answer.status < 400, told);
    else assert.equal(answer.status, 404, told);
    const changed = await world.changes();
    if (answer.status === 404) assert.deepEqual(changed, [], told);
    if (changed.length > 0) await world.reset();
    if (route.at.includes("{askedAction}")) await otherTasks(world, actor, route);
  }
  await assertKept(world);
});

Deno.test("to a delegate's transaction the tables of the portal hold their one task and themselves", async () => {
  await using world = await openMarked();
  const granted = await world.thread.rows<{ name: string; columns: string[] }>(
    `select table_name as name, array_agg(column_name::text) as columns
     from information_schema.column_privileges
     where grantee = 'thread_portal' and privilege_type = 'SELECT' group by 1 order by 1`,
  );
  assert.ok(granted.length > 15);
  const [orgId, account, delegate] = [idOf("north"), own.account!, idOf("north", "delegate")];
  for (const { name, columns } of granted) {
    const rows = await inAccount(world.thread.db, orgId, account, delegate, async (tx) => {
      const list = sql.join(columns.map((column) => sql.ref(column)));
      return (await sql`select ${list} from ${sql.table(name)}`.execute(tx)).rows;
    }, { readOnly: true });
    assert.ok(!JSON.stringify(rows).includes(HIDDEN), `${name} tells a delegate of something else`);
  }
});

Deno.test("a viewer opens every page, and changes nothing but what is their own", async () => {
  await using world = await openWorld();
  const actor: Actor = {
    name: "viewer",
    open: () => world.partly("north", "viewer"),
    org: "north",
    who: "csm",
    contact: true,
  };
  for (const route of portal) {
    const answer = await ask(actor, route, own);
    const told = `${route.name} for a viewer answers ${answer.status} ${answer.location}`;
    assertHome("north", answer, told);
    const changed = await world.changes();
    if (OF_ANOTHER.test(route.name)) assert.equal(answer.status >= 403, true, told);
    else if (route.method === "GET") assert.equal(answer.status, 200, told);
    else if (!OF_ALL.test(route.name)) {
      assert.equal(answer.status, 403, told);
      assert.deepEqual(changed, [], told);
    }
    if (changed.length > 0) await world.reset();
  }
  await assertKept(world);
});

Deno.test("a sponsor's address opens the page of its own account, by first names, and nothing else", async () => {
  await using world = await openMarked();
  const [north, south] = [idOf("north"), idOf("south")];
  const at = (org: string, of: "north" | "south") =>
    `/p/${org}/progress/${tokenOf(of, "sponsor link")}`;
  const sponsor = world.client();
  const page = await answerOf(await sponsor.get(at(north, "north")));
  assert.equal(page.status, 200);
  assertHome("north", page, "the sponsor's page");
  assert.doesNotMatch(
    page.body,
    /contacts\.name|members\.name|sponsor_links\.label|messages\.body/,
  );
  assert.doesNotMatch(page.body, /(contact|delegate|csm)@canary/);
  await world.reset();
  for (const crossed of [at(south, "north"), at(north, "south")]) {
    const answer = await answerOf(await sponsor.get(crossed));
    assert.equal(answer.status, 410);
    assert.doesNotMatch(answer.body, /progress-text|<progress/);
  }
  assert.deepEqual(await world.changes(), []);
  for (const route of portal) {
    const answer = await ask({ name: "sponsor", open: () => sponsor }, route, own);
    assert.match(answer.location, /^\/p\/sign-in/, route.name);
  }
  await assertKept(world);
});

/** North's account with a word in all that was not handed on. */
async function openMarked(): Promise<World> {
  const world = await openWorld();
  const values = [idOf("north"), ` ${HIDDEN}`];
  const change = (text: string, ...more: unknown[]) =>
    world.thread.rows(text, [...values, ...more]);
  await change(
    `update actions set label = left(label, 100) || $2, content = content || jsonb_build_object('intro', $2::text)
     where org_id = $1 and id <> $3`,
    actionIdOf("north", HANDED),
  );
  await change(
    "update milestones set name = left(name, 100) || $2, your_text = $2 where org_id = $1",
  );
  await change("update messages set body = body || $2 where org_id = $1");
  await change("update files set name = left(name, 100) || $2 where org_id = $1");
  await change("update sponsor_links set label = label || $2 where org_id = $1");
  await change(
    `update contacts set name = left(name, 80) || $2 where org_id = $1 and id not in ($3, $4)`,
    idOf("north", "delegate"),
    idOf("north", "contact"), // Who asked them.
  );
  await world.keep();
  return world;
}

/** Each other task of the account is answered like one that nobody has. */
async function otherTasks(world: World, actor: Actor, route: Described): Promise<void> {
  const absent = await ask(actor, route, { ...own, askedAction: idOf("stranger") });
  assert.equal(absent.status, 404, route.name);
  const types = ["REQUEST_DOCS", "REQUEST_ASSETS", "SEND_EMAIL", "SCHEDULE_MEETING"] as const;
  const others = [
    ...types.map((type) => actionIdOf("north", type)),
    otherIdOf("north", own.askedAction!),
    actionIdOf("south", HANDED),
  ];
  for (const askedAction of others) {
    const answer = await ask(actor, route, { ...own, askedAction });
    assert.equal(answer.status, 404, `${route.name} of ${askedAction}`);
    assert.ok(!answer.body.includes(HIDDEN), route.name);
  }
  assert.deepEqual(await world.changes(), [], route.name);
}
