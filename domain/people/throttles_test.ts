import assert from "node:assert/strict";
import { connect } from "../base/db.ts";
import { setPassword } from "./password_changes.ts";
import { delayAfter, forgive, networkOf, passwordLanes, takeTurn } from "./throttles.ts";
import { type TestApp, testApp } from "../../tests/test_app.ts";

const ALICE = "alice@acme.test";
const PASSWORD = "mellow harbour tractor sixpence";

Deno.test("delayAfter() doubles after the free tries and stops at the most", () => {
  const pace = { free: 3, firstSeconds: 2, mostSeconds: 30 };
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 1000].map((tries) => delayAfter(tries, pace));
  assert.deepEqual(delays, [0, 0, 2, 4, 8, 16, 30, 30, 30]);
});

Deno.test("networkOf() takes a /64 for one and writes it one way", () => {
  const same = ["2001:db8:0:7::1", "2001:0db8:0000:0007:ffff:1:2:3", "2001:DB8:0:7:a::"];
  assert.deepEqual(new Set(same.map(networkOf)), new Set(["2001:db8:0:7"]));
  assert.notEqual(networkOf("2001:db8:0:8::1"), networkOf("2001:db8:0:7::1"));
  assert.equal(networkOf("::1"), "0:0:0:0");
  assert.equal(networkOf("fe80::1%eth0"), "fe80:0:0:0");
  assert.equal(networkOf("::ffff:192.0.2.7"), "192.0.2.7");
  assert.equal(networkOf("192.0.2.7"), "192.0.2.7");
  assert.equal(networkOf(""), "");
});

Deno.test("of a thousand guesses from fifty networks over two pools, few reach the hash", async () => {
  await using thread = await testApp();
  const second = connect(thread.urls.appUrl, 5, "thread-test-second");
  try {
    let reached = 0;
    const guess = async (i: number) => {
      const db = i % 2 ? thread.db : second;
      const lanes = await passwordLanes(db, { email: ALICE, ip: `192.0.2.${i % 50}` });
      if (await takeTurn(db, lanes) === 0) reached++;
    };
    for (let from = 0; from < 1000; from += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, i) => guess(from + i)));
    }
    assert.ok(reached >= 50 && reached <= 60, `${reached} guesses reached the hash`);
  } finally {
    second.close();
  }
});

Deno.test("takeTurn() counts tries that come at the same moment one by one", async () => {
  await using thread = await testApp();
  const lanes = await passwordLanes(thread.db, { email: ALICE, ip: "192.0.2.1" });
  const waits = await Promise.all(Array.from({ length: 30 }, () => takeTurn(thread.db, lanes)));
  assert.equal(waits.filter((wait) => wait === 0).length, 5);
});

Deno.test("forgive() empties a person's own lane and takes one try off a shared one", async () => {
  await using thread = await testApp();
  const lanes = await passwordLanes(thread.db, { email: ALICE, ip: "192.0.2.1" });
  for (let i = 0; i < 4; i++) await takeTurn(thread.db, lanes);
  await forgive(thread.db, lanes);
  const left = await thread.rows<{ failures: number }>("select failures from throttles");
  assert.deepEqual(left.map(({ failures }) => failures), [3, 3]);
});

Deno.test("tries are forgotten one by one as time passes", async () => {
  await using thread = await testApp();
  const [both] = (await passwordLanes(thread.db, { email: ALICE, ip: "192.0.2.1" })).filter(
    ({ free }) => free === 5,
  );
  for (let i = 0; i < 5; i++) assert.equal(await takeTurn(thread.db, [both!]), 0);
  assert.ok(await takeTurn(thread.db, [both!]) > 0);
  await thread.pass("31 minutes");
  for (let i = 0; i < 2; i++) assert.equal(await takeTurn(thread.db, [both!]), 0);
  await thread.pass("1 second");
  assert.equal(await takeTurn(thread.db, [both!]), 0);
  assert.ok(await takeTurn(thread.db, [both!]) > 0);
});

