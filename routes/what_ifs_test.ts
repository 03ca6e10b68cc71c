import assert from "node:assert/strict";
import { landed } from "../tests/pages.ts";
import { asMember } from "../tests/plans.ts";
import { routingGraph } from "../tests/routing.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { activeWorkflow } from "../tests/workflows.ts";
import { sql } from "kysely";

/** Deals that have arrived, one for each amount. */
async function arrived(thread: TestApp, workflowId: string, amounts: number[]) {
  for (const [at, amount] of amounts.entries()) {
    await thread.rows(
      `insert into trigger_events (org_id, id, workflow_id, source, dedupe_key, body, arrived_at, fate)
       values ($1, gen_random_uuid(), $2, 'hook', $3, $4, now() - $5 * interval '1 hour', 'started')`,
      [
        thread.cast.alice!.orgId,
        workflowId,
        `d${at}`,
        { company: `Company ${at}`, amount },
        amounts.length - at,
      ],
    );
  }
}

const inWords = (page: string) => page.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

Deno.test("what-if shows side by side who would go another way, and nothing of it happens", async () => {
  await using thread = await testApp();
  const { graph, olive } = await routingGraph(thread);
  const { id } = await activeWorkflow(thread, graph);
  const at = `/workflows/${id}/what-ifs`;
  assert.match(await olive.page(at), /Nothing has started it yet/);
  assert.equal((await olive.post(at)).status, 409);
  await arrived(thread, id, [50_000, 120_000, 150_000, 600_000, 100_000]);
  await thread.rows(
    `insert into trigger_events (org_id, id, workflow_id, source, dedupe_key, body, arrived_at)
     select org_id, gen_random_uuid(), id, 'hook', 'old', '{}', now() - interval '91 days'
     from workflows`,
  );
  const { graph: draft } = await routingGraph(thread, { enterpriseFrom: 200_000 });
  await asMember(
    thread,
    "olive",
    (tx) => tx.updateTable("workflows").set({ draft: sql`${draft}::jsonb` }).execute(),
  );
  await thread.workOff();
  const before = await thread.rows("select count(*) from accounts");
  assert.match(await olive.page(at), /Replay 5 starts/);
  const asked = await olive.post(at);
  assert.equal((await olive.post(at)).status, 409, "one at a time");
  const page = await landed(olive, asked);
  assert.match(inWords(page), /Being replayed 0 of 5/);
  await thread.workOff();
  const result = asked.headers.get("location")!;
  const done = inWords(await olive.page(result));
  assert.match(done, /Done 5 of 5 .* 2 would go another way/);
  const differences = done.split("As drawn now")[1]!;
  assert.match(differences, /Company 1 .* Enterprise .* SMB .*Company 2/);
  assert.doesNotMatch(differences, /Company 0|Company 3|Company 4/);
  assert.match(differences, /CSM Bob|Template Enterprise/);
  assert.match(inWords(await olive.page(`${result}?show=all`)), /Company 0.*Company 4/);
  assert.match(await thread.as("lea").page(result), /would go another way/);
  assert.doesNotMatch(await thread.as("lea").page(at), /Replay 5 starts/);
  assert.equal((await thread.as("bob").get(at)).status, 403);
  assert.equal((await thread.as("charlie").get(result)).status, 404);
  assert.deepEqual(await thread.rows("select count(*) from accounts"), before);
  assert.deepEqual(await thread.rows("select 1 from runs"), []);
  assert.deepEqual(await thread.mails(), []);
});

Deno.test("a replay is cancelled, keeps what it found, and is read in pages", async () => {
  await using thread = await testApp();
  const { graph, olive } = await routingGraph(thread);
  const { id } = await activeWorkflow(thread, graph);
  await arrived(thread, id, [1, 2]);
  const at = `/workflows/${id}/what-ifs`;
  const first = (await olive.post(at)).headers.get("location")!;
  const cancelled = await landed(olive, await olive.post(`${first}/cancellation`));
  assert.match(cancelled, /Cancelled/);
  await thread.workOff();
  assert.match(inWords(await olive.page(first)), /Cancelled 0 of 2/);
  assert.equal((await olive.post(`${first}/cancellation`)).status, 409);

  const second = (await olive.post(at)).headers.get("location")!;
  await thread.workOff();
  assert.match(inWords(await olive.page(second)), /Everybody would go the same way/);
  await thread.rows(
    `insert into what_if_starts
     select org_id, what_if_id, n, gen_random_uuid(), 'Start ' || n, arrived_at, true, before, after
     from what_if_starts, generate_series(3, 120) n where position = 1`,
  );
  const page = await olive.page(second);
  const next = /href="([^"]*)" rel="next"/.exec(page)![1]!.replaceAll("&amp;", "&");
  assert.match(page, /Start 3<.*Start 52</s);
  assert.match(await olive.page(next), /Start 53<.*Start 102</s);
});
