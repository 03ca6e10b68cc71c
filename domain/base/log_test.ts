import assert from "node:assert/strict";
import fc from "fast-check";
import { Upstream } from "./errors.ts";
import { type Level, type LogFields, openLog } from "./log.ts";
import { Secret } from "./secret.ts";
import { hashTokenHex, newToken } from "./tokens.ts";

const ORG = "3f2b8c1e-0000-4000-8000-00000000000a";

function logged(level: Level = "debug") {
  const lines: string[] = [];
  const now = () => new Date("2026-11-20T10:00:00Z");
  const log = openLog({ write: (line) => lines.push(line), now, level });
  return { log, lines, last: () => JSON.parse(lines.at(-1)!) };
}

Deno.test("a line is one JSON object with time, level, message and its fields", () => {
  const { log, lines, last } = logged();
  log.with({ org: ORG }).info("Request", {
    method: "GET",
    path: "/accounts",
    status: 200,
    ms: 3.5,
  });
  assert.deepEqual(last(), {
    at: "2026-11-20T10:00:00.000Z",
    level: "info",
    message: "Request",
    method: "GET",
    ms: 3.5,
    org: ORG,
    path: "/accounts",
    status: 200,
  });
  log.warn("Two\nlines\u2028in one");
  assert.equal(lines.at(-1)!.includes("\n"), false);
  assert.equal(last().message, "Two lines in one");
});

Deno.test("lines below the level are not written", () => {
  const { log, lines } = logged("warn");
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d", new Error("x"));
  assert.deepEqual(lines.map((line) => JSON.parse(line).message), ["c", "d"]);
});

Deno.test("a field nobody allowed is dropped, and so is a value that is no plain one", () => {
  const { log, last } = logged();
  const hostile = { body: "text", headers: { a: 1 }, ms: NaN, host: { a: 1 }, kind: "ok" };
  log.info("x", hostile as unknown as LogFields);
  assert.deepEqual(Object.keys(last()), ["at", "level", "message", "kind"]);
});

Deno.test("query strings, passwords in addresses and people in emails are not written", () => {
  const { log, lines, last } = logged();
  log.info("GET https://app.example.com/in?code=canary-1 failed", {
    path: "/verify?token=canary-2",
    host: "postgres://thread_app:canary-3@127.0.0.1:5432/thread",
    name: "canary-4@acme.example",
    code: "?canary-5",
  });
  assert.equal(last().path, "/verify");
  assert.equal(last().host, "postgres://127.0.0.1:5432/thread");
  assert.equal(last().name, "***@acme.example");
  assert.equal(lines.join().includes("canary"), false);
});

Deno.test("of a database error only code and names are written, not the values in it", () => {
  const { log, lines, last } = logged();
  const error = Object.assign(new Error('invalid input syntax for type uuid: "canary"'), {
    name: "PostgresError",
    severity: "ERROR",
    code: "23505",
    detail: "Key (email)=(canary) already exists.",
    where: "canary",
    query: "select 'canary'",
    parameters: ["canary"],
    table_name: "identities",
    constraint_name: "identities_email_key",
  });
  log.error("Failed", new Upstream("Cannot save", true, { cause: error }));
  assert.equal(lines.join().includes("canary"), false);
  const { cause } = last().error;
  assert.deepEqual(
    [cause.name, cause.code, cause.table, cause.constraint, cause.message],
    ["PostgresError", "23505", "identities", "identities_email_key", undefined],
  );
});

Deno.test("an error is written with its causes, without end, and thrown strings without their text", () => {
  const { log, last } = logged();
  const round = new Error("round");
  round.cause = round;
  log.error("Failed", round);
  let depth = 0;
  for (let told = last().error; told; told = told.cause) depth++;
  assert.equal(depth, 5);
  assert.match(last().error.stack[0], /^at /);
  log.error("Failed", "canary");
  assert.deepEqual(last().error, { name: "string" });
});

Deno.test("wherever a secret stands, it is not written", () => {
  const { log, lines } = logged();
  const places: ((secret: string) => void)[] = [
    (secret) => log.info(`Sent ${secret} to the server`),
    (secret) => log.info("Bad header", { cause: `authorization: Bearer ${secret}` }),
    (secret) => log.info("x", { path: `/in/${secret}/next`, key: new Secret(secret) }),
    (secret) => log.error("x", new Error(`no: {"refresh_token":"${secret}"}`)),
    (secret) =>
      log.error("x", new Error("no", { cause: new Error(`key=${secret}\n    at ${secret}`) })),
  ];
  const secrets = fc.constantFrom(
    newToken,
    () => hashTokenHex(newToken()),
    () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(33)))),
    () => `sk-proj-${newToken()}`,
    () => `xoxb-2471-${newToken().slice(0, 24)}`,
  ).map((make) => make());
  fc.assert(
    fc.property(secrets, fc.constantFrom(...places), (secret, place) => {
      lines.length = 0;
      place(secret);
      assert.equal(lines.join().includes(secret), false, lines.join());
      assert.equal(lines.join().includes(secret.slice(4, 24)), false, lines.join());
    }),
    { numRuns: 500 },
  );
});

Deno.test("ids, paths and ordinary words stay readable", () => {
  const { log, last } = logged();
  const path = `/accounts/${ORG}/notification-preferences-and-more`;
  log.info("Cannot read HubSpot deal 7: the connection was closed by the other side", { path });
  assert.equal(last().path, path);
  assert.match(last().message, /^Cannot read HubSpot deal 7: the connection was closed/);
});
