import { sql } from "kysely";
import { asSystem, type Db, inOrg } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import type { Role } from "../base/schema.ts";
import { hashPassword } from "./passwords.ts";
import { roleLabels } from "./roles.ts";

export const DEMO_PASSWORD = "show me thread";

/** A B2B software company of plausible size: somebody in every role, two CSMs to share the work. */
export const DEMO_PEOPLE: { name: string; email: string; title: string; roles: Role[] }[] = [
  person("Ana Ruiz", "Head of customer success", "admin"),
  person("Olivia Brandt", "Customer success operations", "ops"),
  person("Maya Ortiz", "Senior CSM", "csm"),
  person("Leo Park", "CSM", "csm"),
  person("Tom Fischer", "Account executive", "ae"),
  person("Noah Keller", "Chief customer officer", "leader"),
];

/** The demo's people by their first name in lower case. */
export type DemoMembers = Record<string, string>;
/** What a higher area adds to the demo, unless it is there. */
export type DemoSeed = (db: Db, orgId: string, members: DemoMembers) => Promise<void>;

const DEMO_ORG = "0198a000-0000-7000-8000-00000000ac3e";

/** Who can sign in, a line each. */
export function demoGuide(): string {
  const people = DEMO_PEOPLE.map(({ email, roles, title }) =>
    `  ${email.padEnd(32)} ${roleLabels(roles).padEnd(18)} ${title}`
  );
  return [`Sign in with the password "${DEMO_PASSWORD}" as`, ...people].join("\n");
}

/** Seeds the demo organisation where it is missing; answers whether it was. */
export function seedDemo(db: Db, others: DemoSeed[] = []): Promise<boolean> {
  // Two processes may start at once: the second waits here, and then finds it made.
  return asSystem(db, async (lock) => {
    await sql`select pg_advisory_xact_lock(hashtext('thread_demo'))`.execute(lock);
    const made = await lock.selectFrom("orgs").select("id").where("id", "=", DEMO_ORG)
      .executeTakeFirst();
    if (!made) await makeDemo(db);
    const members = await demoMembers(db);
    for (const seed of others) await seed(db, DEMO_ORG, members);
    return !made;
  }, { deadlineMs: 60_000 });
}

async function demoMembers(db: Db): Promise<DemoMembers> {
  const members = await inOrg(
    db,
    DEMO_ORG,
    { kind: "operator", cause: "demo" },
    (tx) => tx.selectFrom("members").select(["id", "email"]).execute(),
  );
  return Object.fromEntries(members.map(({ id, email }) => [email.split("@")[0]!, id]));
}

async function makeDemo(db: Db) {
  const identities = await makeIdentities(db);
  const members = new Map(DEMO_PEOPLE.map(({ email }) => [email, newId()]));
  await inOrg(db, DEMO_ORG, { kind: "operator", cause: "demo" }, async (tx) => {
    await tx.insertInto("orgs").values({
      id: DEMO_ORG,
      name: "Acme Cloud",
      support_email: "support@acme-cloud.example",
      time_zone: "Europe/Berlin",
    }).execute();
    await tx.insertInto("brandings").defaultValues().execute();
    await tx.insertInto("members").values(
      DEMO_PEOPLE.map(({ email, name, title, roles }) => (
        {
          id: members.get(email)!,
          identity_id: identities.get(email)!,
          email,
          name,
          job_title: title,
          roles,
        }
      )),
    ).execute();
    await tx.insertInto("holidays").values([
      { day: "2026-12-25", name: "Christmas Day" },
      { day: "2027-01-01", name: "New Year's Day" },
    ]).execute();
  });
  for (const [at, { email, name }] of DEMO_PEOPLE.entries()) {
    const id = members.get(email)!;
    await inOrg(db, DEMO_ORG, { kind: "member", id, cause: "demo" }, async (tx) => {
      if (at === 0) await recordEvent(tx, { kind: "org.created", subjectId: DEMO_ORG });
      await recordEvent(tx, { kind: "member.joined", subjectId: id, data: { name } });
    });
  }
}

/** A start that was killed halfway may have left them: they are used again. */
async function makeIdentities(db: Db): Promise<Map<string, string>> {
  const password = await hashPassword(DEMO_PASSWORD);
  const now = sql<Date>`now()`;
  const people = await asSystem(db, async (tx) => {
    await tx.insertInto("identities").values(DEMO_PEOPLE.map(({ email, name, roles }) => ({
      email,
      name,
      password_hash: password,
      password_set_at: now,
      verified_at: now,
      operator: roles.includes("admin"),
    }))).onConflict((conflict) => conflict.column("email").doNothing()).execute();
    const emails = DEMO_PEOPLE.map(({ email }) => email);
    return await tx.selectFrom("identities").select(["id", "email"]).where("email", "in", emails)
      .execute();
  });
  return new Map(people.map(({ id, email }) => [email, id]));
}

function person(name: string, title: string, role: Role) {
  const email = `${name.split(" ")[0]!.toLowerCase()}@acme-cloud.example`;
  return { name, email, title, roles: [role] };
}
