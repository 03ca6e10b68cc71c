import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { inOrg } from "../domain/base/db.ts";
import { Secret } from "../domain/base/secret.ts";
import { readKeyring } from "../domain/base/vault.ts";
import { keep } from "../domain/base/vault_entries.ts";
import { setPassword } from "../domain/people/password_changes.ts";
import { readTables } from "./fuzz/tables.ts";
import { openConnection } from "../domain/base/driver.ts";
import { letterTo } from "./letters.ts";
import { type TestApp, testApp } from "./test_app.ts";

const PASSWORD = "seven green lamps on a hill";
const NEXT_PASSWORD = "eleven blue boats in a row";
const TOKEN = "pat-eu1-9f8e7d6c-refresh-token";

Deno.test("THREAD-087 THREAD-095 no token, password or code stands in the database in clear text", async () => {
  await using thread = await testApp();
  const secrets = await useSecrets(thread);
  assert.deepEqual(await whereFound(thread, secrets), []);
});

Deno.test("THREAD-087 no token, password or code stands in the log or in an error", async () => {
  await using thread = await testApp();
  const secrets = await useSecrets(thread);
  assert.ok(thread.logged.length > 5);
  const told = [...thread.logged, ...thread.reported.map((error) => error.stack)].join("\n");
  for (const [name, secret] of Object.entries(secrets)) {
    assert.ok(!told.includes(secret), `the log tells the ${name}`);
  }
});

Deno.test("a secret that does stand in the database is found, as text, bytes or in JSON", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  const bytes = new TextEncoder().encode(`x${TOKEN}`);
  await thread.rows("update brandings set logo = $1 where org_id = $2", [bytes, orgId]);
  await thread.rows("update members set job_title = $1 where org_id = $2", [TOKEN, orgId]);
  await thread.rows("insert into events (org_id, kind, data) values ($1, 'x', $2)", [
    orgId,
    { deep: [{ token: TOKEN }] },
  ]);
  assert.deepEqual(await whereFound(thread, { token: TOKEN }), [
    "brandings.logo holds the token",
    "events.data holds the token",
    "members.job_title holds the token",
  ]);
});

/** Uses every way in, changes the password, and keeps a connector's token. */
async function useSecrets(thread: TestApp): Promise<Record<string, string>> {
  const { identityId, email, orgId } = thread.cast.alice!;
  await setPassword(thread.db, identityId, PASSWORD);
  const ring = await readKeyring(thread.settings.secretKeys!);
  await inOrg(
    thread.db,
    orgId,
    { kind: "system" },
    (tx) => keep(tx, ring, { owner: "connection/1", field: "refresh_token" }, new Secret(TOKEN)),
  );

  const alice = thread.visitor();
  assert.equal((await alice.post("/sign-in", { email, password: PASSWORD })).status, 303);
  await alice.post("/sign-in", { email, password: `${PASSWORD} mistyped` });
  await alice.post("/step-up", { password: PASSWORD, next: "/" });
  const changed = await alice.post("/profile/password", { password: NEXT_PASSWORD });
  assert.equal(changed.headers.get("location"), "/profile");

  const byMail = thread.visitor();
  await byMail.post("/sign-in-links", { email });
  const link = await letterTo(thread, email);
  await byMail.post("/verification", { code: "000000" });
  await byMail.get(link.path);
  assert.equal((await byMail.post(link.path)).status, 303);
  const forgotten = thread.visitor();
  await forgotten.post("/password-resets", { email });
  const reset = await letterTo(thread, email);
  await thread.workOff();
  return {
    "password": PASSWORD,
    "new password": NEXT_PASSWORD,
    "connector's token": TOKEN,
    "session": alice.jar.get("thread")!,
    "other session": byMail.jar.get("thread")!,
    "device": alice.jar.get("device")!,
    "asking browser": forgotten.jar.get("asked")!,
    "used link": link.path.split("/").at(-1)!,
    "open link": reset.path.split("/").at(-1)!,
    "vault key": thread.settings.secretKeys!.slice("k1:".length),
  };
}

/** Letters must hold their own link and code while they wait to be sent: nothing else may. */
const LETTERS = /^mails\.body_(text|html) holds the (used|open) link$/;

async function whereFound(thread: TestApp, secrets: Record<string, string>): Promise<string[]> {
  const admin = await openConnection({ url: thread.urls.adminUrl, applicationName: "secrets" });
  const found: string[] = [];
  try {
    for (const { name, columns } of await readTables(admin)) {
      for (const column of columns.filter(({ type }) => TYPES.has(type))) {
        for (const [what, secret] of Object.entries(secrets)) {
          const test = column.type === "bytea" ? `position($1::bytea in c) > 0` : `c::text like $1`;
          const value = column.type === "bytea" ? Buffer.from(secret) : `%${secret}%`;
          const { rows } = await admin.query(
            `select from (select ${column.name} as c from ${name}) t where ${test}`,
            [value],
          );
          if (rows.length > 0) found.push(`${name}.${column.name} holds the ${what}`);
        }
      }
    }
  } finally {
    admin.destroy(new Error("Done"));
  }
  return found.filter((one) => !LETTERS.test(one));
}

const TYPES = new Set(["text", "bytea", "jsonb", "json", "ARRAY", "character varying"]);
