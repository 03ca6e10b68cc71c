import { connect, type Db, inOrg } from "../domain/base/db.ts";
import { type Connection, openConnection } from "../domain/base/driver.ts";
import { openFeed } from "../domain/base/feed.ts";
import { openLog } from "../domain/base/log.ts";
import type { Outside } from "../domain/base/outside.ts";
import { type Environment, readSettings, type Settings } from "../domain/base/settings.ts";
import type { Role } from "../domain/base/schema.ts";
import { startSession } from "../domain/people/sessions.ts";
import { workOff } from "../jobs/work_off.ts";
import { makeApp } from "../routes/app.tsx";
import { openStreams } from "../routes/streams.ts";
import { openClient } from "./client.ts";
import { moveClock } from "./move_clock.ts";
import { testDatabase } from "./postgres.ts";

export interface CastMember {
  identityId: string;
  memberId: string;
  orgId: string;
  email: string;
  roles: Role[];
}

const ACME = "Acme Cloud";
const GLOBEX = "Globex";
const ROLES_OF: Record<string, { org: string; roles: Role[] }> = {
  alice: { org: ACME, roles: ["admin"] },
  bob: { org: ACME, roles: ["csm"] },
  olive: { org: ACME, roles: ["ops"] },
  ed: { org: ACME, roles: ["ae"] },
  lea: { org: ACME, roles: ["leader"] },
  charlie: { org: GLOBEX, roles: ["admin"] },
};

export type Name = keyof typeof ROLES_OF & string;

/** Thread as it runs, over a database of its own, with the same few people every time. */
export async function testApp(environment: Environment = {}) {
  const database = await testDatabase();
  const admin = await openConnection({ url: database.adminUrl, applicationName: "thread-test" });
  // The suites also run with one connection, to see that no request waits for a second one.
  const settings = testSettings({
    DATABASE_POOL: Deno.env.get("THREAD_TEST_POOL"),
    ...environment,
  });
  const db = connect(database.appUrl, settings.databasePool, "thread-test");
  const outside = closedOutside();
  const reported: Error[] = [];
  const logged: string[] = [];
  const house = {
    db,
    outside,
    settings,
    feed: openFeed(db),
    streams: openStreams(db),
    log: openLog({ write: (line) => void logged.push(line), now: outside.now, level: "debug" }),
    report: (error: Error) => void reported.push(error),
  };
  const app = makeApp(house);
  const cast = await seedCast(db, admin);
  const tokens = new Map<string, string>();
  for (const [name, person] of Object.entries(cast)) {
    tokens.set(name, await startSession(db, person.identityId, "password", VISITOR, person.orgId));
  }

  const close = async () => {
    house.streams.stop();
    house.feed.stop();
    db.close();
    admin.destroy(new Error("The test is over"));
    await database.drop();
  };
  return {
    app,
    db,
    settings,
    house,
    /** Errors nobody expected: most tests want none. */
    reported,
    /** What the log was told, a line of JSON each. */
    logged,
    cast,
    urls: database,
    /** The same person each time, already signed in. */
    as: (name: string) => openClient(app, settings, tokens.get(name)),
    /** Somebody new, with a cookie jar of their own. */
    visitor: () => openClient(app, settings),
    /** Looks past row security. */
    rows: async <T = Record<string, unknown>>(text: string, values: unknown[] = []) =>
      (await admin.query(text, values)).rows as T[],
    /** What the outbox holds, oldest first. */
    mails: async () =>
      (await admin.query("select * from mails order by created_at, id", [])).rows as {
        org_id: string;
        id: string;
        to_address: string;
        subject: string;
        body_text: string;
        state: string;
      }[],
    /** Moves the clock on, by moving everything that has happened back. */
    pass: (interval: string) => moveClock(admin, interval),
    /** Does everything that is due, as the background would. */
    workOff: () => workOff(db, outside),
    [Symbol.asyncDispose]: close,
  };
}

export type TestApp = Awaited<ReturnType<typeof testApp>>;

const VISITOR = { userAgent: "Test", ip: "192.0.2.1" };

export function testSettings(environment: Environment = {}): Settings {
  return readSettings({
    PUBLIC_URL: "http://thread.test",
    SUPPORT_EMAIL: "help@thread.test",
    THREAD_SECRET_KEYS: `k1:${btoa("0".repeat(32))}`,
    ...environment,
  }, true);
}

/** A test that reaches outside names the fake it reaches; any other host is an error. */
export function closedOutside(): Outside {
  return {
    fetch: (input) => Promise.reject(new Error(`No fake answers for ${input}`)),
    now: () => new Date(),
    secret: () => undefined,
  };
}

async function seedCast(db: Db, admin: Connection): Promise<Record<string, CastMember>> {
  const orgs = new Map<string, string>();
  const cast: Record<string, CastMember> = {};
  for (const [name, { org, roles }] of Object.entries(ROLES_OF)) {
    const orgId = orgs.get(org) ?? await makeOrg(db, org);
    orgs.set(org, orgId);
    const email = `${name}@${org === ACME ? "acme.test" : "globex.test"}`;
    const identityId = crypto.randomUUID();
    await admin.query(
      "insert into identities (id, email, name, verified_at) values ($1, $2, $3, now())",
      [identityId, email, capital(name)],
    );
    const memberId = crypto.randomUUID();
    await inOrg(db, orgId, { kind: "system" }, (tx) =>
      tx.insertInto("members").values({
        id: memberId,
        identity_id: identityId,
        email,
        name: capital(name),
        roles,
      }).execute());
    cast[name] = { identityId, memberId, orgId, email, roles };
  }
  return cast;
}

async function makeOrg(db: Db, name: string): Promise<string> {
  const id = crypto.randomUUID();
  await inOrg(db, id, { kind: "system" }, async (tx) => {
    await tx.insertInto("orgs").values({ id, name, time_zone: "Europe/Berlin" }).execute();
    await tx.insertInto("brandings").defaultValues().execute();
  });
  return id;
}

const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1);
