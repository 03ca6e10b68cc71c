/** One fault that somebody might put into Thread, and the suite that must go red for it. */
export interface Mutation {
  name: string;
  file: string;
  /** Text of the file and what it becomes; `null` puts the new text at the end. */
  edits: [from: string | null, to: string][];
  suite: string;
  /** The test that must fail. */
  test: string;
}

const PEOPLE = "migrations/0002_people.sql";
const LAST = "migrations/0007_vault.sql";
const CATALOGUE = "migrations/catalogue_test.ts";
const TENANT = "routes/tenant.ts";
const ENTRANCE = `c.set("tx", tx);`;
const MOVE = `
async function moveTo(c: Ctx, tx: Env["Variables"]["tx"]) {
  const org = c.req.header("x-org-id");
  if (org) await sql\`select set_config('thread.org_id', \${org}, true)\`.execute(tx);
}
`;
const FUZZ = "tests/fuzz/tenancy_test.ts";
const SMUGGLING = "tests/fuzz/smuggling_test.ts";

function sql(name: string, statement: string, test: string, suite = CATALOGUE): Mutation {
  return { name, file: LAST, edits: [[null, `\n${statement};\n`]], suite, test };
}

export const mutations: Mutation[] = [
  sql(
    "a tenant table loses its policy",
    "drop policy own_org on vault_entries",
    "every tenant table has forced row security",
  ),
  sql(
    "a table's owner is let past row security",
    "alter table mails no force row level security",
    "every tenant table has forced row security",
  ),
  sql(
    "a policy lets everything through",
    "create policy system_all on jobs using (true) with check (true)",
    "a query without a filter sees only its own",
    "tests/tenancy_test.ts",
  ),
  sql(
    "a foreign key forgets the organisation",
    "create unique index one on members (id);" +
      "alter table invitations add foreign key (invited_by) references members (id)",
    "a foreign key between tenant tables",
  ),
  sql(
    "a unique index spans all organisations",
    "create unique index one on mails (to_address, id)",
    "a unique index on a tenant table",
  ),
  sql(
    "the app may change what happened",
    "grant update on events to thread_app",
    "the app cannot change what happened",
  ),
  sql(
    "the system may read what is written in mails",
    "grant select (body_text) on mails to thread_system",
    "the system role has exactly the reviewed grants",
  ),
  {
    name: "a session that ran out is still one",
    file: "migrations/0018_house_speed.sql",
    edits: [["and s.expires_at > now()\n", "\n"]],
    suite: FUZZ,
    test: "a session that is absent, over, old",
  },
  {
    name: "a deactivated member stays in",
    file: "migrations/0018_house_speed.sql",
    edits: [["and m.identity_id = i.id and m.deactivated_at is null", "and m.identity_id = i.id"]],
    suite: FUZZ,
    test: "each role may do exactly",
  },
  {
    name: "a request's transaction is opened without an organisation",
    file: "migrations/0018_house_speed.sql",
    edits: [["set_config('thread.org_id', org_id::text, true),", ""]],
    suite: FUZZ,
    test: "every route works for somebody",
  },
  {
    name: "a header chooses the organisation",
    file: TENANT,
    edits: [
      [ENTRANCE, `await moveTo(c, tx);\n      ${ENTRANCE}`],
      [`import { createMiddleware }`, `import { sql } from "kysely";\nimport { createMiddleware }`],
      [null, MOVE],
    ],
    suite: SMUGGLING,
    test: "headers and cookies that name another organisation",
  },
  {
    name: "the outbox opens any organisation it is asked for",
    file: "domain/messages/kept.ts",
    edits: [["if (!orgIdsOf(reader).includes(orgId)) return undefined;", ""]],
    suite: FUZZ,
    test: "another organisation's id is answered",
  },
  {
    name: "a page forgets to ask for the role",
    file: "routes/mails.tsx",
    edits: [[`.use(requires("mails.settle"))`, ""]],
    suite: FUZZ,
    test: "each role may do exactly",
  },
  {
    name: "a form takes fields it does not name",
    file: "domain/people/people_forms.ts",
    edits: [["export const orgForm = z.strictObject({", "export const orgForm = z.looseObject({"]],
    suite: SMUGGLING,
    test: "a field that a form does not have is refused",
  },
  {
    name: "what one request found is kept for the next",
    file: "routes/page.tsx",
    edits: [
      ["const session = await shellSession(c);", "const session = kept ??= await shellSession(c);"],
      [null, `\nlet kept: ShellProps["session"] | undefined;\n`],
    ],
    suite: "tests/fuzz/interleaving_test.ts",
    test: "1,000 requests of three organisations",
  },
  {
    name: "another site may send our forms",
    file: "routes/app.tsx",
    edits: [["httpsOnly, crossSite,", "httpsOnly,"]],
    suite: "routes/security_test.ts",
    test: "a change asked for by another site",
  },
  {
    name: "a page puts stored text in as markup",
    file: "views/mails.tsx",
    edits: [
      [`{mail.subject || "(no subject)"}`, "{raw(mail.subject)}"],
      [null, `\nimport { raw } from "hono/html";\n`],
    ],
    suite: "tests/fuzz/markup_test.ts",
    test: "whatever text is stored",
  },
  {
    name: "a search hands what was typed to the database as it is",
    file: "routes/mails.tsx",
    edits: [[String.raw`typed.replaceAll(/\p{Cc}/gu, "")`, "typed"]],
    suite: "tests/fuzz/bad_input_test.ts",
    test: "every filter, cursor and search",
  },
  {
    name: "a lost lease still completes its jobs",
    file: "domain/base/queue_leases.ts",
    edits: [["and lease_token = ${token} and coalesce(", "and coalesce("]],
    suite: "domain/base/queue_leases_test.ts",
    test: "zombie",
  },
  {
    name: "a session's token is kept as it is",
    file: "domain/people/sessions.ts",
    edits: [["user_agent: visitor.userAgent.slice(0, 300)", "user_agent: token"]],
    suite: "tests/secrets_test.ts",
    test: "stands in the database in clear text",
  },
  {
    name: "a route is described by nobody",
    file: "routes/health.ts",
    edits: [[`.get("/healthz"`, `.get("/news", (c) => c.text("")).get("/healthz"`]],
    suite: "tests/routes_table_test.ts",
    test: "every route is described",
  },
  {
    name: "a new table has no organisation",
    file: PEOPLE,
    edits: [[null, "\ncreate table notes (id uuid primary key, body text);\n"]],
    suite: CATALOGUE,
    test: "every tenant table has forced row security",
  },
];
