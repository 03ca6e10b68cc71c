import { Hono } from "hono";
import { alertsForm } from "../domain/messages/alert_forms.ts";
import { channelFaults, chooseAlerts, findAlerts } from "../domain/messages/channel_alerts.ts";
import { listChannels, offeredChannels } from "../domain/messages/channels.ts";
import { findPost, listPosts, sendPostAgain, settlePosted } from "../domain/messages/posts.ts";
import { NotFound, Refused } from "../domain/base/errors.ts";
import { type Connection, findConnection } from "../domain/connectors/connections.ts";
import { findOffer } from "../domain/connectors/schemas.ts";
import { messageServiceOf } from "../domain/connectors/services.ts";
import { channelOf } from "../domain/messages/channel_choices.ts";
import { settlePostedAction } from "../domain/onboarding/channel_posts.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { AlertsPage } from "../views/channel_alerts.tsx";
import { ChannelsPage } from "../views/channels.tsx";
import { PostsPage } from "../views/posts.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { connectionFrame } from "./connection_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { requires, signedInAs } from "./tenant.ts";

const ONE = `/:connection{${UUID}}` as const;
const POST = `${ONE}/posts/:post{${UUID}}` as const;
const changes = requires("connectors.map");

/** Of a service that is written to: its channels, the team's alerts, and what was posted. */
export const connectionChannels = new Hono<Env>()
  .get(`${ONE}/channels`, requires("connectors.read"), (c) => channelsPage(c))
  .get(`${ONE}/alerts`, requires("connectors.read"), (c) => alertsPage(c))
  .post(`${ONE}/alerts`, changes, async (c) => {
    const { id } = await messengerOf(c);
    const form = await readForm(c, alertsForm);
    if (!form.ok) return await alertsPage(c, form, 422);
    try {
      await chooseAlerts(c.var.tx, id, form.value);
      return goAndSay(c, `/connectors/${id}/alerts`, "The alerts are saved.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const errors = { form: error.message };
      return await alertsPage(c, { typed: await typedAgain(c), errors }, 409);
    }
  })
  .get(`${ONE}/posts`, requires("connectors.read"), (c) => postsPage(c))
  .post(`${POST}/arrival`, changes, (c) =>
    settle(c, async (id, memberId) => {
      await settlePosted(c.var.tx, id, memberId);
      return "It counts as posted.";
    }))
  .post(`${POST}/resending`, changes, (c) =>
    settle(c, async (id, memberId) => {
      await sendPostAgain(c.var.tx, id, memberId);
      return "It is posted again.";
    }));

async function messengerOf(c: Ctx): Promise<Connection> {
  const connection = await findConnection(c.var.tx, c.req.param("connection")!);
  messageServiceOf(connection.service);
  return connection;
}

async function channelsPage(c: Ctx) {
  const { tx } = c.var;
  const connection = await messengerOf(c);
  const find = (c.req.query("find") ?? "").slice(0, 80).replaceAll("\0", "");
  const [name, id] = [c.req.query("name"), c.req.query("after")];
  const after = name && id && new RegExp(`^${UUID}$`).test(id) ? { name, id } : undefined;
  const [{ channels, next }, offer, { time_zone: timeZone }] = await Promise.all([
    listChannels(tx, { connectionId: connection.id, find, after }),
    findOffer(tx, connection.id),
    findOrg(tx),
  ]);
  const address = (more: Record<string, string> = {}) => {
    const query = new URLSearchParams({ ...(find && { find }), ...more });
    const at = `/connectors/${connection.id}/channels`;
    return query.size > 0 ? `${at}?${query}` : at;
  };
  return await connectionFrame(
    c,
    connection,
    "channels",
    <ChannelsPage
      {...{ connection, channels, find, timeZone }}
      first={address()}
      next={next && address({ name: next.name, after: next.id })}
      isFirst={!after}
      readAt={offer?.readAt}
    />,
  );
}

async function alertsPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const { tx } = c.var;
  const connection = await messengerOf(c);
  const [alerts, channels, faults] = await Promise.all([
    findAlerts(tx, connection.id),
    offeredChannels(tx),
    channelFaults(tx, connection.id),
  ]);
  const own = channels.filter(({ connection_id }) => connection_id === connection.id);
  return await connectionFrame(
    c,
    connection,
    "alerts",
    <AlertsPage
      {...{ connection, alerts, faults, form }}
      channels={own}
      mayChange={may(signedInAs(c).member.roles, "connectors.map")}
    />,
    status,
  );
}

async function postsPage(c: Ctx) {
  const { tx } = c.var;
  const connection = await messengerOf(c);
  const open = c.req.query("only") === "open";
  const before = c.req.query("before");
  const isId = before !== undefined && new RegExp(`^${UUID}$`).test(before);
  const [{ posts, more }, { time_zone: timeZone }] = await Promise.all([
    listPosts(tx, connection.id, { open, before: isId ? before : undefined }),
    findOrg(tx),
  ]);
  return await connectionFrame(
    c,
    connection,
    "posts",
    <PostsPage
      {...{ connection, posts, open, more, timeZone }}
      isFirst={!isId}
      maySettle={may(signedInAs(c).member.roles, "connectors.map")}
    />,
  );
}

async function settle(c: Ctx, work: (id: string, memberId: string) => Promise<string>) {
  const { tx } = c.var;
  const connection = await messengerOf(c);
  const post = await findPost(tx, c.req.param("post")!);
  const channel = await channelOf(tx, post.channel_id);
  if (channel?.connection_id !== connection.id) throw new NotFound();
  const at = `/connectors/${connection.id}/posts`;
  try {
    const said = await work(post.id, signedInAs(c).member.id);
    await settlePostedAction(tx, post.id);
    return goAndSay(c, at, said);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return goAndSay(c, at, error.message);
  }
}
