import type { Program } from "../tests/processes.ts";
import type { Figure } from "./figures.ts";
import { adminSession, type BenchHouse, serve } from "./house.ts";
import { load, request, send } from "./load.ts";
import { memoryOf } from "./memory.ts";

const STREAMS = 1000;
const AT_ONCE = 50;
const PATIENCE_MS = 10_000;

/** A thousand open pages: what they cost, and when the last hears of a change. */
export async function benchStreams({ large }: BenchHouse): Promise<Figure[]> {
  await using program = await serve(large);
  await using other = await serve(large);
  const token = await adminSession(large);
  const tokens = await Promise.all(Array.from({ length: AT_ONCE }, () => adminSession(large)));
  const page = [request({ path: "/members", token })];
  await load({ url: program.url, connections: 8, seconds: 2, requests: page });
  const before = await memoryOf(program.pid);
  const streams: OpenStream[] = [];
  while (streams.length < STREAMS) {
    const next = Array.from({ length: AT_ONCE }, (_, at) => openStream(program, tokens[at]!));
    streams.push(...await Promise.all(next));
  }
  try {
    const more = await memoryOf(program.pid) - before;
    const here = await heardAfter(streams, () => change(program, token, "2031-03-01"));
    const there = await heardAfter(streams, () => change(other, token, "2031-03-02"));
    return [
      {
        goal: "live",
        what: "1,000 open streams: more memory, MB",
        value: more,
        must: 60,
        stretch: 30,
        better: "less",
        note: `${Math.round(before)} MB before`,
      },
      ...[["in the same process", here], ["in another process", there]].map(([where, ms]) => ({
        goal: "live",
        what: `a change ${where}: the last of 1,000 hears, ms`,
        value: Number(ms),
        must: 1000,
        stretch: 250,
        better: "less" as const,
        note: "",
      })),
    ];
  } finally {
    for (const stream of streams) stream.close();
  }
}

interface OpenStream {
  /** Resolves at the next message about holidays. */
  heard(): Promise<void>;
  close(): void;
}

async function openStream({ url }: Program, token: string): Promise<OpenStream> {
  const { hostname, port } = new URL(url);
  const socket = await Deno.connect({ hostname, port: Number(port) });
  await send(socket, request({ path: "/live", token }));
  const hello = Promise.withResolvers<void>();
  let news = Promise.withResolvers<void>();
  const decoder = new TextDecoder();
  const read = async () => {
    let text = "";
    for await (const part of socket.readable) {
      text = text.slice(-100) + decoder.decode(part);
      if (text.includes("event: hello")) hello.resolve();
      if (!text.includes("event: holiday")) continue;
      text = "";
      news.resolve();
    }
    throw new Error("The stream ended");
  };
  const late = setTimeout(() => hello.reject(new Error("A stream did not open")), PATIENCE_MS);
  read().catch(hello.reject); // After the hello, that is the end of the bench.
  await hello.promise;
  clearTimeout(late);
  return {
    heard() {
      news = Promise.withResolvers();
      return news.promise;
    },
    close: () => socket.close(),
  };
}

async function heardAfter(streams: OpenStream[], act: () => Promise<unknown>): Promise<number> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("A stream did not hear")), PATIENCE_MS);
  const all = Promise.all(streams.map((stream) => stream.heard()));
  const since = performance.now();
  await act();
  await Promise.race([all, late.promise]);
  clearTimeout(timer);
  return performance.now() - since;
}

async function change({ url }: Program, token: string, day: string) {
  const made = await load({
    url,
    connections: 1,
    seconds: 5,
    requests: [
      request({ method: "POST", path: "/settings/holidays", token, form: { day, name: "" } }),
    ],
    once: true,
  });
  if (made.errors > 0) throw new Error("The change was refused");
}
