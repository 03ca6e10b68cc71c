import assert from "node:assert/strict";
import { connect } from "./connections.ts";
import { type FakeSlack, reachSlack, type SignedCall, startSlack } from "./fakes/slack.ts";
import { wordsOf } from "./portal.ts";
import { SECRET_KEYS, type TestApp, testApp } from "./test_app.ts";

/** Thread and a workspace of Slack, and nothing else. */
export async function withSlack(
  work: (thread: TestApp, there: FakeSlack) => Promise<void>,
): Promise<void> {
  await using there = startSlack();
  await using thread = await testApp({}, reachSlack(there, { THREAD_SECRET_KEYS: SECRET_KEYS }));
  await work(thread, there);
  assert.deepEqual(thread.reported.map((error) => error.stack), []);
}

/** Connected through the pages, with its channels read. */
export async function connectedSlack(thread: TestApp, there: FakeSlack) {
  const id = await connect(thread, "slack", { name: "Slack" });
  await thread.workOff();
  const alice = thread.as("alice");
  const at = `/connectors/${id}`;
  return {
    ...{ id, at, alice },
    words: async (path = "") => wordsOf(await alice.page(at + path)),
    /** Slack's own minute is over, and everything due is done. */
    later: async (interval = "1 minute") => {
      await thread.pass(interval);
      await thread.workOff();
    },
    alerts: async (chosen: Record<string, string>) => {
      const answer = await alice.post(`${at}/alerts`, chosen);
      assert.equal(answer.status, 303, wordsOf(await answer.text()).slice(0, 2000));
    },
    tell: async (call: SignedCall) => {
      const answer = await thread.visitor().request("/hooks/slack", { method: "POST", ...call });
      await thread.workOff();
      return { status: answer.status, body: await answer.text() };
    },
    channel: async (name: string) =>
      (await thread.rows<Record<string, unknown> & { id: string }>(
        "select * from channels where name = $1",
        [name],
      ))[0]!,
    posts: async () =>
      await thread.rows<{ id: string; state: string; error: string | null; cause: string }>(
        "select * from posts order by id",
      ),
    texts: () => there.posts.map(({ channel, text }) => `#${channel} ${text}`),
  };
}
