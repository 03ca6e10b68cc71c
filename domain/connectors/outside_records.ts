import { type Selectable, sql } from "kysely";
import { listFields } from "../accounts/account_fields.ts";
import { recordAccount } from "../accounts/accounts.ts";
import { SERVICE_NAMES } from "../base/service_names.ts";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { OutsideRecords } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { cleanText } from "../writing/sources.ts";
import { inWords } from "./conversions.ts";
import { followedElsewhere, takenBy } from "./held_values.ts";
import type { MappedValues } from "./mappings.ts";
import type { OutsideRecord, OutsideText } from "./service.ts";
import { OWN } from "./targets.ts";

export type KnownRecord = Selectable<OutsideRecords>;

/**
 * Keeps what was just read: the record, the texts that the AI may read, and of a record without an
 * account also what was mapped. What an account was last given only `syncRecord` changes.
 */
export async function keepRecord(
  tx: OrgDb,
  connectionId: string,
  record: OutsideRecord,
  mapped: MappedValues,
): Promise<KnownRecord> {
  const kept = await tx.insertInto("outside_records")
    .values({
      id: newId(),
      connection_id: connectionId,
      record_id: record.id,
      ...seenAs(record),
      state: record.gone ? "gone" : "seen",
      mapped,
    })
    .onConflict((conflict) =>
      conflict.columns(["org_id", "connection_id", "record_id"]).doUpdateSet({
        ...seenAs(record),
        seen_at: sql<Date>`now()`,
        state: record.gone ? "gone" : sql`case
          when outside_records.account_id is not null then 'linked'
          when outside_records.state = 'gone' then 'seen'
          else outside_records.state end`,
        mapped: sql`case when outside_records.account_id is null then excluded.mapped
          else outside_records.mapped end`,
      })
    )
    .returningAll().executeTakeFirstOrThrow();
  keepTexts(tx, kept.id, textsOf(record, mapped));
  await keepOptions(tx, mapped);
  return kept;
}

function seenAs({ name, url, stage, changedAt }: OutsideRecord) {
  return {
    name: plain(name, 300),
    url: url && url.length <= 1000 && /^https?:\/\//.test(url) ? url : null,
    stage: stage && plain(stage.id, 200),
    stage_label: stage && plain(stage.label, 200),
    changed_at: changedAt,
  };
}

const plain = (text: string, most: number) =>
  cleanText(text).replaceAll(/\s+/g, " ").trim().slice(0, most).toWellFormed();

const MOST_TEXTS = 200;

/** Also what a field holds beyond the line that an account has for it. */
function textsOf(record: OutsideRecord, mapped: MappedValues): OutsideText[] {
  const bodies = new Set(record.texts.map(({ text }) => text.trim()));
  const long = new Map<string, OutsideText>();
  for (const { field, label, value } of Object.values(mapped)) {
    const text = inWords(record.values[field] ?? null).trim();
    if (text.length <= 80 || text === value || bodies.has(text)) continue;
    long.set(field, { id: `field ${field}`, kind: "field", title: label, text, at: null });
  }
  return [...record.texts, ...long.values()];
}

/** What is not read any more goes, so that nothing stays that the connected user may not see. */
function keepTexts(tx: OrgDb, recordId: string, texts: OutsideText[]) {
  const rows = new Map(
    texts.filter(({ text }) => cleanText(text).trim() !== "").slice(0, MOST_TEXTS).map((one) => [
      one.id.slice(0, 200),
      {
        id: newId(),
        text_id: one.id.slice(0, 200),
        kind: one.kind,
        title: plain(one.title, 300) || "Untitled",
        body: cleanText(one.text).trim().slice(0, 100_000).toWellFormed(),
        written_at: one.at && !Number.isNaN(one.at.getTime()) ? one.at.toISOString() : null,
      },
    ]),
  );
  const all = [...rows.values()];
  sendAlong(
    tx,
    sql`delete from outside_texts where org_id = current_org() and outside_record_id = ${recordId}
      and text_id <> all(${all.map(({ text_id }) => text_id)}::text[])`,
  );
  if (all.length === 0) return;
  sendAlong(
    tx,
    sql`insert into outside_texts (id, outside_record_id, text_id, kind, title, body, written_at)
      select id, ${recordId}, text_id, kind, title, body, written_at
      from jsonb_to_recordset(${all}::jsonb) as t (id uuid, text_id text, kind text, title text,
        body text, written_at timestamptz)
      on conflict (org_id, outside_record_id, text_id) do update set kind = excluded.kind,
        title = excluded.title, body = excluded.body, written_at = excluded.written_at,
        read_at = now()`,
  );
}

