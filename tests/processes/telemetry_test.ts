import assert from "node:assert/strict";
import { startCollector, telemetryTo } from "../fakes/collector.ts";
import { eventually, startProgram } from "../processes.ts";
import { testDatabase } from "../postgres.ts";

Deno.test("with OTEL_DENO the program sends its measures, and spans that name routes", async () => {
  await using database = await testDatabase();
  await using collector = startCollector();
  const env = { DATABASE_URL: database.appUrl, ...telemetryTo(collector) };
  await using program = await startProgram({ env });
  const token = "t".repeat(43);
  for (let n = 0; n < 3; n++) {
    await (await fetch(`${program.url}/verification/${token}?code=kanarienvogel`)).body?.cancel();
  }
  const asked = () =>
    collector.points("thread.request.duration")
      .find(({ labels }) => labels.route === "/verification/:token");
  await eventually("three requests are measured", () => Promise.resolve(asked()?.value === 3));
  assert.deepEqual(Object.keys(asked()!.labels).sort(), ["method", "route", "status"]);

  const values = (name: string) => collector.points(name).map(({ value }) => value);
  await eventually(
    "the database's gauges arrive",
    () => Promise.resolve(values("thread.mails.unsettled").length > 0),
  );
  assert.deepEqual(values("thread.database.up"), [1]);
  assert.ok(values("thread.database.open")[0]! >= 1);
  assert.deepEqual(values("thread.database.waiting"), [0]);
  assert.deepEqual(values("thread.jobs.oldest_due_seconds").length, 2);
  assert.deepEqual(values("thread.streams.open"), [0]);
  assert.ok(values("thread.memory.rss")[0]! > 10_000_000);
  await eventually(
    "the loop's lag arrives",
    () => Promise.resolve(values("thread.event_loop.lag")[0]! > 0),
  );

  const span = () => collector.spans().find(({ name }) => name === "GET /verification/:token");
  await eventually("a span arrives", () => Promise.resolve(span() !== undefined));
  assert.match(span()!.events[0]!, /^request [0-9a-f]{12} answered \d{3}$/);
  assert.doesNotMatch(collector.heard(), new RegExp(`${token}|kanarienvogel`));
});

Deno.test("without OTEL_DENO nothing is sent", async () => {
  await using database = await testDatabase();
  await using collector = startCollector();
  const env = { DATABASE_URL: database.appUrl, ...telemetryTo(collector), OTEL_DENO: "false" };
  await using program = await startProgram({ env });
  await (await fetch(`${program.url}/healthz`)).body?.cancel();
  program.kill("SIGTERM"); // What was gathered would be sent at the end at the latest.
  assert.equal((await program.ended).code, 0);
  assert.equal(collector.heard(), "");
});

Deno.test("the program refuses to send spans that would hold the tokens of mailed links", async () => {
  await assert.rejects(
    startProgram({
      env: { DATABASE_URL: "postgres://thread_app@127.0.0.1:1/thread", OTEL_DENO: "true" },
    }),
    /ended with 1: OTEL_DENO needs OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=1/,
  );
});
