import { type Db, HOUSE, inOrg } from "../../domain/base/db.ts";
import { enqueue } from "../../domain/base/queue.ts";
import type { MailClass } from "../../domain/messages/after_try.ts";
import { postMail } from "../../domain/messages/outbox.ts";
import { startSession } from "../../domain/people/sessions.ts";
import type { ChaosPostgres } from "../chaos_postgres.ts";

/** What clients were told is done. When all is quiet again, every bit of it must be there. */
export interface Ledger {
  /** Of each person: the names they were told they have, and those they were never told about. */
  names: Map<string, { told: string; untold: string[] }>;
  /** Addresses whose owners were told that a letter is on its way. */
  lettersTo: string[];
  /** Invitations that the one who invited was told are sent. */
  invited: { orgId: string; email: string }[];
  /** Mails whose transaction answered that it committed. */
  posted: { id: string; mailClass: MailClass }[];
}

interface Person {
  identityId: string;
  orgId: string;
  cookie: string;
}

const ORGS = 5;
const PEOPLE_EACH = 6;

/** What clients do all the time, each act noted in the ledger once it was acknowledged. */
export async function openWorkload(postgres: ChaosPostgres, db: Db) {
  const free = await seedPeople(postgres, db);
  const ledger: Ledger = { names: new Map(), lettersTo: [], invited: [], posted: [] };
  let acts = 0;

  async function work(url: string, signal: AbortSignal, nth: number): Promise<void> {
    const act = ++acts; // Another for each try, so that every try can be told apart.
    const person = free.shift()!; // Nobody does two things at once.
    try {
      if (nth % 10 < 2) await rename(url, signal, person, act);
      else if (nth % 10 < 4) await invite(url, signal, person, act);
      else if (nth % 10 < 6) await askForLetter(url, signal, act);
      else if (nth % 10 < 8) await post(person.orgId, "customer", act);
      else if (nth % 10 === 8) await post(HOUSE, "notice", act);
      else await look(url, signal, person);
    } finally {
      free.push(person);
    }
  }

  async function rename(url: string, signal: AbortSignal, person: Person, act: number) {
    const name = `Name ${act}`;
    const names = ledger.names.get(person.identityId) ?? { told: "", untold: [] };
    ledger.names.set(person.identityId, names);
    names.untold.push(name);
    await send(url, "/profile", { name, theme: "light" }, signal, { cookie: person.cookie });
    names.untold.splice(names.untold.indexOf(name), 1);
    names.told = name;
  }

  async function invite(url: string, signal: AbortSignal, { orgId, cookie }: Person, act: number) {
    const email = `invited-${act}@people.test`;
    await send(url, "/members/invitations", { email, roles: "csm" }, signal, { cookie });
    ledger.invited.push({ orgId, email });
  }

  async function askForLetter(url: string, signal: AbortSignal, act: number) {
    const email = `asks-${act}@people.test`;
    const forwarded = `10.${act >> 16 & 255}.${act >> 8 & 255}.${act & 255}`;
    const headers = { "x-forwarded-for": forwarded };
    await send(url, "/sign-in-links", { email, next: "/" }, signal, headers);
    ledger.lettersTo.push(email);
  }

  /** As the app would, in its own transaction. The job comes twice, as a wake-up may. */
  async function post(orgId: string, mailClass: MailClass, act: number) {
    const id = await inOrg(db, orgId, { kind: "system", cause: "chaos" }, async (tx) => {
      const to = { name: "", address: `act-${act}@customer.test` };
      const id = await postMail(tx, { class: mailClass, to, subject: `Act ${act}`, text: "Hello" });
      await enqueue(tx, "send_mail", { mailId: id });
      return id;
    });
    ledger.posted.push({ id, mailClass });
  }

  return { work, ledger };
}

async function look(url: string, signal: AbortSignal, { cookie }: Person) {
  const response = await fetch(`${url}/profile`, { signal, headers: { cookie } });
  const page = await response.text();
  if (response.status !== 200 || !page.includes("</html>")) {
    throw new Error(`/profile answers ${response.status}`);
  }
}

/** A form as a browser without script sends it. Anything but "go on" means that it is not done. */
async function send(
  url: string,
  path: string,
  fields: Record<string, string>,
  signal: AbortSignal,
  headers: Record<string, string>,
): Promise<void> {
  const response = await fetch(url + path, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { ...headers, "sec-fetch-site": "same-origin" },
    redirect: "manual",
    signal,
  });
  await response.body?.cancel();
  const goesOn = response.headers.get("location") ?? "";
  if (response.status !== 303 || goesOn.startsWith("/sign-in")) {
    throw new Error(`${path} answers ${response.status} ${goesOn}`);
  }
}

async function seedPeople(postgres: ChaosPostgres, db: Db): Promise<Person[]> {
  const people: Person[] = [];
  for (let org = 0; org < ORGS; org++) {
    const orgId = crypto.randomUUID();
    await inOrg(db, orgId, { kind: "system" }, async (tx) => {
      await tx.insertInto("orgs").values({ id: orgId, name: `Org ${org}` }).execute();
      await tx.insertInto("brandings").defaultValues().execute();
    });
    for (let at = 0; at < PEOPLE_EACH; at++) {
      const email = `p${at}@org${org}.test`;
      const [identity] = await postgres.ask<{ id: string }>(
        "insert into identities (email, name, verified_at) values ($1, 'Nobody', now()) returning id",
        [email],
      );
      const identityId = identity!.id;
      await inOrg(db, orgId, { kind: "system" }, (tx) =>
        tx.insertInto("members")
          .values({ identity_id: identityId, email, name: "Nobody", roles: ["admin"] }).execute());
      const visitor = { userAgent: "Chaos", ip: "192.0.2.1" };
      const token = await startSession(db, identityId, "password", visitor, orgId);
      people.push({ identityId, orgId, cookie: `thread=${token}` });
    }
  }
  return people;
}
