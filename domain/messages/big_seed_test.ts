import assert from "node:assert/strict";
import { planOrgs, seedBig, seedId } from "../base/big_seed.ts";
import { connect, inOrg } from "../base/db.ts";
import { testDatabase } from "../../tests/postgres.ts";
import { peopleSeeds } from "../people/big_seed.ts";
import { messageSeeds } from "./big_seed.ts";

const seeds = [...peopleSeeds, ...messageSeeds];
const tiny = { orgs: 5, scale: 0.002 };

Deno.test("planOrgs() gives one organisation of a hundred two fifths of all people", () => {
  const plan = planOrgs({ orgs: 100, scale: 1 });
  const people = plan.reduce((sum, { members }) => sum + members, 0);
  assert.equal(plan.length, 100);
  assert.equal(plan[0]!.members, 20_000);
  assert.ok(Math.abs(people - 50_000) < 100, `${people}`);
  assert.ok(plan.every(({ members }, index) => index === 0 || members <= plan[index - 1]!.members));
});

Deno.test("seedBig() fills every table once, each organisation as itself, and says so", async () => {
  await using database = await testDatabase();
  const said: string[] = [];
  const made = await seedBig(database.ownerUrl, seeds, (line) => said.push(line), tiny);
  const members = planOrgs(tiny).reduce((sum, org) => sum + org.members, 0);
  assert.equal(made.orgs, 5);
  assert.equal(made.members, members);
  assert.equal(made.holidays, 60);
  for (const { table } of seeds) assert.ok(made[table]! > 0, table);
  assert.match(said[0]!, /^orgs +5 added +0 there$/);

  said.length = 0;
  assert.deepEqual(await seedBig(database.ownerUrl, seeds, (line) => said.push(line), tiny), made);
  assert.match(said[1]!, new RegExp(`^members +0 added +${members} there$`));

  const db = connect(database.appUrl, 2);
  try {
    const org = seedId("org 2");
    const seen = await inOrg(
      db,
      org,
      { kind: "system" },
      (tx) => tx.selectFrom("members").select("org_id").execute(),
    );
    assert.equal(seen.length, planOrgs(tiny)[1]!.members);
    assert.ok(seen.every(({ org_id }) => org_id === org));
  } finally {
    db.close();
  }
});

Deno.test("seedBig() goes on where a killed run stopped", async () => {
  await using database = await testDatabase();
  const failing = { table: "mails", add: () => Promise.reject(new Error("Killed")) };
  await assert.rejects(seedBig(database.ownerUrl, [...peopleSeeds, failing], () => {}, tiny));
  const made = await seedBig(database.ownerUrl, seeds, () => {}, tiny);
  assert.equal(made.orgs, 5);
  assert.ok(made.mails! > 0);
});
