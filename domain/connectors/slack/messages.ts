import { z } from "zod";
import { Upstream } from "../../base/errors.ts";
import type { ChannelPage, Messages, OpenLine, OutsideChannel, Posted } from "../messenger.ts";
import type { Line } from "../service.ts";
import { inWords } from "./refusals.ts";
import { SCOPES } from "./scopes.ts";
import { apiUrl, ask, call, formOf, readAnswer } from "./wire.ts";

export const messages: Messages = {
  everySeconds: 3600,
  check,
  channels,
  channel,
  post,
  meaning: (kind) => kind === "app_uninstalled" || kind === "tokens_revoked" ? "ended" : "channel",
};

const Home = z.looseObject({
  url: z.url({ protocol: /^https?$/ }).max(200).optional().catch(undefined),
  user: z.string().max(80).optional().catch(undefined),
});

async function check(line: Line) {
  const { url, user } = Home.parse(await ask(line, "auth.test"));
  const facts = { ...(url && { home: url }), ...(user && { botName: user }) };
  const faults = SCOPES.filter(({ scope }) => !mayUse(line, scope)).map(({ scope, words }) =>
    `The permission lacks ${scope}: “${words}”. Connect again to grant it.`
  );
  return { faults, facts };
}

const mayUse = ({ connection }: Line, scope: string) =>
  (connection.scopes ?? []).length === 0 || connection.scopes!.includes(scope);

const Channel = z.looseObject({
  id: z.string().regex(/^[A-Z0-9]{2,40}$/),
  name: z.string().min(1),
  is_private: z.boolean().catch(false),
  is_archived: z.boolean().catch(false),
  is_member: z.boolean().catch(false),
  is_ext_shared: z.boolean().catch(false),
  is_im: z.boolean().catch(false),
  is_mpim: z.boolean().catch(false),
});

const Page = z.looseObject({
  channels: z.array(z.unknown()),
  response_metadata: z.looseObject({ next_cursor: z.string().catch("") }).optional()
    .catch(undefined),
});

/** A page may be short or empty, and is the last only where no cursor follows. */
async function channels(line: Line, cursor: string | null): Promise<ChannelPage> {
  const answer = await ask(line, "conversations.list", {
    types: mayUse(line, "groups:read") ? "public_channel,private_channel" : "public_channel",
    exclude_archived: "false",
    limit: "999",
    ...(cursor && { cursor }),
  });
  const page = Page.safeParse(answer).data;
  if (!page) throw new Upstream("Slack's list of channels is not what it should be.", true);
  return {
    channels: page.channels.flatMap(channelIn),
    cursor: page.response_metadata?.next_cursor || null,
  };
}

/** Conversations between people are no channels, and are left alone. */
function channelIn(item: unknown): OutsideChannel[] {
  const { data } = Channel.safeParse(item);
  if (!data || data.is_im || data.is_mpim) return [];
  return [{
    id: data.id,
    name: data.name.slice(0, 120),
    private: data.is_private,
    archived: data.is_archived,
    member: data.is_member,
    shared: data.is_ext_shared,
  }];
}

const GONE = new Set(["channel_not_found", "method_not_supported_for_channel_type"]);

async function channel(line: Line, id: string): Promise<OutsideChannel | undefined> {
  const answer = await call(line, "conversations.info", { channel: id });
  if (answer.ok) return channelIn(answer.channel)[0];
  if (GONE.has(answer.error)) return undefined;
  throw new Upstream(inWords(answer.error), false);
}

const Made = z.looseObject({
  ts: z.string().regex(/^\d{1,12}\.\d{1,12}$/),
  channel: z.string().max(40).optional(),
});

/**
 * Slack knows no key by which it would tell a repetition, and to look for the message Thread would
 * have to read the channel. So a message whose answer is lost is a person's to settle.
 */
async function post(
  line: OpenLine,
  { channel, text }: { channel: string; text: string },
): Promise<Posted> {
  const sent = await line.once(
    `${apiUrl(line.out)}chat.postMessage`,
    formOf({
      channel,
      text,
      parse: "none",
      link_names: "false",
      unfurl_links: "false",
      unfurl_media: "false",
    }),
  );
  if ("later" in sent) return sent;
  if ("lost" in sent) return { unknown: sent.lost };
  const answer = readAnswer(await sent.answer.text());
  if (!answer) return { unknown: "Slack's answer is not what it should be." };
  if (!answer.ok) return { refused: inWords(answer.error) };
  const made = Made.safeParse(answer).data;
  if (!made) return { unknown: "Slack's answer does not name the message." };
  return { posted: made.ts, url: placeOf(line, made.channel ?? channel, made.ts) };
}

/** As Slack's own links are made: one question less, and for that no further permission. */
function placeOf({ connection }: Line, channel: string, ts: string): string | null {
  const { home } = connection.settings;
  if (typeof home !== "string" || !URL.canParse(home)) return null;
  return new URL(`/archives/${channel}/p${ts.replace(".", "")}`, home).href.slice(0, 500);
}
