import type { Connection } from "../../domain/base/driver.ts";
import { roundObjectsOf } from "./round_seeds.ts";
import { upgradeObjectsOf } from "./upgrade_seeds.ts";
import { openConnection } from "../../domain/base/driver.ts";
import { hashPassword } from "../../domain/people/passwords.ts";
import { openClient } from "../client.ts";
import { testApp } from "../test_app.ts";
import { emailActionOf, typingPageOf } from "./draft_seeds.ts";
import { connectorObjectsOf } from "./connector_seeds.ts";
import { queueObjectsOf } from "./queue_seeds.ts";
import { unsubscribeTokenOf } from "./notification_seeds.ts";
import { actionIdOf } from "./plan_seeds.ts";
import { readTables, type Table } from "./tables.ts";
import {
  canary,
  CODE,
  eventIdOf,
  type Fill,
  holidayOf,
  idOf,
  type OrgName,
  ORGS,
  type PersonName,
  rowsOf,
  tokenOf,
} from "./seeds.ts";

export const PASSWORD = "four unrelated words here";

export type SessionState = "now" | "other" | "stale" | "expired" | "idle";

/** Three organisations with a row in every table, each text of which names its organisation. */
export async function openWorld({ fill = canary }: { fill?: Fill } = {}) {
  const thread = await testApp();
  const admin = await openConnection({ url: thread.urls.adminUrl, applicationName: "thread-fuzz" });
  const tables = await readTables(admin);
  await seed(admin, fill);
  const touched = async () => {
    const { rows } = await admin.query("select distinct name from kept.touched", []);
    return tables.filter((table) => rows.some(({ name }) => name === table.name));
  };
  let sown: Places = new Map();
  const keep = async () => {
    await keepCopies(admin, tables);
    sown = (await look(admin, tables)).places;
  };
  const changes = async () => {
    const places = difference(sown, await look(admin, await touched()));
    if (places.length === 0) await admin.script("delete from kept.touched");
    return places;
  };
  await keep();
  return {
    thread,
    tables,
    admin,
    /** What stands in the database now is what changes are seen against. */
    keep,
    /** Everything again as it was kept. */
    reset: async () => reset(admin, await touched()),
    /** The places whose rows are not as they were kept, such as `mails of <org>`. */
    changes,
    as: (org: OrgName, who: PersonName, state: SessionState = "now") =>
      openClient(thread.app, thread.settings, tokenOf(org, "session", who, state)),
    /** The primary contact of the organisation's account, with a cookie of the portal. */
    customer: (org: OrgName, state: SessionState = "now") => {
      const client = openClient(thread.app, thread.settings);
      client.jar.set("portal", tokenOf(org, "portal session", state));
      return client;
    },
    /** Somebody of the account who has less of the portal than its contact. */
    partly: (org: OrgName, who: "delegate" | "viewer") => {
      const client = openClient(thread.app, thread.settings);
      client.jar.set("portal", tokenOf(org, "portal session", who));
      return client;
    },
    /** Whoever this token stands for, or a visitor. */
    client: (token?: string) => openClient(thread.app, thread.settings, token),
    async [Symbol.asyncDispose]() {
      admin.destroy(new Error("The test is over"));
      await thread[Symbol.asyncDispose]();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** What `{names}` in the routes' table stand for, for one person of one organisation. */
export function objectsOf(org: OrgName, who: PersonName): Record<string, string> {
  return {
    org: idOf(org),
    member: idOf(org, "member", "csm"),
    goneMember: idOf(org, "member", "gone"),
    account: idOf(org, "account"),
    archivedAccount: idOf(org, "archived account"),
    plainAccount: idOf(org, "plain account"),
    newAccount: idOf("new account"),
    contact: idOf(org, "contact"),
    secondContact: idOf(org, "second contact"),
    assetsAction: actionIdOf(org, "REQUEST_ASSETS"),
    linkedTask: actionIdOf(org, "COLLECT_INFO"),
    file: idOf(org, "file"),
    upload: idOf(org, "upload"),
    message: idOf(org, "message"),
    replyMessage: idOf(org, "message", "reply"),
    strangersMessage: idOf(org, "message", "stranger"),
    inbound: idOf(org, "inbound", "unmatched"),
    contactEmail: `contact@canary-${org}.test`,
    domain: idOf(org, "domain"),
    delegation: idOf(org, "delegation"),
    viewerContact: idOf(org, "viewer"),
    sponsorLink: idOf(org, "sponsor link"),
    sponsorToken: tokenOf(org, "sponsor link"),
    portalLink: tokenOf(org, "letter", "contact", "portal"),
    otherPortalSession: idOf(org, "portal session", "other"),
    portalInvitation: tokenOf(org, "portal invitation", "contact"),
    note: idOf(org, "note"),
    view: idOf(org, "view", who),
    handoff: idOf(org, "handoff", "open"),
    submittedHandoff: idOf(org, "handoff", "submitted"),
    set: idOf(org, "set"),
    secondSet: idOf(org, "second set"),
    aeMember: idOf(org, "member", "ae"),
    field: idOf(org, "field"),
    retiredField: idOf(org, "retired field"),
    import: idOf(org, "import"),
    doneImport: idOf(org, "done import"),
    newImport: idOf("new import"),
    collaborator: idOf(org, "member", "leader"),
    mail: idOf(org, "mail", "sent"),
    lostMail: idOf(org, "mail", "unknown"),
    session: idOf(org, "session", who, "other"),
    invitation: idOf(org, "invitation", "open"),
    request: idOf(org, "request"),
    holiday: holidayOf(org),
    template: idOf(org, "template"),
    goneTemplate: idOf(org, "template", "gone"),
    milestone: idOf(org, "milestone"),
    action: idOf(org, "action"),
    suggestion: idOf(org, "suggestion"),
    formAction: idOf(org, "action", "form"),
    proposal: idOf(org, "proposal", "template"),
    failedProposal: idOf(org, "proposal", "failed"),
    textProposal: idOf(org, "proposal", "questions"),
    plan: idOf(org, "plan"),
    runningMilestone: idOf(org, "planned", "running"),
    nextMilestone: idOf(org, "planned", "next"),
    doneMilestone: idOf(org, "planned", "done"),
    draftedAction: actionIdOf(org, "SEND_EMAIL"),
    askedAction: actionIdOf(org, "COLLECT_INFO"),
    doneAction: actionIdOf(org, "REQUEST_DOCS"),
    failedAction: actionIdOf(org, "REQUEST_ASSETS"),
    manualAction: actionIdOf(org, "SCHEDULE_MEETING"),
    dueAction: actionIdOf(org, "SLACK"),
    draft: idOf(org, "draft", "SEND_EMAIL"),
    leavingAction: emailActionOf(org, "leaving"),
    leavingDraft: idOf(org, "draft", "leaving"),
    lostAction: emailActionOf(org, "lost"),
    bareAction: emailActionOf(org, "bare"),
    channelAction: emailActionOf(org, "channel"),
    typingPage: typingPageOf(org),
    submission: idOf(org, "submission", "COLLECT_INFO"),
    ...upgradeObjectsOf(org),
    ...queueObjectsOf(org),
    ...connectorObjectsOf(org),
    ...roundObjectsOf(org),
    ownDaysOff: idOf(org, "days off", who),
    daysOff: idOf(org, "days off", "csm"),
    workflow: idOf(org, "workflow"),
    archivedWorkflow: idOf(org, "archived workflow"),
    job: String(eventIdOf(org, 0)),
    event: String(eventIdOf(org, 0)),
    readEvent: String(eventIdOf(org, 1)),
    unsubscribeLink: unsubscribeTokenOf(org, "csm"),
    email: `${who}@canary-${org}.test`,
    password: PASSWORD,
    newPassword: "another four unrelated words",
    code: CODE,
    once: tokenOf("once"),
    brandedOrg: idOf(org),
    signInLink: tokenOf(org, "letter", who, "sign_in"),
    verifyLink: tokenOf(org, "letter", who, "verify"),
    resetLink: tokenOf(org, "letter", who, "reset"),
    invitationLink: tokenOf(org, "invitation", "open"),
  };
}

/** Whoever holds one of these may use it: a secret, or what is open to all. */
export const SECRETS = [
  ...["email", "password", "newPassword", "code", "once", "brandedOrg"],
  ...["linkedTask", "contactEmail", "sponsorToken", "portalLink", "portalInvitation"],
  ...["signInLink", "verifyLink", "resetLink", "invitationLink"],
  ...["linkedTask", "contactEmail", "portalLink", "portalInvitation"],
  ...["signInLink", "verifyLink", "resetLink", "invitationLink", "unsubscribeLink"],
];

let passwordHash: Promise<string> | undefined;

async function seed(admin: Connection, fill: Fill): Promise<void> {
  passwordHash ??= hashPassword(PASSWORD);
  const hash = await passwordHash;
  await admin.script("begin; set local session_replication_role = replica");
  for (const org of ORGS) {
    for (const [table, rows] of rowsOf(org, fill, hash)) {
      for (const row of rows) {
        const columns = Object.keys(row);
        await admin.query(
          `insert into ${table} (${columns.join(", ")}) overriding system value
           values (${columns.map((_, i) => `$${i + 1}`).join(", ")})`,
          Object.values(row),
        );
      }
    }
  }
  const nobody = [idOf("nobody"), "nobody@nowhere.test", "Nobody", hash, "2026-01-01"];
  await admin.query(
    `insert into identities (id, email, name, password_hash, verified_at)
     values ($1, $2, $3, $4, $5)`,
    nobody,
  );
  await admin.query(
    `insert into sessions (token_hash, identity_id, method, stepped_up_at)
     values (sha256($1::bytea), $2, 'password', now())`,
    [new TextEncoder().encode(tokenOf("nobody")), idOf("nobody")],
  );
  await admin.script("commit");
}

/** Every statement that writes leaves a mark, so that after most requests nothing has to be read. */
async function keepCopies(admin: Connection, tables: Table[]): Promise<void> {
  const copies = tables.flatMap(({ name }) => [
    `create table kept.${name} as table public.${name}`,
    `create trigger touched after insert or update or delete on public.${name}
       for each statement execute function kept.touch()`,
  ]);
  await admin.script([
    "set client_min_messages = warning; drop schema if exists kept cascade; create schema kept",
    "create table kept.touched (name text not null)",
    `create function kept.touch() returns trigger language plpgsql security definer as $$
     begin
       insert into kept.touched values (tg_table_name);
       return null;
     end $$`,
    ...copies,
  ].join("; "));
}

async function reset(admin: Connection, tables: Table[]): Promise<void> {
  const steps = tables.flatMap(({ name, columns }) => {
    const list = columns.filter((column) => !column.generated).map((column) => column.name);
    return [
      `delete from public.${name}`,
      `insert into public.${name} (${list}) overriding system value select ${list} from kept.${name}`,
    ];
  });
  const opening = "begin; set local session_replication_role = replica";
  await admin.script([opening, ...steps, "delete from kept.touched", "commit"].join("; "));
}

type Places = Map<string, { hash: string; table: string }>;

/** What each owner has in each table, as one hash. */
async function look(
  admin: Connection,
  tables: Table[],
): Promise<{ of: Set<string>; places: Places }> {
  const questions = tables.filter(({ name }) => name !== UNSEEN).map(({ name, owner }) =>
    `select '${name}' as table, '${name} of ' || coalesce(${owner}::text, 'nobody') as place,
       md5(string_agg(t::text, ' ' order by t::text)) as hash
     from public.${name} t group by 2`
  );
  const of = new Set(tables.map(({ name }) => name));
  if (questions.length === 0) return { of, places: new Map() };
  const { rows } = await admin.query(questions.join(" union all "), []);
  const places = rows.map(({ table, place, hash }) =>
    [String(place), { table: String(table), hash: String(hash) }] as const
  );
  return { of, places: new Map(places) };
}

/** Throttles belong to addresses and to nobody, and every try writes there. */
const UNSEEN = "throttles";

function difference(sown: Places, now: { of: Set<string>; places: Places }): string[] {
  const before = [...sown].filter(([, { table }]) => now.of.has(table)).map(([place]) => place);
  return [...new Set([...before, ...now.places.keys()])]
    .filter((place) => sown.get(place)?.hash !== now.places.get(place)?.hash).sort();
}
