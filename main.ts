import process from "node:process";
import { refuseOldSchema, refuseUnsafeRole } from "./domain/base/boot.ts";
import { readCommandLine } from "./domain/base/command_line.ts";
import { armCrashpoint } from "./domain/base/crashpoint.ts";
import { connect } from "./domain/base/db.ts";
import { dnsResolver } from "./domain/base/dns.ts";
import { Refused } from "./domain/base/errors.ts";
import { openFeed } from "./domain/base/feed.ts";
import { type Home, openHome } from "./domain/base/home.ts";
import { openLines } from "./domain/base/lines.ts";
import { type Log, type LogFields, openLog } from "./domain/base/log.ts";
import { migrate } from "./domain/base/migrate.ts";
import type { Outside } from "./domain/base/outside.ts";
import { plainLine } from "./domain/base/plain_log.ts";
import { readSettings, type Settings } from "./domain/base/settings.ts";
import { startTelemetry } from "./domain/base/telemetry.ts";
import { startTicker } from "./domain/base/ticker.ts";
import { readKeyring } from "./domain/base/vault.ts";
import { openBells } from "./domain/messages/notification_bells.ts";
import { seedDemoAccounts } from "./domain/accounts/demo.ts";
import { wordsIn } from "./domain/messages/words/words.ts";
import { seedDemoPlans } from "./domain/onboarding/demo_plans.ts";
import { seedDemoTemplates } from "./domain/onboarding/demo.ts";
import { seedDemoHandoffs } from "./domain/onboarding/handoff_demo.ts";
import { seedDemoPast } from "./domain/insight/demo.ts";
import { seedDemoMail } from "./domain/portal/mail_demo.ts";
import { seedDemoPortal } from "./domain/portal/demo.ts";
import { seedDemoSharing } from "./domain/portal/sharing_demo.ts";
import { seedDemoWorkflows } from "./domain/workflows/demo.ts";
import { openTraffic } from "./domain/base/traffic.ts";
import { newToken } from "./domain/base/tokens.ts";
import { withSimulation } from "./domain/connectors/simulation/simulation.ts";
import { demoSimulation } from "./domain/workflows/simulation_demo.ts";
import { demoGuide, seedDemo } from "./domain/people/demo.ts";
import { startGauges } from "./jobs/gauges.ts";
import { startCron } from "./jobs/schedule.ts";
import { startWork } from "./jobs/start_work.ts";
import { listen, stopSignal } from "./routes/server.ts";
import { openStreams } from "./routes/streams.ts";

type Command = (home: Home, settings: Settings, log: Log) => Promise<Deno.Signal | void>;

const commands: Record<string, Command> = {
  start: run,
  dev: run,
  serve: run,
  migrate: applyMigrations,
  seed: seedMuch,
};

const demoSeeds = [
  seedDemoTemplates,
  seedDemoAccounts,
  seedDemoHandoffs,
  seedDemoPlans,
  seedDemoPortal,
  seedDemoMail,
  seedDemoSharing,
  seedDemoWorkflows,
  seedDemoPast,
];

const lines = openLines(writeAll);

/** Loaded while the database starts. */
const pages = () => import("./routes/app.tsx");

if (import.meta.main) {
  let log = openLog({ write: (line) => console.error(plainLine(line)), now });
  // A second net: the driver's own faults reject what they concern, and end here, not the process.
  process.on("uncaughtException", (error) => log.error("Unexpected", error));
  try {
    const { command, environment } = readCommandLine(Deno.args, Deno.env.toObject());
    const work = commands[command];
    if (!work) {
      const known = Object.keys(commands).join(", ");
      throw new Refused(`There is no command "${command}"; try one of ${known}`);
    }
    const settings = readSettings(environment, command !== "serve");
    log = logOf(settings);
    if (settings.telemetry) await startTelemetry();
    const opening = openHome(settings, work === run ? () => {} : say);
    if (work === run) pages().catch(() => {}); // Who needs them hears of it.
    const home = await opening;
    const ended = await work(home, settings, log).catch(async (error) => {
      await home.leave();
      throw error;
    });
    await home.leave(command === "dev" && ended === "SIGTERM"); // So the watcher ends each turn.
    lines.flush();
    Deno.exit(0);
  } catch (error) {
    if (!(error instanceof Refused)) log.error("Thread could not start", error);
    else console.error(error.message);
    lines.flush();
    Deno.exit(1);
  }
}

