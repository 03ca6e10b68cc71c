import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { type Channel, channelWords, type Fault, faultOf, NOT_CONNECTED } from "./channel_words.ts";
import { channelNamed, findChannels, selectChannels, WRITTEN_TO } from "./channels.ts";

/** Where something of an account would be written, or why nowhere. */
export interface Target {
  channel?: Channel;
  fault?: Fault;
}

/** For one account: what a text may name, and else the account's own channel. */
export type FindTarget = (named: string) => Target;

/** Of a test account nothing is written anywhere but in the channel that is set for trying. */
export async function targetsOf(
  tx: OrgDb,
  account: { id: string; test: boolean },
  named: string[],
): Promise<FindTarget> {
  if (!await isConnected(tx)) return () => ({ fault: FAULTS.none });
  if (account.test) {
    const target = withFault(await testChannel(tx), FAULTS.test);
    return () => target;
  }
  const own = withFault(await accountChannel(tx, account.id), FAULTS.chosen);
  const known = new Map<string, Target>();
  for (const name of new Set(named.filter((one) => one.trim() !== ""))) {
    known.set(name, await targetNamed(tx, name));
  }
  return (name) => known.get(name) ?? own;
}

async function targetNamed(tx: OrgDb, name: string): Promise<Target> {
  try {
    return withFault(await channelNamed(tx, name), FAULTS.chosen);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { fault: { fault: "no_channel", words: error.message } };
  }
}

/** What a person chose, where they may: a test account's text goes nowhere else. */
export async function chosenTarget(
  tx: OrgDb,
  account: { id: string; test: boolean },
  typed: string,
): Promise<Channel> {
  const { channel, fault } = (await targetsOf(tx, account, [typed]))(typed);
  if (fault || !channel) throw new Refused((fault ?? FAULTS.chosen).words);
  if (
    account.test && typed.trim() !== "" && (await targetNamed(tx, typed)).channel?.id !== channel.id
  ) {
    throw new Refused(`A test account's messages go to ${channelWords(channel)} only.`);
  }
  return channel;
}

const withFault = (channel: Channel | undefined, none: Fault): Target =>
  channel ? { channel, fault: faultOf(channel) } : { fault: none };

const FAULTS = {
  none: { fault: "not_connected", words: NOT_CONNECTED },
  chosen: {
    fault: "no_channel",
    words: "No channel is chosen: name one here, or choose the account's own in its settings.",
  },
  test: {
    fault: "no_channel",
    words: "This is a test account, and no channel for trying is set under Connectors.",
  },
} as const satisfies Record<string, Fault>;

export async function isConnected(tx: OrgDb): Promise<boolean> {
  const found = await tx.selectFrom("connections").select("id")
    .where("service", "in", WRITTEN_TO).where("state", "in", ["connected", "reconnect"])
    .limit(1).executeTakeFirst();
  return found !== undefined;
}

/** In the settings of the connection, as "testChannel". */
export async function testChannel(tx: OrgDb): Promise<Channel | undefined> {
  return await selectChannels(tx)
    .where("c.service", "in", WRITTEN_TO).where("c.state", "<>", "disconnected")
    .where(sql<boolean>`h.id::text = c.settings ->> 'testChannel'`)
    .orderBy(sql`c.state = 'connected'`, "desc").orderBy("h.id").limit(1)
    .executeTakeFirst() as Channel | undefined;
}

export async function accountChannel(tx: OrgDb, accountId: string): Promise<Channel | undefined> {
  return await selectChannels(tx)
    .innerJoin("account_channels as a", "a.channel_id", "h.id")
    .where("a.account_id", "=", accountId).executeTakeFirst() as Channel | undefined;
}

/** Left empty, the account has none any more. */
export async function chooseAccountChannel(
  tx: OrgDb,
  account: { id: string; name: string },
  typed: string,
): Promise<Channel | undefined> {
  const before = await accountChannel(tx, account.id);
  const channel = typed.trim() === "" ? undefined : await channelNamed(tx, typed);
  if (before?.id === channel?.id) return channel;
  if (channel) {
    const chosen = {
      channel_id: channel.id,
      chosen_by: sql<string | null>`current_actor_id()`,
      chosen_at: sql<Date>`now()`,
    };
    await tx.insertInto("account_channels").values({ account_id: account.id, ...chosen })
      .onConflict((same) => same.columns(["org_id", "account_id"]).doUpdateSet(chosen)).execute();
  } else {
    await tx.deleteFrom("account_channels").where("account_id", "=", account.id).execute();
  }
  await recordEvent(tx, {
    kind: "account.channel_chosen",
    subjectId: account.id,
    accountId: account.id,
    data: { name: account.name, ...(channel && { to: channelWords(channel) }) },
  });
  return channel;
}

export async function channelOf(tx: OrgDb, id: string): Promise<Channel | undefined> {
  return (await findChannels(tx, [id])).get(id);
}
