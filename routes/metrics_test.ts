import assert from "node:assert/strict";
import { createAccount } from "../domain/accounts/accounts.ts";
import { archiveAccount } from "../domain/accounts/account_states.ts";
import { inOrg } from "../domain/base/db.ts";
import { approveDraft, discardDraft, editDraft } from "../domain/onboarding/drafts.ts";
import { finishMilestone, startMilestone } from "../domain/onboarding/milestones.ts";
import { dueAction } from "../tests/drafts.ts";
import { asMember, milestone, plannedAccount, publishedTemplate } from "../tests/plans.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

type Planned = Awaited<ReturnType<typeof plannedAccount>>;

/** Six that went live after different times, four that run, and three that nobody counts. */
async function prepare(thread: TestApp) {
  const templateId = await publishedTemplate(thread, [milestone("Kickoff"), milestone("Go-live")]);
  const begin = (name: string, more: Parameters<typeof plannedAccount>[1] = {}) =>
    plannedAccount(thread, {
      name,
      domain: `${name.toLowerCase().replaceAll(" ", "-")}.example`,
      templateId,
      startFirst: true,
      contacts: [],
      ...more,
    });
  const old = await begin("Went before");
  await goLive(thread, old, "12 days");
  await thread.pass("85 days");
  for (
    const [name, days] of [["Live A", 4], ["Live B", 6], ["Live C", 9], ["Live D", 20]] as const
  ) {
    await goLive(thread, await begin(name), `${days} days`);
  }
  await goLive(thread, await begin("Live late", { goLiveOn: "2020-01-01" }), "2 days");
  const test = await begin("Only a test", { test: true });
  await goLive(thread, test, "1 day");
  const archived = await begin("Archived");
  await asMember(thread, "alice", (tx) => archiveAccount(tx, archived.accountId));
  await begin("Running one", { csm: null });
  await begin("Running two");
  await begin("Past its day", { goLiveOn: "2020-01-01" });
  await begin("Not begun", { startFirst: false });
  await inOrg(
    thread.db,
    thread.cast.charlie!.orgId,
    { kind: "member", id: thread.cast.charlie!.memberId, cause: "request" },
    (tx) => createAccount(tx, { ...PLAIN, name: "Globex secret", domain: "globex-secret.example" }),
  );
  await signInAgain(thread);
}

/** The sessions have ended meanwhile. */
async function signInAgain(thread: TestApp) {
  await thread.rows(
    "update sessions set seen_at = now(), stepped_up_at = now(), expires_at = now() + interval '1 day'",
  );
}

const PLAIN = {
  ...{ segment: null, industry: null, product_line: null, use_case: null, arr_cents: null },
  ...{ arr_currency: "USD", closed_on: null, go_live_on: null, fields: {} },
};

async function goLive(thread: TestApp, made: Planned, after: string) {
  await thread.pass(after);
  for (const name of ["Kickoff", "Go-live"]) {
    const { id, state } = await made.milestone(name);
    await asMember(thread, "alice", async (tx) => {
      if (state === "not_started" && name === "Kickoff") await startMilestone(tx, id);
      await finishMilestone(tx, id);
    });
  }
}

Deno.test("THREAD-091 the metrics page counts what the accounts say, and every number leads to exactly those accounts", async () => {
  await using thread = await testApp();
  await prepare(thread);
  const lea = thread.as("lea");
  const home = await lea.page("/");
  assert.match(home, /href="\/metrics"/);
  assert.equal(numberOn(home, "Running"), "3");

  const page = await lea.page("/metrics");
  const truth = await recount(thread);
  const shown = (label: string) => numberOn(page, label);
  assert.deepEqual(
    ["Running", "Overdue", "Not started", "Went live"].map(shown),
    [truth.running, truth.overdue, truth.notStarted, truth.days.length].map(String),
  );
  assert.deepEqual([truth.running, truth.overdue, truth.notStarted], [3, 1, 1]);
  assert.equal(truth.days.length, 5, "four on time, one late, and not the one before the period");
  assert.equal(shown("Median time to go-live"), `${truth.days[2]} days`);
  assert.match(page, /80%/, "one of five was late");
  assert.match(page, /4 more than before/, "one went live in the 90 days before");
  assert.match(page, /How this is counted/);

  for (const link of linksOn(page)) {
    const listed = await lea.page(link.href);
    assert.match(listed, new RegExp(`<strong>${link.count} accounts?</strong>`), link.href);
    assert.equal((listed.match(/<th scope="row">/g) ?? []).length, link.count, link.href);
  }
  const live = await lea.page("/metrics/accounts?number=live");
  for (const name of ["Live A", "Live B", "Live C", "Live D", "Live late"]) {
    assert.match(live, new RegExp(`>${name}<`));
  }
  assert.doesNotMatch(live, /Only a test|Archived|Went before|Running one|Globex/);
  assert.match(await lea.page("/metrics/accounts?number=late"), />Live late</);
  const [first] = truth.days;
  const quick = await lea.page(`/metrics/accounts?number=live&most=${first}`);
  assert.match(quick, /<strong>1 account<\/strong>/);
  assert.match(quick, />Live late</);
});

