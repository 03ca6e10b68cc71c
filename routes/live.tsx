import { Hono } from "hono";
import { type News, newsSince } from "../domain/base/feed.ts";
import { type Ability, may } from "../domain/people/roles.ts";
import type { Env } from "./env.ts";
import { signedIn, signedInAs } from "./tenant.ts";

/** Who may hear of an event, by the noun its kind begins with. A noun not listed is not told. */
const audience: Record<string, Ability> = {
  member: "members.read",
  invitation: "members.read",
  org: "org.read",
  branding: "org.read",
  holiday: "org.read",
  // Not to account executives: an id alone tells them of an account that is not theirs.
  account: "accounts.readAll",
  field: "accounts.readAll",
  import: "imports.run",
  round: "rounds.run",
  plan: "accounts.readAll",
  milestone: "accounts.readAll",
  action: "accounts.readAll",
  draft: "drafts.review",
  handoff: "accounts.readAll",
  access: "members.change",
  job: "jobs.read",
  mail: "mails.settle",
  proposal: "templates.change",
  model: "model.change",
  submission: "accounts.readAll",
  message: "accounts.readAll",
  inbound: "mails.file",
  domain: "domains.change",
  task: "tasks.work",
  workflow: "workflows.read",
  run: "runs.read",
  connection: "connectors.read",
  mapping: "connectors.map",
  post: "connectors.read",
};

const MOST_MISSED = 200;
const encoder = new TextEncoder();
/** It has no number: what was missed is asked for when the stream comes back. */
const BELL = encoder.encode("event: notification\ndata: {}\n\n");

/**
 * One stream a page. A message names what changed and never says how, so a page learns nothing
 * here that its own routes would not show: it asks them again, and they check rights.
 */
export const live = new Hono<Env>().get("/live", signedIn, async (c) => {
  const { id: sessionId, org, member } = signedInAs(c);
  const { db, feed, bells, streams } = c.var.house;
  const last = Number(c.req.header("Last-Event-ID") ?? NaN);
  const tell = (news: News[]) => news.filter((item) => mayHear(item, member.roles));

  const missed = Number.isSafeInteger(last) ? await newsSince(db, org.id, last, MOST_MISSED) : [];
  const body = streams.open({ sessionId, place: org.id, kind: "member" }, (stream) => {
    let stop: (() => void) | undefined;
    let ended = false;
    const ignore = bells.follow(org.id, member.id, () => stream.send(BELL));
    const send = (news: News[], resumeFrom: number) => {
      const message = write(tell(news), resumeFrom);
      if (message) stream.send(encoder.encode(message));
    };
    feed.follow(org.id, send).then((following) => {
      stop = following.stop;
      if (ended) return stop();
      stream.send(
        encoder.encode(`retry: 1000\nid: ${following.resumeFrom}\nevent: hello\ndata:\n\n`),
      );
      if (missed.length === MOST_MISSED) stream.send(encoder.encode("event: refresh\ndata:\n\n"));
      else send(missed, following.resumeFrom);
    }, () => stream.close());
    return () => {
      ended = true;
      ignore();
      stop?.();
    };
  });
  c.header("content-type", "text/event-stream");
  c.header("x-accel-buffering", "no");
  return c.body(body);
});

function mayHear({ kind }: News, roles: Parameters<typeof may>[0]): boolean {
  const ability = audience[nounOf(kind)];
  return ability !== undefined && may(roles, ability);
}

/** Named messages become DOM events on the page; several of one noun become one. */
function write(news: News[], resumeFrom: number): string {
  const nouns = new Map<string, string[]>();
  for (const { kind, subjectId } of news) {
    const ids = nouns.get(nounOf(kind)) ?? [];
    if (subjectId) ids.push(subjectId);
    nouns.set(nounOf(kind), ids);
  }
  return [...nouns].map(([noun, ids]) =>
    `id: ${resumeFrom}\nevent: ${noun}\ndata: ${JSON.stringify({ ids })}\n\n`
  ).join("");
}

const nounOf = (kind: string) => kind.split(".")[0]!;