async function run(home: Home, settings: Settings, log: Log): Promise<Deno.Signal> {
  const { demo } = settings;
  armCrashpoint(Deno.env.get("THREAD_CRASH_AT"));
  const secretKeys = await home.secretKeys();
  await readKeyring(secretKeys);
  if (demo) await bringUpToDate(home);
  const db = connect(home.appUrl, settings.databasePool);
  await refuseUnsafeRole(db).catch(async (error) => {
    await home.reach("app"); // Says why in one sentence.
    throw error;
  });
  await refuseOldSchema(db);
  const outside = await realOutside(settings, secretKeys);
  if (demo) await seedDemo(db, [...demoSeeds, demoSimulation(outside)]);
  const feed = openFeed(db);
  const streams = openStreams(db);
  const ticker = startTicker(db, home.appUrl);
  ticker.onWake((topics) => topics.has("events") && feed.wake());
  const bells = openBells(db);
  ticker.onWake((topics) => topics.has("notifications") && bells.wake());
  const traffic = openTraffic();
  const work = startWork(db, ticker, outside, log, { traffic });
  if (!demo) startCron(db, outside, log);
  const report = (error: Error, fields: LogFields) => log.error("Unexpected", error, fields);
  const { makeApp } = await pages();
  const app = makeApp({ db, outside, settings, feed, bells, streams, log, report, wordsIn });
  const server = listen(app, streams, settings, traffic);
  if (settings.telemetry) startGauges(db, streams.count);
  const told = stopSignal(); // Listened for before anybody hears that Thread is ready.
  greet(settings, server.port, home, log);

  const signal = await told;
  await Promise.all([server.stop(3000), work.stop()]);
  await ticker.stop();
  outside.mail?.close();
  feed.stop();
  bells.stop();
  db.close();
  return signal;
}

async function bringUpToDate(home: Home): Promise<string[]> {
  await home.reach("owner");
  return await migrate(home.ownerUrl);
}

async function applyMigrations(home: Home): Promise<void> {
  const applied = await bringUpToDate(home);
  say(applied.length ? `Applied ${applied.join(", ")}` : "The database is up to date");
}

async function seedMuch(home: Home): Promise<void> {
  const { seedAll } = await import("./jobs/seed_all.ts");
  await bringUpToDate(home);
  await seedAll(home.ownerUrl, say);
}

async function realOutside(settings: Settings, secretKeys: string): Promise<Outside> {
  const secrets: Record<string, string> = { THREAD_SECRET_KEYS: secretKeys };
  // With which the simulated HubSpot signs, where nobody has an app at the real one.
  const invented: Record<string, string> = settings.demo
    ? { HUBSPOT_CLIENT_SECRET: newToken() }
    : {};
  return {
    fetch: settings.demo ? withSimulation(fetch) : fetch,
    now,
    secret: (name) => secrets[name] ?? Deno.env.get(name) ?? invented[name],
    publicUrl: settings.publicUrl,
    resolveDns: dnsResolver(settings.dnsServer),
    mailHome: (await import("./domain/messages/mail_home.ts")).mailHomeOf(settings),
    safeFetch: callOthers(),
    mail: settings.demo
      ? undefined
      : (await import("./domain/messages/mailer.ts")).makeMailWire(settings, fetch),
  };
}

/** Its wire is loaded when a workflow first calls somebody. */
function callOthers(): Outside["safeFetch"] {
  const loading = () => import("./domain/base/safe_fetch.ts");
  let ready: Outside["safeFetch"];
  return async (url, request) => {
    if (!ready) {
      const { safeFetchWith, systemResolve } = await loading();
      ready = safeFetchWith({ resolve: systemResolve });
    }
    return await ready(url, request);
  };
}

function greet(settings: Settings, port: number, home: Home, log: Log) {
  const host = settings.host === "0.0.0.0" ? "127.0.0.1" : settings.host;
  const ready = `Thread is ready at http://${host}:${port}`;
  if (!settings.demo) return log.info(ready);
  say(ready);
  say(`It keeps its data in ${home.where}. ${demoGuide()}`);
}

/** In production a line of JSON for each thing; at a terminal only what went wrong, in words. */
function logOf({ demo, logLevel }: Settings): Log {
  if (!demo) return openLog({ write: say, now, level: logLevel });
  const level = logLevel === "info" ? "warn" : logLevel;
  return openLog({ write: (line) => console.error(plainLine(line)), now, level });
}

function now() {
  return new Date();
}

function say(line: string) {
  lines.add(line);
}

/** Whoever read this may be gone, which is no reason to end. */
function writeAll(text: string) {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
