import { Hono } from "hono";
import type { News } from "../domain/base/feed.ts";
import type { Env } from "./env.ts";
import { contactOf, inPortal } from "./portal_door.ts";

const encoder = new TextEncoder();
/** What changes what a customer sees. Which of them happened is not told, nor how. */
const JOURNEY = new Set(["plan", "milestone", "action", "submission", "account"]);

/** One stream a page. It says that something of their account changed; the page asks for it again. */
export const portalLive = new Hono<Env>().get("/live", inPortal, (c) => {
  const { id: sessionId, orgId, accountId } = contactOf(c);
  const { feed, streams } = c.var.house;
  const body = streams.open({ sessionId, place: accountId, kind: "contact" }, (stream) => {
    let stop: (() => void) | undefined;
    let ended = false;
    const missed = { id: 0, kind: "account.missed", subjectId: null, accountId };
    const send = (news: News[], resumeFrom: number) => {
      const own = news.filter((item) => item.accountId === accountId);
      for (const event of eventsOf(own)) {
        stream.send(encoder.encode(`id: ${resumeFrom}\nevent: ${event}\ndata:\n\n`));
      }
    };
    feed.follow(orgId, send).then((following) => {
      stop = following.stop;
      if (ended) return stop();
      // Whatever was missed meanwhile, the page looks once.
      if (c.req.header("Last-Event-ID")) send([missed], following.resumeFrom);
      stream.send(
        encoder.encode(`retry: 1000\nid: ${following.resumeFrom}\nevent: hello\ndata:\n\n`),
      );
    }, () => stream.close());
    return () => {
      ended = true;
      stop?.();
    };
  });
  c.header("content-type", "text/event-stream");
  c.header("x-accel-buffering", "no");
  return c.body(body);
});

function eventsOf(news: News[]): string[] {
  const nouns = new Set(news.map(({ kind }) => kind.split(".")[0]!));
  return [
    ...([...nouns].some((noun) => JOURNEY.has(noun)) ? ["journey"] : []),
    ...(nouns.has("message") ? ["message"] : []),
  ];
}
