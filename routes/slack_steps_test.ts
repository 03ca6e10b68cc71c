import assert from "node:assert/strict";
import { landed } from "../tests/pages.ts";
import { plannedAccount } from "../tests/plans.ts";
import { wordsOf } from "../tests/portal.ts";
import { connectedSlack, withSlack } from "../tests/slack.ts";
import { activeWorkflow, drawn, runRow, started, stepsOf } from "../tests/workflows.ts";

Deno.test("a step posts for real, fails with the reason, and goes on once Slack is back", () =>
  withSlack(async (thread, there) => {
    const olive = thread.as("olive");
    const retry = async (run: string) => {
      await landed(olive, await olive.post(`/runs/${run}/retry`));
      for (let times = 0; times < 2; times++) {
        await thread.pass("1 minute");
        await thread.workOff();
      }
    };
    const graph = (channel: string) =>
      drawn({
        n1: ["start", { on: "manual", fields: [], account: true, paths: [] }],
        n2: ["post_slack", { channel, text: "{{account.name}} has begun." }, "Tell the team"],
        n3: ["end", { outcome: "Told" }],
      }, ["n1>n2", "n2>n3"]);
    const first = await activeWorkflow(thread, graph("#team"));
    const { accountId } = await plannedAccount(thread);
    const problems = wordsOf(await olive.page(`/workflows/${first.id}`));
    assert.match(problems, /Slack is not connected/);
    const run = await started(thread, first.id, {}, { accountId });
    assert.match(
      (await runRow(thread, run)).failure!.text,
      /was not posted. Slack is not connected/,
    );

    there.channel("team");
    there.channel("trying");
    const slack = await connectedSlack(thread, there);
    await retry(run);
    assert.equal(await stepsOf(thread, run), "n1 done next, n2 done next, n3 done");
    assert.deepEqual(slack.texts(), ["#team Acme has begun."]);

    const { id } = await slack.channel("team");
    const second = await activeWorkflow(thread, graph(id), "By its id");
    assert.match(
      await olive.page(`/workflows/${second.id}/steps/n2`),
      /<option value="account"|#team/,
    );
    there.orders("chat.postMessage", { cut: true });
    const lost = await started(thread, second.id, {}, { accountId });
    await slack.later();
    assert.match((await runRow(thread, lost)).failure!.text, /It may have been posted/);
    await retry(lost);
    assert.match((await runRow(thread, lost)).failure!.text, /It may have been posted/);
    const [open] = (await slack.posts()).filter(({ state }) => state === "unknown");
    await landed(olive, await olive.post(`${slack.at}/posts/${open!.id}/arrival`));
    await retry(lost);
    assert.equal((await runRow(thread, lost)).state, "completed");
    assert.equal(there.posts.length, 2);

    const test = await plannedAccount(thread, {
      name: "Trial",
      domain: "trial.example",
      test: true,
    });
    const nowhere = await started(thread, second.id, {}, { accountId: test.accountId });
    assert.match(
      (await runRow(thread, nowhere)).failure!.text,
      /test account, and no channel for trying/,
    );
    await slack.alerts({ test_channel: "#trying", alert_runs: "#team" });
    await slack.later();
    await retry(nowhere);
    assert.equal(slack.texts().at(-1), "#trying Trial has begun.");

    there.oauth.grants[0]!.expired = true;
    const renewed = await started(thread, second.id, {}, { accountId });
    await slack.later();
    assert.equal((await runRow(thread, renewed)).state, "completed");
    there.oauth.grants[0]!.revoked = true;
    const revoked = await started(thread, second.id, {}, { accountId });
    await slack.later();
    assert.match((await runRow(thread, revoked)).failure!.text, /revoked in Slack/);
    assert.match(await slack.words(), /has to be connected again/);
  }));
