import assert from "node:assert/strict";
import { sql } from "kysely";
import { inOrg, type OrgDb } from "../domain/base/db.ts";
import { isForeign } from "./fuzz/asking.ts";
import { idOf, ORGS } from "./fuzz/seeds.ts";
import type { Table } from "./fuzz/tables.ts";
import { openWorld, type World } from "./fuzz/world.ts";

const [NORTH, SOUTH] = [idOf("north"), idOf("south")];

/** Words of Thread's own, and addresses: they cannot hold a canary. */
const OWN_WORDS = new Set([
  ...["brandings.accent", "brandings.logo_type", "orgs.plan", "orgs.time_zone"],
  ...["orgs.language", "contacts.language", "portal_passwords.hash", "portal_sessions.method"],
  ...["events.kind", "events.actor_kind", "jobs.kind", "jobs.lane", "vault_entries.key_id"],
  ...["accounts.arr_currency", "accounts.health", "account_fields.key", "account_fields.type"],
  ...["files.type", "files.slot", "files.state", "uploads.type", "uploads.slot"],
  ...["escalations.cause", "contact_preferences.frequency"],
  ...["notifications.topic", "notifications.reason", "notifications.mail_as"],
  ...["notification_preferences.time_zone", "notification_preferences.quiet_from"],
  ...["notification_preferences.quiet_until", "notification_preferences.summary_at"],
  ...["accounts.time_zone", "plans.ended_why", "milestones.key", "milestones.state"],
  ...["actions.key", "actions.type", "actions.trigger", "actions.owner", "actions.state"],
  ...["drafts.state", "drafts.written_by", "submissions.state", "handoffs.state"],
  ...["handoff_answers.question_id", "handoff_answers.written_by"],
  ...["imports.state", "imports.format", "imports.encoding", "imports.separator"],
  ...["imports.day_order", "import_rows.decision", "import_rows.outcome", "import_rows.status"],
  ...["import_changes.decision", "upgrade_round_accounts.state"],
  ...["inbound_mails.source", "inbound_mails.state", "inbound_mails.kind"],
  ...["inbound_mails.matched_by", "messages.channel", "reply_answers.state"],
  ...["reply_answers.written_by"],
  ...["mails.class", "mails.state", "mails.carrier"],
  ...["templates.status", "template_suggestions.outcome"],
  ...[
    "domains.kind",
    "domains.state",
    "domains.token",
    "domains.mailbox",
    "portal_access.role",
    "portal_rules.invites",
  ],
  ...["question_asks.question_id"],
  ...["workflows.state", "workflows.starts_on", "runs.state", "runs.node_id", "runs.cause"],
  ...["run_steps.node_id", "run_steps.state", "run_steps.port", "run_waits.node_id"],
  ...["run_waits.kind", "trigger_events.source", "trigger_events.fate", "turns.node_id"],
  ...["queues.kind", "queues.escalate_role", "tasks.kind", "tasks.node_id", "tasks.state"],
  ...["tasks.decision"],
  ...["what_ifs.state"],
  ...["connections.service", "connections.environment", "connections.state"],
  ...["deliveries.source", "deliveries.state", "field_mappings.type", "field_mappings.target"],
  ...["field_mappings.policy", "outside_records.state", "outside_texts.kind"],
  ...["refreshes.state", "channel_alerts.topic", "posts.cause", "posts.state"],
  ...["account_facts.source", "account_facts.health", "account_facts.arr_currency"],
  ...["account_counts.grain", "account_counts.source", "account_counts.health"],
  ...["account_counts.arr_currency"],
  ...["account_rounds.kind", "account_rounds.state", "account_round_accounts.state"],
  ...["proposals.kind", "proposals.state", "proposals.written_by"],
]);

