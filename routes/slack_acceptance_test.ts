import assert from "node:assert/strict";
import { dueAction } from "../tests/drafts.ts";
import { tellAll } from "../tests/notifications.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { action, milestone, plannedAccount, ring } from "../tests/plans.ts";
import { wordsOf } from "../tests/portal.ts";
import { connectedSlack, withSlack } from "../tests/slack.ts";

Deno.test("THREAD-222 Slack is asked to let Thread write where it was invited, and no more", () =>
  withSlack(async (thread, there) => {
    const alice = thread.as("alice");
    const asks = wordsOf(await alice.page("/connectors/slack/connect"));
    assert.match(asks, /in the channels that Thread's app was invited to, and in no others/);
    assert.match(asks, /Read no message, no file and no profile/);
    there.channel("general", { is_member: false });
    there.channel("hidden", { is_private: true, is_member: false });
    there.channel("acme", { is_private: true, is_ext_shared: true });
    const slack = await connectedSlack(thread, there);
    assert.deepEqual(there.oauth.grants[0]!.scopes, ["chat:write", "channels:read", "groups:read"]);
    assert.match(await slack.words(), /Slack.*Connected.*Acme workspace/s);
    const channels = await slack.words("/channels");
    assert.match(channels, /#acme Private, shared with another organisation Can post/);
    assert.match(channels, /#general Public Not invited/);
    assert.doesNotMatch(channels, /hidden/);
    const setup = await slack.words("/setup");
    for (const scope of there.oauth.grants[0]!.scopes) assert.ok(setup.includes(scope), scope);
    assert.match(setup, /Not asked for: chat:write.public/);
    assert.match(setup, /"redirect_urls": \[ "http:\/\/thread.test\/connectors\/callback"/);

    const asked = new Set(there.requests.map(({ method }) => method));
    assert.deepEqual([...asked], ["oauth.v2.access", "auth.test", "conversations.list"]);
    for (const path of ["/mappings", "/records"]) {
      assert.equal((await alice.get(slack.at + path)).status, 404, path);
    }
    for (const who of ["charlie", "bob"]) {
      for (const path of ["/channels", "/alerts", "/posts"]) {
        const { status } = await thread.as(who).get(slack.at + path);
        assert.equal(status, who === "charlie" ? 404 : 403, `${who} ${path}`);
      }
    }

    const gone = await landed(alice, await alice.post(`${slack.at}/disconnection`));
    assert.match(wordsOf(gone), /Slack is disconnected/);
    await thread.workOff();
    assert.equal(there.oauth.grants[0]!.revoked, true);
    assert.match(wordsOf(await alice.page("/connectors")), /Slack.*Not connected/s);
    there.oauth.declines = "access_denied";
    const again = await alice.post(`${slack.at}/attempts`);
    const away = /href="(http:[^"]+)"/.exec(await again.text())![1]!.replaceAll("&amp;", "&");
    const back = new URL((await fetch(away, { redirect: "manual" })).headers.get("location")!);
    const said = await landed(alice, await alice.get(back.pathname + back.search));
    assert.match(wordsOf(said), /Access was not allowed in Slack/);
  }));

Deno.test("THREAD-077 THREAD-207 a reviewed message goes to the chosen channel, alerts to the team's", () =>
  withSlack(async (thread, there) => {
    const bob = thread.as("bob");
    const text = "**{{company_name}}** & co: <!channel>, the kickoff has begun.";
    const due = await dueAction(thread, { type: "SLACK", content: { channel: "", text } });
    await thread.workOff();
    assert.match(wordsOf(await bob.page(due.at)), /Post it by hand Slack is not connected/);
    assert.match(wordsOf(await bob.page(`${due.path}/plan`)), /Slack is not connected/);
    there.channel("customer-northwind");
    there.channel("cs-team");
    there.channel("outside", { is_member: false });
    const slack = await connectedSlack(thread, there);

    assert.match(wordsOf(await bob.page(due.at)), /No channel is chosen/);
    const to = `${due.path}/channel`;
    const wrong = await bob.post(to, { channel: "#nowhere" });
    assert.equal(wrong.status, 409);
    assert.match(wordsOf(await wrong.text()), /no channel #nowhere that Thread sees/);
    const chosen = await landed(bob, await bob.post(to, { channel: "#customer-northwind" }));
    assert.match(wordsOf(chosen), /#customer-northwind Can post/);
    assert.equal((await thread.as("lea").post(to, { channel: "" })).status, 403);
    await slack.alerts({ alert_late: "#cs-team", alert_sent: "#cs-team" });

    const review = await bob.page(due.at);
    assert.match(review, /name="channel"[^>]*value="#customer-northwind"/);
    assert.match(wordsOf(review), /Northwind & co: &lt;!channel&gt;, the kickoff has begun/);
    assert.equal(there.posts.length, 0);
    const version = await hiddenOn(bob, due.at, "version");
    const refused = await bob.post(`${due.at}/posting`, { version, channel: "outside" });
    assert.equal(refused.status, 409);
    assert.match(wordsOf(await refused.text()), /not in #outside: write “\/invite @thread” there/);
    const press = () => bob.post(`${due.at}/posting`, { version, channel: "#customer-northwind" });
    assert.match(wordsOf(await landed(bob, await press())), /for #customer-northwind.*Undo/);
    assert.equal((await press()).status, 409);
    await landed(bob, await bob.post(`${due.at}/recall`));
    await slack.later();
    assert.deepEqual([there.posts.length, await due.state()], [0, "due"]);

    const anew = await hiddenOn(bob, due.at, "version");
    await bob.post(`${due.at}/posting`, { version: anew, channel: "#customer-northwind" });
    await slack.later();
    await slack.later();
    assert.deepEqual(slack.texts(), [
      "#customer-northwind *Northwind* &amp; co: &lt;!channel&gt;, the kickoff has begun.",
    ]);
    const { fields } = there.posts[0]!;
    assert.deepEqual([fields.unfurl_links, fields.unfurl_media], ["false", "false"]);
    assert.equal(await due.state(), "completed");
    const link = /https:\/\/acme-test\.slack\.com\/archives\/C00001\/p1700000001000100/;
    assert.match(await bob.page(due.at), link);
    assert.match(
      wordsOf(await bob.page(`${due.path}/activity`)),
      /posted a message to #customer-northwind/,
    );

    const late = [
      action("SCHEDULE_MEETING", "Call", { due_days: 1 }),
      action("SCHEDULE_MEETING", "Visit", { due_days: 1 }),
    ];
    const other = await plannedAccount(thread, {
      ...{ name: "Initech", domain: "initech.example" },
      ...{ milestones: [milestone("Start", late)], startFirst: true },
    });
    await thread.pass("10 days");
    await ring(thread); // They are overdue, which is told in the next round.
    await tellAll(thread);
    await slack.later();
    assert.deepEqual(slack.texts().slice(1), [
      `#cs-team *Initech*: Thread found "Call" overdue\n*Initech*: Thread found "Visit" overdue\n` +
      `<http://thread.test/accounts/${other.accountId}|Open in Thread>`,
    ]);
    await slack.alerts({ alert_late: "#cs-team", quiet: "on" });
    assert.match(await slack.words("/alerts"), /Alerts are switched off/);
    assert.match(await slack.words("/posts"), /Alert · Initech Posted.*Action · Northwind Posted/s);
  }));

Deno.test("a message whose answer is lost is not posted again before a person has looked", () =>
  withSlack(async (thread, there) => {
    const bob = thread.as("bob");
    const channel = there.channel("customer");
    const slack = await connectedSlack(thread, there);
    const due = await dueAction(thread, {
      type: "SLACK",
      content: { channel: "#customer", text: "Hello" },
    });
    await thread.workOff();
    const post = async () => {
      const version = await hiddenOn(bob, due.at, "version");
      await landed(bob, await bob.post(`${due.at}/posting`, { version, channel: "#customer" }));
      await slack.later();
    };
    there.orders("chat.postMessage", { cut: true });
    await post();
    assert.equal(there.posts.length, 1);
    assert.equal(await due.state(), "failed");
    assert.match(wordsOf(await bob.page(due.at)), /It may have been posted.*Look in #customer/);
    assert.match(await slack.words("/posts?only=open"), /May be posted/);
    await slack.later("1 hour");
    await ring(thread);
    assert.equal(there.posts.length, 1);
    await landed(bob, await bob.post(`${due.at}/arrival`));
    assert.equal(await due.state(), "completed");

    const next = await dueAction(thread, {
      ...{ name: "Initech", domain: "initech.example", label: "Second" },
      ...{ type: "SLACK", content: { channel: "#customer", text: "Again" } },
    });
    await thread.workOff();
    channel.is_member = false;
    const version = await hiddenOn(bob, next.at, "version");
    // It is sent away, told to wait, and taken: none of these is a message.
    there.orders("chat.postMessage", { status: 429, retryAfter: "7" }, { error: "rate_limited" });
    await landed(bob, await bob.post(`${next.at}/posting`, { version, channel: "#customer" }));
    for (let times = 0; times < 3; times++) await slack.later("10 minutes");
    assert.match(wordsOf(await bob.page(next.at)), /It was not posted.*app is not in the channel/);
    assert.deepEqual([there.posts.length, await next.state()], [1, "failed"]);
    const { body } = await slack.tell(there.event({ type: "channel_left", channel: channel.id }));
    assert.equal(body, "");
    assert.match(await slack.words("/channels"), /#customer Public Not invited/);
    channel.is_member = true;
    channel.name = "customer-new";
    const renamed = there.event({ type: "channel_rename", channel: { id: channel.id } }, {
      id: "EvX",
    });
    await slack.tell(renamed);
    await slack.tell(renamed);
    assert.match(await slack.words("/deliveries"), /#customer-new .*2 times/);
    there.orders("chat.postMessage", { done: 500 });
    await landed(bob, await bob.post(`${next.at}/resending`));
    await slack.later();
    assert.match(wordsOf(await bob.page(next.at)), /It may have been posted/);
    assert.equal((await bob.post(`${next.at}/request`)).status, 409);
    await landed(bob, await bob.post(`${next.at}/resending`));
    await slack.later();
    assert.deepEqual([there.posts.length, await next.state()], [3, "completed"]);

    // A process that died while it was posting leaves a mark, which the clock reads.
    await thread.rows(
      "update posts set state = 'sending', leased_until = now() - interval '1 minute', lease_token = gen_random_uuid() where state = 'sent'",
    );
    await ring(thread);
    assert.deepEqual((await slack.posts()).map(({ state }) => state), ["unknown", "unknown"]);
    assert.equal(there.posts.length, 3);

    // Old news of the permission says nothing about it; fresh news ends it.
    const old = Math.floor(Date.now() / 1000) - 7 * 86_400;
    const stale = { ...there.event({ type: "app_uninstalled" }, { at: old }) };
    const resigned = there.sign(stale.body);
    await slack.tell(resigned);
    assert.match(await slack.words(), /State Connected/);
    assert.equal(
      (await slack.tell({
        ...resigned,
        headers: { ...resigned.headers, "x-slack-signature": "v0=00" },
      })).status,
      401,
    );
    await slack.tell(
      there.event({ type: "app_uninstalled" }, { at: Math.floor(Date.now() / 1000) + 5 }),
    );
    assert.match(await slack.words(), /Slack has to be connected again/);
  }));

Deno.test("THREAD-089 templates, AI, the portal, workflows and integrations stand side by side", () =>
  withSlack(async (thread, there) => {
    await connectedSlack(thread, there);
    const account = await plannedAccount(thread, { startFirst: true });
    await thread.workOff();
    const alice = thread.as("alice");
    const home = await alice.page("/");
    for (const place of ["/templates", "/workflows", "/connectors"]) {
      assert.ok(home.includes(`href="${place}"`), place);
    }
    const templates = wordsOf(await alice.page("/templates"));
    assert.match(templates, /Onboarding/);
    const { id } = await account.action("Welcome email");
    assert.match(wordsOf(await alice.page(`${account.path}/actions/${id}/draft`)), /Written by/);
    assert.match(wordsOf(await alice.page(`${account.path}/as-customer`)), /Kickoff/);
    assert.match(
      wordsOf(await alice.page("/workflows/new")),
      /Automated creation A closed deal becomes an account/,
    );
    const cards = wordsOf(await alice.page("/connectors"));
    for (const name of ["Salesforce", "HubSpot", "Notion"]) {
      assert.match(cards, new RegExp(`${name} Not connected`));
    }
    assert.match(cards, /Slack Posts reviewed messages.*Slack Connected/);
  }));