const MOST_OPTIONS = 100;

/** An option that appeared there is one here from now on, so that no form and no run refuses it. */
async function keepOptions(tx: OrgDb, mapped: MappedValues): Promise<void> {
  const chosen = Object.entries(mapped).filter(([target, { value }]) =>
    target.startsWith(OWN) && (typeof value === "string" || Array.isArray(value))
  );
  if (chosen.length === 0) return;
  const fields = await listFields(tx);
  for (const [target, { value }] of chosen) {
    const field = fields.find(({ key }) => `${OWN}${key}` === target);
    if (!field || (field.type !== "choice" && field.type !== "multi")) continue;
    const fresh = [value].flat().map(String).filter((one) => !field.options.includes(one));
    if (fresh.length === 0 || field.options.length + fresh.length > MOST_OPTIONS) continue;
    const options = [...field.options, ...fresh];
    const { numUpdatedRows } = await tx.updateTable("account_fields")
      .set({ options, version: sql<number>`version + 1` })
      .where("id", "=", field.id).where("version", "=", field.version).executeTakeFirst();
    if (numUpdatedRows === 0n) continue; // Somebody changes it now; the next reading adds them.
    const data = { name: field.label, changes: { options: [field.options, options] } };
    await recordEvent(tx, { kind: "field.changed", subjectId: field.id, data });
  }
}

export interface Linking {
  connectionId: string;
  recordId: string;
  accountId: string;
  /** What the account was made of, where that is known to be older than what was read last. */
  mapped?: MappedValues;
}

/** From now on the account follows the record. What a sandbox holds never meets real customers. */
export async function linkRecord(tx: OrgDb, linking: Linking): Promise<KnownRecord> {
  const { connectionId, recordId, accountId, mapped } = linking;
  const [record, connection, account] = await Promise.all([
    tx.selectFrom("outside_records").selectAll().where("connection_id", "=", connectionId)
      .where("record_id", "=", recordId).forUpdate().executeTakeFirst(),
    tx.selectFrom("connections").select(["service", "name", "environment"])
      .where("id", "=", connectionId).executeTakeFirst(),
    tx.selectFrom("accounts").selectAll().where("id", "=", accountId).executeTakeFirst(),
  ]);
  if (!record || !connection || !account) throw new NotFound();
  if (record.account_id === accountId) return record;
  if (connection.environment !== "production" && !account.test) {
    throw new Refused(
      `${connection.name} is a ${connection.environment} connection, and ${account.name} is a real ` +
        "account. Only test accounts follow what is tried out there.",
    );
  }
  const elsewhere = await followedElsewhere(tx, accountId, record.id);
  const read = Object.fromEntries(
    Object.entries(mapped ?? record.mapped as MappedValues)
      .filter(([target]) => !elsewhere.has(target)),
  );
  const linked = await tx.updateTable("outside_records")
    .set({
      account_id: accountId,
      state: "linked",
      lacks: [],
      mapped: await takenBy(tx, account, read),
    })
    .where("id", "=", record.id).returningAll().executeTakeFirstOrThrow();
  await recordAccount(tx, accountId, "account.linked", {
    name: account.name,
    service: SERVICE_NAMES[connection.service],
    record: record.name,
    stage: record.stage_label,
    connectionId,
  });
  return linked;
}
