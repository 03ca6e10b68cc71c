import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import type { ServiceKey } from "../base/schema.ts";
import type { Channel } from "./channel_words.ts";

/** Where messages can be written to. */
export const WRITTEN_TO: ServiceKey[] = ["slack"];

export interface ChannelFilter {
  connectionId?: string;
  find?: string;
  /** The name below which the page goes on. */
  after?: { name: string; id: string };
}

const PAGE = 100;

export async function listChannels(
  tx: OrgDb,
  { connectionId, find = "", after }: ChannelFilter,
  size = PAGE,
): Promise<{ channels: Channel[]; next?: { name: string; id: string } }> {
  const found = await selectChannels(tx)
    .$if(connectionId !== undefined, (q) => q.where("h.connection_id", "=", connectionId!))
    .$if(find !== "", (q) => q.where(sql<boolean>`strpos(h.name, ${nameIn(find)}) > 0`))
    .$if(
      after !== undefined,
      (q) => q.where(sql<boolean>`(h.name, h.id) > (${after!.name}, ${after!.id}::uuid)`),
    )
    .where("h.gone_at", "is", null).where("h.is_archived", "=", false)
    .orderBy("h.name").orderBy("h.id").limit(size + 1).execute() as Channel[];
  const channels = found.slice(0, size);
  const last = channels.at(-1);
  return { channels, ...(found.length > size && { next: { name: last!.name, id: last!.id } }) };
}

const MOST_OFFERED = 300;

/** What a field suggests: first where Thread was invited. Any other can be typed. */
export async function offeredChannels(tx: OrgDb): Promise<Channel[]> {
  return await selectChannels(tx)
    .where("c.state", "=", "connected")
    .where("h.gone_at", "is", null).where("h.is_archived", "=", false)
    .orderBy("h.is_member", "desc").orderBy("h.name").orderBy("h.id")
    .limit(MOST_OFFERED).execute() as Channel[];
}

export async function findChannels(tx: OrgDb, ids: string[]): Promise<Map<string, Channel>> {
  if (ids.length === 0) return new Map();
  const rows = await selectChannels(tx).where("h.id", "in", ids).execute() as Channel[];
  return new Map(rows.map((row) => [row.id, row]));
}

/** By its id, or what somebody typed: "#acme", or "#acme (Our Slack)" where two of them have one. */
export async function channelNamed(
  tx: OrgDb,
  typed: string,
  connectionId?: string,
): Promise<Channel> {
  const [, name = "", connection] = TYPED.exec(typed.trim()) ?? [];
  if (ID.test(name)) {
    const chosen = (await findChannels(tx, [name])).get(name);
    if (chosen && (!connectionId || chosen.connection_id === connectionId)) return chosen;
  }
  const found = await selectChannels(tx)
    .where((e) =>
      e.or([e("h.name", "=", name.toLowerCase()), e("h.outside_id", "=", name.toUpperCase())])
    )
    .$if(connection !== undefined, (q) => q.where("c.name", "=", connection!))
    .$if(connectionId !== undefined, (q) => q.where("c.id", "=", connectionId!))
    .where("c.state", "<>", "disconnected")
    .orderBy(sql`c.state = 'connected'`, "desc").orderBy(sql`h.gone_at is null`, "desc")
    .orderBy("h.is_archived").orderBy("h.is_member", "desc").orderBy("h.id")
    .limit(1).executeTakeFirst();
  if (found) return found as Channel;
  throw new Refused(
    `There is no channel #${name.slice(0, 80) || "…"} that Thread sees. Choose one of the list; ` +
      "a private one is in it once Thread's app is invited there.",
  );
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TYPED = /^#?([^\s#()]+)(?: \((.+)\))?$/;

const nameIn = (typed: string) => typed.trim().replace(/^#/, "").toLowerCase();

export function selectChannels(tx: OrgDb) {
  return tx.selectFrom("channels as h")
    .innerJoin("connections as c", "c.id", "h.connection_id")
    .selectAll("h").select(["c.name as connection", "c.state"])
    .select(sql<string | null>`c.settings ->> 'botName'`.as("bot"));
}