Deno.test("while somebody guesses, the right password gets in after a wait", async () => {
  await using thread = await withPassword();
  for (let i = 0; i < 60; i++) await countGuess(thread, `203.0.113.${i}`);
  const blocked = await signIn(thread, "198.51.100.1");
  assert.equal(blocked.status, 429);
  const wait = Number(blocked.headers.get("retry-after"));
  assert.ok(wait > 0 && wait <= 60, `wait ${wait}`);
  assert.match(await blocked.text(), /too many tries\. Wait \d+ second/);
  await thread.pass(`${wait} seconds`);
  assert.equal((await signIn(thread, "198.51.100.1")).status, 303);
});

Deno.test("a browser that has signed in before does not wait for strangers", async () => {
  await using thread = await withPassword();
  const own = thread.visitor();
  await signIn(thread, "198.51.100.1", own);
  await own.post("/sign-out");
  for (let i = 0; i < 60; i++) await countGuess(thread, `203.0.113.${i}`);
  assert.equal((await signIn(thread, "198.51.100.2")).status, 429);
  assert.equal((await signIn(thread, "198.51.100.1", own)).status, 303);
});

Deno.test("a known browser is known for its own person only", async () => {
  await using thread = await withPassword();
  const own = thread.visitor();
  await signIn(thread, "198.51.100.1", own);
  const device = own.jar.get("device")!;
  const lanes = (email: string) => passwordLanes(thread.db, { email, ip: "198.51.100.1", device });
  assert.equal((await lanes(ALICE)).length, 1);
  assert.equal((await lanes("bob@acme.test")).length, 3);
  await thread.pass("181 days");
  assert.equal((await lanes(ALICE)).length, 3);
});

Deno.test("the sixth wrong password in a row waits, for an address nobody has as well", async () => {
  await using thread = await testApp();
  for (const email of [ALICE, "nobody@acme.test"]) {
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) {
      const res = await thread.visitor().post("/sign-in", { email, password: "a wrong password" });
      statuses.push(res.status);
    }
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429]);
  }
});

Deno.test("an address gets four letters at once, then one in a while, known or not", async () => {
  await using thread = await testApp();
  for (const email of [ALICE, "nobody@acme.test"]) {
    const ask = () => thread.visitor().post("/sign-in-links", { email });
    for (let i = 0; i < 4; i++) assert.equal((await ask()).status, 303);
    const refused = await ask();
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get("retry-after")) <= 60);
    const forgotten = await thread.visitor().post("/password-resets", { email });
    assert.equal(forgotten.status, 429);
    await thread.pass("1 minute");
    assert.equal((await ask()).status, 303);
  }
});

Deno.test("an address is believed only from the header that the settings name", async () => {
  await using trusting = await withPassword();
  await signIn(trusting, "10.9.9.9, 198.51.100.1");
  assert.equal(await latestIp(trusting), "198.51.100.1");
  await using plain = await testApp();
  await setPassword(plain.db, plain.cast.alice!.identityId, PASSWORD);
  await signIn(plain, "198.51.100.1");
  assert.equal(await latestIp(plain), "");
});

async function withPassword() {
  const thread = await testApp({ TRUSTED_PROXY_HEADER: "x-forwarded-for" });
  await setPassword(thread.db, thread.cast.alice!.identityId, PASSWORD);
  return thread;
}

function signIn(thread: TestApp, ip: string, client = thread.visitor()) {
  return client.request("/sign-in", {
    method: "POST",
    headers: { "x-forwarded-for": ip },
    body: new URLSearchParams({ email: ALICE, password: PASSWORD }),
  });
}

async function countGuess(thread: TestApp, ip: string) {
  await takeTurn(thread.db, await passwordLanes(thread.db, { email: ALICE, ip }));
}

async function latestIp(thread: TestApp) {
  const [row] = await thread.rows<{ ip: string }>(
    "select ip from sessions order by created_at desc limit 1",
  );
  return row!.ip;
}
