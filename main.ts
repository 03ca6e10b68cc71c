import process from "node:process";
import { refuseOldSchema, refuseUnsafeRole } from "./domain/base/boot.ts";
import { armCrashpoint } from "./domain/base/crashpoint.ts";
import { connect } from "./domain/base/db.ts";
import { Refused } from "./domain/base/errors.ts";
import { openFeed } from "./domain/base/feed.ts";
import { type Home, openHome } from "./domain/base/home.ts";
import { openLog } from "./domain/base/log.ts";
import { migrate } from "./domain/base/migrate.ts";
import type { Outside } from "./domain/base/outside.ts";
import { startTicker } from "./domain/base/ticker.ts";
import { readSettings, type Settings } from "./domain/base/settings.ts";
import { makeMailWire } from "./domain/messages/mailer.ts";
import { DEMO_PASSWORD, DEMO_PEOPLE, seedDemo } from "./domain/people/demo.ts";
import { roleLabels } from "./domain/people/roles.ts";
import { startCron } from "./jobs/schedule.ts";
import { startWork } from "./jobs/start_work.ts";
import { makeApp } from "./routes/app.tsx";
import { listen } from "./routes/server.ts";
import { openStreams } from "./routes/streams.ts";

const commands: Record<string, () => Promise<void>> = {
  start: () => run(true),
  serve: () => run(false),
  migrate: applyMigrations,
};

// A second net: the driver's own faults reject what they concern, and end here, not the process.
process.on("uncaughtException", (error) => say(`Unexpected: ${error?.stack ?? error}`));

if (import.meta.main) {
  const [command = "start"] = Deno.args;
  try {
    const work = commands[command];
    if (!work) throw new Refused(`There is no command "${command}"; try start, serve or migrate`);
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}

async function run(demo: boolean): Promise<void> {
  armCrashpoint(Deno.env.get("THREAD_CRASH_AT"));
  const settings = settingsNow(demo);
  const home = await openHome(settings, () => {});
  if (demo) await migrate(home.ownerUrl);
  const db = connect(home.appUrl, settings.databasePool);
  await refuseUnsafeRole(db);
  await refuseOldSchema(db);
  if (demo) await seedDemo(db);
  const feed = openFeed(db);
  const streams = openStreams(db);
  const ticker = startTicker(db, home.appUrl);
  ticker.onWake((topics) => topics.has("events") && feed.wake());
  const outside = realOutside(settings, home);
  const log = openLog({ write: say, now: outside.now, level: demo ? "warn" : settings.logLevel });
  const work = startWork(db, ticker, outside, log);
  if (!demo) startCron(db, outside, log);
  const app = makeApp({ db, outside, settings, feed, streams, report: logError });
  const server = listen(app, streams, settings);
  greet(settings, server.port, home);
  await stopSignal();
  await Promise.all([server.stop(3000), work.stop()]);
  await ticker.stop();
  outside.mail?.close();
  feed.stop();
  db.close();
  await home.leave();
  Deno.exit(0);
}

async function applyMigrations(): Promise<void> {
  const settings = settingsNow(Deno.env.get("DATABASE_URL") === undefined);
  const home = await openHome(settings, say);
  const applied = await migrate(home.ownerUrl);
  say(applied.length ? `Applied ${applied.join(", ")}` : "The database is up to date");
  await home.leave();
}

function settingsNow(demo: boolean): Settings {
  const at = Deno.args.indexOf("--data");
  const environment = Deno.env.toObject();
  return readSettings(
    at > 0 ? { ...environment, THREAD_DATA_DIR: Deno.args[at + 1] } : environment,
    demo,
  );
}

function realOutside(settings: Settings, home: Home): Outside {
  const secrets: Record<string, string> = { THREAD_SECRET_KEYS: home.secretKeys };
  return {
    fetch,
    now: () => new Date(),
    secret: (name) => secrets[name] ?? Deno.env.get(name),
    mail: makeMailWire(settings, fetch),
  };
}

function greet(settings: Settings, port: number, home: Home) {
  const host = settings.host === "0.0.0.0" ? "127.0.0.1" : settings.host;
  say(`Thread is ready at http://${host}:${port}`);
  if (!settings.demo) return;
  say(`It keeps its data in ${home.where}. Sign in with the password "${DEMO_PASSWORD}" as`);
  for (const { email, roles, title } of DEMO_PEOPLE) {
    say(`  ${email.padEnd(32)} ${roleLabels(roles).padEnd(18)} ${title}`);
  }
}

function logError(error: Error, fields: Record<string, string>) {
  console.error(JSON.stringify({ level: "error", ...fields, error: error.stack }));
}

function stopSignal(): Promise<void> {
  return new Promise((stop) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => stop());
    }
  });
}

function say(line: string) {
  console.log(line);
}
