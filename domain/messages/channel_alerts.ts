import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { AlertTopic } from "../base/schema.ts";
import { happened } from "../people/happenings.ts";
import { alertOf, ALERTS } from "./alert_topics.ts";
import { testChannel } from "./channel_choices.ts";
import { channelWords, faultOf } from "./channel_words.ts";
import { channelNamed, findChannels } from "./channels.ts";
import type { ToldEvent } from "./notification_facts.ts";
import { placeOf } from "./notification_rules.ts";
import { postWords } from "./post_text.ts";
import { writePost } from "./posts.ts";

export interface Alerts {
  /** By topic, the channel as it is typed. */
  channels: Partial<Record<AlertTopic, string>>;
  /** Nothing is posted, and what is chosen stays. */
  quiet: boolean;
  /** Where messages of test accounts go; nowhere without it. */
  testChannel: string;
}

export async function findAlerts(tx: OrgDb, connectionId: string): Promise<Alerts> {
  const [rows, connection] = await Promise.all([
    tx.selectFrom("channel_alerts as r").innerJoin("channels as h", "h.id", "r.channel_id")
      .select(["r.topic", "h.name"]).where("r.connection_id", "=", connectionId).execute(),
    tx.selectFrom("connections as c")
      .leftJoin(
        "channels as h",
        (on) => on.on(sql<boolean>`h.id::text = c.settings ->> 'testChannel'`),
      )
      .select(["c.settings", "h.name"]).where("c.id", "=", connectionId).executeTakeFirst(),
  ]);
  return {
    channels: Object.fromEntries(rows.map(({ topic, name }) => [topic, channelWords({ name })])),
    quiet: connection?.settings.quiet === true,
    testChannel: connection?.name ? channelWords({ name: connection.name }) : "",
  };
}

/** All at once, as the page shows them. A channel that is not there refuses them all. */
export async function chooseAlerts(tx: OrgDb, connectionId: string, chosen: Alerts): Promise<void> {
  const rows: { connection_id: string; topic: AlertTopic; channel_id: string }[] = [];
  for (const { topic } of ALERTS) {
    const typed = chosen.channels[topic]?.trim();
    if (!typed) continue;
    const { id } = await channelNamed(tx, typed, connectionId);
    rows.push({ connection_id: connectionId, topic, channel_id: id });
  }
  const test = chosen.testChannel.trim()
    ? (await channelNamed(tx, chosen.testChannel, connectionId)).id
    : null;
  await tx.deleteFrom("channel_alerts").where("connection_id", "=", connectionId).execute();
  if (rows.length > 0) await tx.insertInto("channel_alerts").values(rows).execute();
  const settings = { quiet: chosen.quiet, testChannel: test };
  const changed = await tx.updateTable("connections")
    .set({ settings: sql`settings || ${settings}::jsonb` })
    .where("id", "=", connectionId).returning(["name", "service"]).executeTakeFirstOrThrow();
  await recordEvent(tx, { kind: "connection.changed", subjectId: connectionId, data: changed });
}

/** Where alerts go and cannot be written, each in one sentence. */
export async function channelFaults(tx: OrgDb, connectionId: string): Promise<string[]> {
  const rows = await tx.selectFrom("channel_alerts").select("channel_id")
    .where("connection_id", "=", connectionId).execute();
  const channels = await findChannels(tx, [...new Set(rows.map((row) => row.channel_id))]);
  return [...channels.values()].flatMap((channel) => faultOf(channel)?.words ?? []);
}

const MOST_LINES = 10;
/** Older than this, after a long pause, nothing is news to a channel. */
const FRESH_MS = 86_400_000;

/** Posts what a team wants to read: what happened in one moment is one message. */
export async function tellChannels(tx: OrgDb, events: ToldEvent[]): Promise<void> {
  const told = events.filter(({ kind }) => alertOf(kind) !== undefined);
  if (told.length === 0) return;
  const rules = await rulesOf(tx, told.map(({ kind }) => alertOf(kind)!));
  if (rules.length === 0) return;
  const facts = await factsOf(tx, told);
  const trying = await testChannel(tx);
  for (const { topic, channel_id, now } of rules) {
    const own = told.filter((event) =>
      alertOf(event.kind) === topic && now.getTime() - event.at.getTime() < FRESH_MS
    );
    const groups = Map.groupBy(own, (event) => `${event.xid} ${isTest(facts, event)}`);
    for (const group of groups.values()) {
      const to = isTest(facts, group[0]!) ? trying?.id : channel_id;
      if (to) await post(tx, to, topic, group, facts);
    }
  }
}

async function rulesOf(tx: OrgDb, topics: AlertTopic[]) {
  return await tx.selectFrom("channel_alerts as r")
    .innerJoin("connections as c", "c.id", "r.connection_id")
    .select(["r.topic", "r.channel_id", sql<Date>`now()`.as("now")])
    .where("r.topic", "in", [...new Set(topics)]).where("c.state", "=", "connected")
    .where(sql<boolean>`coalesce(c.settings ->> 'quiet', '') <> 'true'`).execute();
}

interface Fact {
  id: number;
  actor_kind: string;
  actor: string | null;
  account: string | null;
  test: boolean | null;
}

type Facts = Map<number, Fact>;

async function factsOf(tx: OrgDb, events: ToldEvent[]): Promise<Facts> {
  const rows = await tx.selectFrom("events as e")
    .leftJoin("accounts as a", "a.id", "e.account_id")
    .leftJoin("members as m", "m.id", "e.actor_id")
    .leftJoin("contacts as k", "k.id", "e.actor_id")
    .select(["e.id", "e.actor_kind", "a.name as account", "a.test"])
    .select(sql<string | null>`coalesce(m.name, k.name)`.as("actor"))
    .where("e.id", "in", events.map(({ id }) => id)).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

const isTest = (facts: Facts, { id }: ToldEvent) => facts.get(id)?.test === true;

async function post(
  tx: OrgDb,
  channelId: string,
  topic: AlertTopic,
  events: ToldEvent[],
  facts: Facts,
): Promise<void> {
  const [first] = events;
  const lines = events.slice(0, MOST_LINES).map((event) => lineOf(event, facts.get(event.id)));
  const more = events.length - lines.length;
  const accounts = new Set(events.map(({ account_id }) => account_id));
  await writePost(tx, {
    channelId,
    cause: "alert",
    key: `alert:${channelId}:${topic}:${first!.id}`,
    text: [...lines, ...(more > 0 ? [`And ${more} more.`] : [])].join("\n"),
    path: events.length === 1 ? placeOf(placed(first!)) : overviewOf(accounts),
    ...(accounts.size === 1 && first!.account_id && { accountId: first!.account_id }),
  });
}

const placed = ({ kind, subject_id, account_id }: ToldEvent) => (
  { kind, subjectId: subject_id, accountId: account_id }
);

function overviewOf(accounts: Set<string | null>): string {
  const [only] = accounts;
  return accounts.size === 1 && only ? `/accounts/${only}` : "/accounts";
}

const ACTORS: Record<string, string> = { contact: "A customer", operator: "The operator" };

function lineOf(event: ToldEvent, fact: Fact | undefined): string {
  const who = fact?.actor ?? ACTORS[fact?.actor_kind ?? ""] ?? "Thread";
  const said = `${postWords(who)} ${postWords(happened(event))}`;
  return fact?.account ? `*${postWords(fact.account)}*: ${said}` : said;
}
