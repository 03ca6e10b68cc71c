import { connect } from "../domain/base/db.ts";
import { type Connection, openConnection } from "../domain/base/driver.ts";
import { openFeed } from "../domain/base/feed.ts";
import { openBells } from "../domain/messages/notification_bells.ts";
import { openLog } from "../domain/base/log.ts";
import type { Outside } from "../domain/base/outside.ts";
import { type Environment, readSettings, type Settings } from "../domain/base/settings.ts";
import { hashTokenHex, newToken } from "../domain/base/tokens.ts";
import { wordsIn } from "../domain/messages/words/words.ts";
import type { Role } from "../domain/base/schema.ts";
import { mailHomeOf } from "../domain/messages/mail_home.ts";
import { ringDue } from "../jobs/schedule.ts";
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
  /** Of a session that has just begun. */
  token: string;
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

/**
 * Thread as it runs, over a database of its own, with the same few people every time. What a fake
 * answers for is given as `reach`.
 */
export async function testApp(environment: Environment = {}, reach: Partial<Outside> = {}) {
  const database = await testDatabase();
  const admin = await openConnection({ url: database.adminUrl, applicationName: "thread-test" });
  // The suites also run with one connection, to see that no request waits for a second one.
  const settings = testSettings({
    DATABASE_POOL: Deno.env.get("THREAD_TEST_POOL") ?? "10",
    ...environment,
  });
  const db = connect(database.appUrl, settings.databasePool, "thread-test");
  const outside = { ...closedOutside(), mailHome: mailHomeOf(settings), ...reach };
  const reported: Error[] = [];
  const logged: string[] = [];
  const house = {
    db,
    outside,
    settings,
    feed: openFeed(db),
    bells: openBells(db),
    streams: openStreams(db),
    log: openLog({ write: (line) => void logged.push(line), now: outside.now, level: "debug" }),
    wordsIn,
    report: (error: Error) => void reported.push(error),
  };
  const app = makeApp(house);
  const cast = await seedCast(admin);

  const close = async () => {
    house.streams.stop();
    house.feed.stop();
    house.bells.stop();
    db.close();
    admin.destroy(new Error("The test is over"));
    await database.release();
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
    as: (name: string) => openClient(app, settings, cast[name]!.token),
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
    /** As the minute does, for whatever the clock says is due. */
    ring: () => ringDue(db, outside),
    [Symbol.asyncDispose]: close,
  };
}

export type TestApp = Awaited<ReturnType<typeof testApp>>;

export function testSettings(environment: Environment = {}): Settings {
  return readSettings({
    PUBLIC_URL: "http://thread.test",
    SUPPORT_EMAIL: "help@thread.test",
    THREAD_SECRET_KEYS: SECRET_KEYS,
    ...environment,
  }, true);
}

export const SECRET_KEYS = `k1:${btoa("0".repeat(32))}`;

/** A test that reaches outside names the fake it reaches; any other host is an error. */
export function closedOutside(): Outside {
  return {
    fetch: (input) => Promise.reject(new Error(`No fake answers for ${input}`)),
    now: () => new Date(),
    secret: (name) =>
      name === "THREAD_SECRET_KEYS"
        ? SECRET_KEYS
        : /_CLIENT_(ID|SECRET)$/.test(name)
        ? "test"
        : undefined,
    publicUrl: new URL("http://thread.test"),
    resolveDns: (name) => Promise.reject(new Error(`No fake answers for ${name}`)),
  };
}

/** All in one message: almost every test begins with it. */
async function seedCast(admin: Connection): Promise<Record<string, CastMember>> {
  const orgs: Record<string, string> = {
    [ACME]: crypto.randomUUID(),
    [GLOBEX]: crypto.randomUUID(),
  };
  const script: string[] = [];
  for (const [name, id] of Object.entries(orgs)) {
    script.push(
      `insert into orgs (id, name, time_zone) values ('${id}', '${name}', 'Europe/Berlin')`,
      `insert into brandings (org_id) values ('${id}')`,
    );
  }
  const cast: Record<string, CastMember> = {};
  for (const [name, { org, roles }] of Object.entries(ROLES_OF)) {
    const person = {
      identityId: crypto.randomUUID(),
      memberId: crypto.randomUUID(),
      orgId: orgs[org]!,
      email: `${name}@${org === ACME ? "acme.test" : "globex.test"}`,
      roles,
      token: newToken(),
    };
    const { identityId, memberId, orgId, email, token } = person;
    script.push(
      `insert into identities (id, email, name, verified_at)
       values ('${identityId}', '${email}', '${capital(name)}', now())`,
      `insert into members (org_id, id, identity_id, email, name, roles) values
       ('${orgId}', '${memberId}', '${identityId}', '${email}', '${capital(name)}', '{${roles}}')`,
      `insert into sessions (token_hash, identity_id, org_id, method, user_agent, ip, stepped_up_at)
       values ('\\x${hashTokenHex(token)}', '${identityId}', '${orgId}', 'password', 'Test',
         '192.0.2.1', now())`,
    );
    cast[name] = person;
  }
  await admin.script(script.join("; "));
  return cast;
}

const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1);