Deno.test("every tenant table has rows of three organisations, and every text of theirs is marked", async () => {
  await using world = await openWorld();
  for (const { name, columns, tenant } of tenantTables(world)) {
    for (const org of ORGS) {
      const rows = await world.thread.rows(`select * from ${name} where ${tenant} = $1`, [
        idOf(org),
      ]);
      assert.ok(rows.length > 0, `tests/fuzz/seeds.ts sows no ${name} for ${org}`);
      for (const column of columns) {
        if (column.generated || !/^(text|jsonb)$/.test(column.type)) continue;
        if (OWN_WORDS.has(`${name}.${column.name}`)) continue;
        const found = JSON.stringify(rows.map((row) => row[column.name]));
        assert.match(found, new RegExp(`canary-${org}`), `${name}.${column.name} of ${org}`);
      }
    }
  }
});

Deno.test("THREAD-085 THREAD-094 a query without a filter sees only its own organisation's rows", async () => {
  await using world = await openWorld();
  for (const { name, tenant } of tenantTables(world)) {
    const owners = await inNorth(world, async (tx) => {
      const { rows } = await sql<{ owner: string }>`
        select distinct ${sql.ref(tenant!)} as owner from ${sql.table(name)}`.execute(tx);
      return rows.map(({ owner }) => owner);
    });
    assert.deepEqual(owners, [NORTH], `${name} without a filter`);
    const theirs = await inNorth(world, (tx) =>
      sql`
      select from ${sql.table(name)} where ${sql.ref(tenant!)} = ${SOUTH}`.execute(tx));
    assert.equal(theirs.rows.length, 0, `${name} of another organisation`);
  }
});

Deno.test("THREAD-085 without an organisation no tenant table shows a row", async () => {
  await using world = await openWorld();
  for (const { name } of tenantTables(world)) {
    const { rows } = await sql`select from ${sql.table(name)}`.execute(world.thread.db.plain);
    assert.equal(rows.length, 0, name);
  }
});

Deno.test("THREAD-094 a change without a filter touches only its own organisation's rows", async () => {
  await using world = await openWorld();
  let touched = 0;
  for (const { name, tenant } of tenantTables(world)) {
    for (
      const change of [
        sql`update ${sql.table(name)} set ${sql.ref(tenant!)} = ${sql.ref(tenant!)}`,
        sql`delete from ${sql.table(name)}`,
      ]
    ) {
      const code = await codeOf(inNorth(world, (tx) => change.execute(tx)));
      assert.match(code, /^(done|42501|23503)$/, name);
      if (code === "done") touched++;
      const foreign = (await world.changes()).filter(isForeign);
      assert.deepEqual(foreign, [], `${name} of another organisation`);
    }
    await world.reset();
  }
  assert.ok(touched > 10, "hardly anything could be changed, so this proves nothing");
});

Deno.test("THREAD-085 nobody writes a row into another organisation, nor moves one there", async () => {
  await using world = await openWorld();
  for (const { name, columns, tenant } of tenantTables(world)) {
    const [theirs] = await world.thread.rows<{ row: object }>(
      `select to_jsonb(t) as row from ${name} t where ${tenant} = $1 limit 1`,
      [SOUTH],
    );
    const list = sql.join(
      columns.filter(({ generated }) => !generated).map((column) => sql.ref(column.name)),
    );
    const insert = sql`
      insert into ${sql.table(name)} (${list}) overriding system value
      select ${list} from jsonb_populate_record(null::${sql.table(name)}, ${theirs!.row}::jsonb)`;
    assert.equal(await codeOf(inNorth(world, (tx) => insert.execute(tx))), "42501", name);
    const move = sql`update ${sql.table(name)} set ${sql.ref(tenant!)} = ${SOUTH}`;
    assert.equal(await codeOf(inNorth(world, (tx) => move.execute(tx))), "42501", name);
  }
  assert.deepEqual(await world.changes(), []);
});

function tenantTables({ tables }: World): Table[] {
  return tables.filter(({ tenant }) => tenant);
}

function inNorth<T>({ thread }: World, work: (tx: OrgDb) => Promise<T>): Promise<T> {
  return inOrg(thread.db, NORTH, { kind: "system" }, work);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    return (error as { code: string }).code;
  }
}