Deno.test("metrics are narrowed, compared and exported as they are shown", async () => {
  await using thread = await testApp();
  await prepare(thread);
  const lea = thread.as("lea");
  const bob = thread.cast.bob!.memberId;

  const narrowed = await lea.page(`/metrics?csm=${bob}&period=12m`);
  assert.equal(numberOn(narrowed, "Running"), "2", "one runs without a CSM");
  assert.equal(numberOn(narrowed, "Went live"), "6", "twelve months hold all of them");
  assert.match(narrowed, /name="period"[^>]*>.*?value="12m" selected/s);
  const none = await lea.page("/metrics?csm=none");
  assert.equal(numberOn(none, "Running"), "1");
  assert.match(none, /A chart needs 5 finished onboardings; this period has 0/);
  assert.match(await lea.page("/metrics?segment=Nowhere"), /No account fits these filters/);

  const groups = await lea.page("/metrics/groups");
  assert.match(groups, />Bob</);
  assert.match(groups, />Without CSM</);
  assert.match(await lea.page("/metrics/groups?by=template"), />Onboarding</);
  const milestones = await lea.page("/metrics/milestones");
  const kickoff = /<th scope="row">Kickoff<\/th>(.*?)<\/tr>/s.exec(milestones)![1]!;
  assert.match(kickoff, /number=milestone_done[^"]*milestone=Kickoff[^"]*"\s*>\s*5\s*</);
  assert.match(kickoff, /number=in_milestone[^"]*"\s*>\s*3\s*</);
  assert.match(await lea.page("/metrics/work"), /Median time to answer/);

  const csv = await (await lea.get("/metrics/accounts.csv?number=live")).text();
  assert.equal(csv.trim().split("\r\n").length, 1 + 5);
  assert.match(csv, /^\ufeffAccount,Id,Health/);
  assert.match(await (await lea.get("/metrics/numbers.csv")).text(), /\r\nRunning,3,\r\n/);
  const byCsm = await (await lea.get("/metrics/groups.csv?by=csm")).text();
  assert.match(byCsm, /\r\nBob,2,/);
  assert.match(await (await lea.get("/metrics/milestones.csv")).text(), /\r\nKickoff,5,/);

  for (
    const hostile of [
      "period=own&from=0000-00-00&to=x",
      "csm='; drop table accounts",
      "template=00000000&segment=%00%ff",
      "segment=" + "x".repeat(3000),
      "number=constructor&least=-1&most=9999999999&first=2026-02-31&after=zzz",
    ]
  ) {
    for (const path of ["", "/groups", "/milestones", "/work", "/accounts", "/accounts.csv"]) {
      const res = await lea.get(`/metrics${path}?${hostile}`);
      assert.equal(res.status, 200, `${path}?${hostile}`);
      await res.body?.cancel();
    }
  }
});

Deno.test("leaders see all metrics, a CSM those of their own accounts, an account executive none", async () => {
  await using thread = await testApp();
  await prepare(thread);
  const bob = thread.as("bob");
  const own = await bob.page(`/metrics?csm=${thread.cast.alice!.memberId}`);
  assert.match(own, /numbers of your own accounts/);
  assert.equal(numberOn(own, "Running"), "2", "whatever the address asks for");
  assert.doesNotMatch(await bob.page("/metrics/accounts?number=running&csm=none"), /Running one/);
  assert.doesNotMatch(await bob.page("/metrics/groups"), /Without CSM<\/a>/);
  const csv = await (await bob.get("/metrics/accounts.csv?number=running")).text();
  assert.doesNotMatch(csv, /Running one/);
  for (const path of ["/metrics", "/metrics/accounts", "/metrics/numbers.csv"]) {
    assert.equal((await thread.as("ed").get(path)).status, 403);
  }
  assert.doesNotMatch(await thread.as("ed").page("/"), /href="\/metrics"/);
  const charlie = await thread.as("charlie").page("/metrics");
  assert.equal(numberOn(charlie, "Not started"), "1");
  assert.equal(numberOn(charlie, "Running"), "0");
});

Deno.test("metrics say where the days of an onboarding went", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff"), milestone("Go-live")],
    startFirst: true,
  });
  const turn = async (health: string, days: number) => {
    await thread.rows("update accounts set health = $1", [health]);
    await thread.pass(`${days} days`);
  };
  await turn("on_track", 2);
  await turn("waiting", 5);
  await turn("blocked", 3);
  await goLive(thread, made, "0 days");
  const page = await thread.as("lea").page("/metrics");
  assert.match(page, /With us: 20%, Waiting for the customer: 50%, Blocked: 30%/);
});

