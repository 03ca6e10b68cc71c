import { connect } from "../domain/base/db.ts";
import type { Connection } from "../domain/base/driver.ts";
import { openFeed } from "../domain/base/feed.ts";
import { openBells } from "../domain/messages/notification_bells.ts";
import { openLog } from "../domain/base/log.ts";
import { wordsIn } from "../domain/messages/words/words.ts";
import { readSettings } from "../domain/base/settings.ts";
import { makeApp } from "../routes/app.tsx";
import { openStreams } from "../routes/streams.ts";

interface Sent {
  text: string;
  parameters: readonly unknown[];
  /** It left before the answer to the one in front of it had come. */
  along: boolean;
}

/**
 * What a page asks of the database, as a pgbench script: the same statements with their values, and
 * pipelined where the page does not wait for an answer either.
 */
export async function statementsOf(appUrl: string, path: string, token: string) {
  const db = connect(appUrl, 1, "thread-bench");
  const sent = record(db.pool);
  const environment = { DATABASE_URL: appUrl, THREAD_SECRET_KEYS: `k1:${btoa("0".repeat(32))}` };
  const now = () => new Date();
  const streams = openStreams(db);
  const feed = openFeed(db);
  const bells = openBells(db);
  const settings = readSettings(environment, false);
  const app = makeApp({
    db,
    feed,
    bells,
    streams,
    settings,
    outside: {
      fetch,
      now,
      secret: () => undefined,
      publicUrl: settings.publicUrl,
      resolveDns: () => Promise.resolve([]),
    },
    log: openLog({ write: () => {}, now }),
    wordsIn,
    report: console.error,
  });
  const headers = { cookie: `thread=${token}` };
  try {
    for (let time = 0; time < 2; time++) {
      sent.length = 0;
      const response = await app.request(path, { headers });
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
      await response.text();
    }
    return { script: scriptOf(sent), count: sent.length, trips: tripsOf(sent).length };
  } finally {
    streams.stop();
    feed.stop();
    bells.stop();
    db.close();
  }
}

function record(pool: { acquire: () => Promise<Connection> }): Sent[] {
  const sent: Sent[] = [];
  let unanswered = 0;
  const acquire = pool.acquire;
  const watched = new WeakMap<Connection, Connection>();
  const watch = <T>(text: string, parameters: readonly unknown[], answer: Promise<T>) => {
    sent.push({ text, parameters, along: unanswered++ > 0 });
    return answer.finally(() => unanswered--);
  };
  pool.acquire = async () => {
    const connection = await acquire();
    const known = watched.get(connection);
    if (known) return known;
    const watching: Connection = Object.create(connection, {
      query: {
        value: (text: string, parameters: unknown[]) =>
          watch(text, parameters, connection.query(text, parameters)),
      },
      script: { value: (text: string) => watch(text, [], connection.script(text)) },
    });
    watched.set(connection, watching).set(watching, watching);
    return watching;
  };
  return sent;
}

function tripsOf(sent: Sent[]): Sent[][] {
  const trips: Sent[][] = [];
  for (const one of sent) {
    if (one.along) trips.at(-1)!.push(one);
    else trips.push([one]);
  }
  return trips;
}

function scriptOf(sent: Sent[]): string {
  const lines = tripsOf(sent).flatMap((trip) => {
    const statements = trip.flatMap(({ text, parameters }) =>
      parameters.length > 0 || !text.includes("; ") ? [inline(text, parameters)] : text.split("; ")
    ).map((text) => `${text.replaceAll(/\s+/g, " ").trim()};`);
    return statements.length > 1 ? ["\\startpipeline", ...statements, "\\endpipeline"] : statements;
  });
  return `${lines.join("\n")}\n`;
}

function inline(text: string, parameters: readonly unknown[]): string {
  return text.replaceAll(/\$(\d+)/g, (_, number) => literal(parameters[Number(number) - 1]));
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) {
    const texts = value.map((one) => JSON.stringify(String(one)));
    return literal(`{${texts.join(",")}}`);
  }
  if (value instanceof Uint8Array) return `'\\x${value.toHex()}'::bytea`;
  const text = value instanceof Date ? value.toISOString() : String(value);
  return `'${text.replaceAll("'", "''")}'`;
}
