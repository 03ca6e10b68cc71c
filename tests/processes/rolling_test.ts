import assert from "node:assert/strict";
import { inOrg } from "../../domain/base/db.ts";
import { postMail } from "../../domain/messages/outbox.ts";
import { type Chance, pause, pick } from "../faults.ts";
import { seeded } from "../chaos.ts";
import { eventually, type Program } from "../processes.ts";
import { openSmtpSink } from "../smtp_sink.ts";
import { type TestApp, testApp } from "../test_app.ts";
import { startNeighbour } from "./neighbours.ts";

const ROUNDS = 4;
/** A job that waited for a lease to run out would take 90 seconds and more. */
const SOON_SECONDS = 45;

Deno.test("servers are restarted one after the other, and nobody's request fails", async () => {
  await using thread = await testApp();
  await using sink = await openSmtpSink();
  await using stack = new AsyncDisposableStack();
  const env = { SMTP_URL: sink.url, MAIL_FROM: "thread@thread.test" };
  sink.always({ slow: 30 });
  const running: Program[] = [];
  for (let slot = 0; slot < 2; slot++) running.push(await startNeighbour(thread, env));
  stack.defer(async () => {
    await Promise.all(running.map((program) => program[Symbol.asyncDispose]()));
  });

  const over = new AbortController();
  const visits: Visits = { done: 0, refused: 0, repeated: 0, failed: [], leaving: new Set() };
  const visitors = ["alice", "bob", "olive", "lea"].map((name, index) =>
    visit({ thread, name, running, visits, chance: seeded(index), over: over.signal })
  );
  const posting = postSteadily(thread, over.signal);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const oldest = running[0]!;
      const start = performance.now();
      oldest.kill(round % 2 === 0 ? "SIGTERM" : "SIGINT");
      assert.equal((await oldest.ended).code, 0);
      assert.ok(performance.now() - start < 10_000, "the host would have killed it");
      await oldest[Symbol.asyncDispose]();
      running.push(await startNeighbour(thread, env));
      running.shift();
    }
  } finally {
    over.abort();
    await Promise.all(visitors);
  }
  const posted = await posting;
  await eventually("every mail is settled", async () => {
    const open = await thread.rows("select from mails where state in ('approved', 'sending')");
    return open.length === 0;
  }, 60_000).catch(async (error) => {
    const left = await thread.rows(
      "select state, attempts, error from mails where sent_at is null",
    );
    throw new Error(`${error.message}: ${JSON.stringify(left)}`);
  });
  console.log(
    `${ROUNDS} restarts, ${visits.done} requests, ${visits.refused} refused, ${visits.repeated} repeated, ${posted} mails`,
  );
  assert.deepEqual(visits.failed, []);
  assert.ok(visits.done > 20 * ROUNDS, `only ${visits.done} requests`);
  assert.equal(new Set(sink.received.map(({ messageId }) => messageId)).size, posted);
  assert.equal(sink.received.length, posted, "a customer's mail was sent twice");
  const [slowest] = await thread.rows<{ seconds: number }>(
    "select extract(epoch from max(sent_at - created_at))::float8 as seconds from mails",
  );
  assert.ok(slowest!.seconds < SOON_SECONDS, `a mail waited ${slowest!.seconds} s`);
});

interface Visits {
  done: number;
  /** Went to the other server, as nothing listened any more. */
  refused: number;
  /** A page asked for again because its connection broke, as browsers do by themselves. */
  repeated: number;
  failed: string[];
  /** Servers that said goodbye: an answer told the caller to close the connection. */
  leaving: Set<Program>;
}

interface Visiting {
  thread: TestApp;
  name: string;
  running: Program[];
  visits: Visits;
  chance: Chance;
  over: AbortSignal;
}

/**
 * Reads and writes in turn, at either server. Goes to the other where nobody answers, and where one
 * says goodbye. A change whose answer is lost counts as failed: it must not be sent twice.
 */
async function visit({ thread, name, running, visits, chance, over }: Visiting): Promise<void> {
  const cookie = `thread=${thread.as(name).jar.get("thread")}`;
  for (let nth = 0; !over.aborted; nth++) {
    const act = nth % 4 === 0 ? rename(name, nth) : undefined;
    const end = performance.now() + 20_000;
    while (!await attempt(act, cookie, { running, visits, chance })) {
      if (performance.now() > end) {
        visits.failed.push("nobody answers");
        break;
      }
      await pause(20);
    }
    await pause(10);
  }
}

async function attempt(
  act: RequestInit | undefined,
  cookie: string,
  { running, visits, chance }: Pick<Visiting, "running" | "visits" | "chance">,
): Promise<boolean> {
  const server = pick(running.filter((one) => !visits.leaving.has(one)), chance)!;
  try {
    const response = await fetch(`${server.url}/profile`, {
      ...act,
      redirect: "manual",
      headers: { cookie, "sec-fetch-site": "same-origin" },
    });
    await response.body?.cancel();
    if (response.headers.get("connection") === "close") visits.leaving.add(server);
    if (response.status === (act ? 303 : 200)) visits.done++;
    else visits.failed.push(`${response.status}`);
    return true;
  } catch (error) {
    const words = String((error as Error).cause ?? error);
    if (/refused/i.test(words)) visits.refused++;
    else if (act) visits.failed.push(words);
    else visits.repeated++;
    return false;
  }
}

function rename(name: string, nth: number): RequestInit {
  return {
    method: "POST",
    body: new URLSearchParams({ name: `${name} ${nth}`, theme: "light" }),
  };
}

async function postSteadily(thread: TestApp, over: AbortSignal): Promise<number> {
  const { orgId } = thread.cast.alice!;
  let posted = 0;
  while (!over.aborted) {
    await inOrg(thread.db, orgId, { kind: "system" }, (tx) =>
      postMail(tx, {
        class: "customer",
        to: { name: "", address: `somebody-${posted}@customer.test` },
        subject: "Hello",
        text: "Hello",
      }));
    posted++;
    await pause(100);
  }
  return posted;
}