/** The value beside a label. */
function numberOn(page: string, label: string): string {
  const figure = page.split('<div class="figure">').find((part) =>
    part.startsWith("<dt>") &&
    part.slice(4, part.indexOf("</dt>")).replaceAll(/<[^>]*>/g, "") === label
  );
  assert.ok(figure, `the page has no figure "${label}"`);
  return /class="figure-value"[^>]*>([^<]*)</.exec(figure)?.[1] ?? assert.fail(figure);
}

/** Each number of the overview that counts accounts. */
function linksOn(page: string): { href: string; count: number }[] {
  const found = [
    ...page.matchAll(/href="(\/metrics\/accounts[^"]*)" class="figure-value"[^>]*>(\d+)</g),
  ];
  assert.ok(found.length >= 8, "hardly a number is a link");
  return found.map(([, href, count]) => ({
    href: href!.replaceAll("&amp;", "&"),
    count: Number(count),
  }));
}

/** The same numbers, from the accounts and their plans alone. */
async function recount(thread: TestApp) {
  const accounts = await thread.rows<{ health: string; go_live_on: string | null }>(
    `select health, go_live_on from accounts
     where org_id = $1 and not test and archived_at is null`,
    [thread.cast.lea!.orgId],
  );
  const running = accounts.filter(({ health }) => !["not_started", "live"].includes(health));
  const days = await thread.rows<{ days: number }>(
    `select (p.finished_at at time zone 'Europe/Berlin')::date
       - (min(m.started_at) at time zone 'Europe/Berlin')::date as days
     from plans p join milestones m on m.plan_id = p.id join accounts a on a.id = p.account_id
     where not a.test and a.archived_at is null and p.finished_at > now() - interval '80 days'
     group by p.org_id, p.id order by 1`,
  );
  return {
    running: running.length,
    overdue: running.filter(({ go_live_on }) => go_live_on === "2020-01-01").length,
    notStarted: accounts.filter(({ health }) => health === "not_started").length,
    days: days.map(({ days }) => days),
  };
}

Deno.test("metrics say what became of drafts and handoffs, and of the work of customers", async () => {
  await using thread = await testApp();
  const begin = (name: string) =>
    dueAction(thread, { name, domain: `${name.toLowerCase()}.example` });
  const [kept, changed, dropped, waiting] = [
    await begin("Kept"),
    await begin("Changed"),
    await begin("Dropped"),
    await begin("Waits"),
  ];
  await kept.approve();
  const toChange = await changed.draft();
  await asMember(thread, "bob", async (tx) => {
    const { id, version, to_addresses, cc_addresses, bcc_addresses, subject } = toChange;
    const words = {
      to_addresses,
      cc_addresses,
      bcc_addresses,
      subject,
      body: "Hello, in my words.",
    };
    await approveDraft(tx, id, (await editDraft(tx, id, version, words)).version);
  });
  const { id, version } = await dropped.draft();
  await asMember(thread, "bob", (tx) => discardDraft(tx, id, version));
  await thread.rows(
    `insert into handoffs (org_id, id, account_id, template_name, questions, state, ae_id)
     values ($1, gen_random_uuid(), $2, 'Deal', '[]', 'open', $3)`,
    [thread.cast.ed!.orgId, waiting.accountId, thread.cast.ed!.memberId],
  );
  await thread.rows(
    "update actions set owner = 'customer', overdue_at = now() where account_id = $1",
    [waiting.accountId],
  );
  await thread.pass("3 days");
  const lea = thread.as("lea");
  const page = await lea.page("/metrics/work");
  const shown = (label: string) => numberOn(page, label);
  assert.equal(shown("Approved unchanged"), "33%");
  assert.match(page, /Of 3 drafts: 1 approved unchanged, 1 edited, 1 rejected/);
  assert.deepEqual(["Waiting for approval", "Open"].map(shown), ["1", "1"]);
  assert.match(page, /the oldest for 3 days/);
  assert.equal(shown("Overdue at the customer"), "1");
  const behind: [string, string][] = [
    ...[["drafts_unchanged", "Kept"], ["drafts_edited", "Changed"], ["drafts_rejected", "Dropped"]],
    ...[["drafts_waiting", "Waits"], ["handoff_waiting", "Waits"], ["customer_late", "Waits"]],
  ] as [string, string][];
  for (const [number, name] of behind) {
    const listed = await lea.page(`/metrics/accounts?number=${number}`);
    assert.match(listed, /<strong>1 account<\/strong>/, number);
    assert.match(listed, new RegExp(`>${name}<`), number);
  }
});
