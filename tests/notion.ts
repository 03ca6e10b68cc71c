import assert from "node:assert/strict";
import { connect as openPool } from "../domain/base/db.ts";
import type { Outside } from "../domain/base/outside.ts";
import { ringDue } from "../jobs/schedule.ts";
import { workOff } from "../jobs/work_off.ts";
import { connect } from "./connections.ts";
import { type FakeNotion, reachNotion, startNotion } from "./fakes/notion.ts";
import type { SignedCall } from "./fakes/notion_events.ts";
import type { FakeSource } from "./fakes/notion_store.ts";
import { action, byHand, milestone, publishedTemplate } from "./plans.ts";
import { SECRET_KEYS, type TestApp, testApp } from "./test_app.ts";
import { activeWorkflow, drawn } from "./workflows.ts";

/** As the setting-up guide of Notion recommends it. */
export const COLUMNS = {
  "Company Name": "title",
  "ARR": { type: "number", format: "dollar" },
  "Close Date": "date",
  "Primary Contact Email": "email",
  "AE Email": "email",
  "Industry": { type: "select", options: ["Retail", "Finance"] },
  "Company Size": { type: "select", options: ["1-50", "51-200"] },
  "Use Case": "rich_text",
  "Notes": "rich_text",
  "Status": { type: "status", options: ["New", "In Progress", "Complete"] },
};

export const INITECH = {
  "Company Name": "Initech",
  "ARR": 120_000.5,
  "Close Date": "2026-11-30",
  "Primary Contact Email": "kim@initech.example",
  "AE Email": "ed@acme.test",
  "Industry": "Retail",
  "Company Size": "51-200",
  "Use Case": "Onboards by hand",
  "Notes": "Kim promised the board a launch in March.",
  "Status": "New",
};

export type NotionWorld = Awaited<ReturnType<typeof connectedNotion>>;

/** What the subscription of all connections is signed with. */
export const SIGNS = "secret_of_the_subscription";

/** Thread, a workspace of Notion, and nothing else: no CRM, no model, no mail. */
export async function withNotion(
  work: (thread: TestApp, there: FakeNotion) => Promise<void>,
  secrets: Record<string, string> = { NOTION_WEBHOOK_SECRET: SIGNS },
  /** Another fake that may be reached beside it. */
  other?: Pick<Outside, "fetch" | "secret">,
) {
  await using there = startNotion();
  there.verificationToken = SIGNS;
  const reach = reachNotion(there, { THREAD_SECRET_KEYS: SECRET_KEYS, ...secrets });
  await using thread = await testApp({}, {
    fetch: (input, init) =>
      String(input instanceof Request ? input.url : input).startsWith(there.url)
        ? reach.fetch(input, init)
        : (other ?? reach).fetch(input, init),
    secret: (name) => reach.secret(name) ?? other?.secret(name),
  });
  await work(thread, there);
  assert.deepEqual(thread.reported.map((error) => error.stack), []);
}

/** Connected through the pages, watching a database that an admin chose there. */
export async function connectedNotion(
  thread: TestApp,
  there: FakeNotion,
  source: FakeSource,
  watch: Record<string, string | string[]> = {},
  ticked: FakeSource[] = there.sources,
) {
  there.oauth.ticks = ticked.map(({ id }) => id);
  const id = await connect(thread, "notion", { name: "Notion" });
  await thread.workOff();
  const world = {
    id,
    at: `/connectors/${id}`,
    alice: thread.as("alice"),
    /** Saves the settings as the page has them, but for what is given. */
    async watch(more: Record<string, string | string[]> = {}) {
      const page = await world.alice.page(`${world.at}/settings`);
      const version = /action="[^"]*\/watching".*?name="version" value="(\d+)"/s.exec(page)![1]!;
      const pace = /name="pace".*?value="(\w+)" selected/s.exec(page)![1]!;
      const form = { version, place: source.id, pace, required: FIRST, ...more };
      const answer = await world.alice.post(`${world.at}/watching`, form);
      await thread.workOff();
      return answer;
    },
    page: (path = "") => world.alice.page(`${world.at}${path}`),
    async tell(call: SignedCall, path = "/hooks/notion") {
      const answer = await thread.visitor().request(path, { method: "POST", ...call });
      await thread.workOff();
      return answer.status;
    },
    accounts: () =>
      thread.rows<Record<string, unknown> & { id: string; name: string }>(
        `select * from accounts order by created_at`,
      ),
  };
  const answer = await world.watch(watch);
  assert.equal(answer.status, 303, said(await answer.text()));
  return world;
}

const FIRST = ["name", "arr", "closed_on", "contact_email", "ae"];

/** New rows become accounts with a plan, and are handed over where that is asked for. */
export async function rowFlow(thread: TestApp, { stages = [] as string[], handoff = false } = {}) {
  const template = await publishedTemplate(thread, [
    milestone("Kickoff", [action("SEND_EMAIL", "Welcome", { trigger: byHand })]),
    milestone("Go-live"),
  ]);
  const graph = drawn({
    n1: ["start", { on: "notion", stages, fields: [], account: false, paths: [] }],
    n2: ["create_account", { name: "{{n1.account_name}}", own: [], existing: "link" }],
    n3: ["apply_template", { template, start_first: true, keep: true }],
    n4: handoff ? ["handoff", { wait: false }] : ["end", { outcome: "Ready" }],
  }, ["n1>n2", "n2>n3", "n3>n4"]);
  return await activeWorkflow(thread, graph, "New rows");
}

/** As a process that was started anew meets what the one before left. */
export async function restarted(thread: TestApp): Promise<void> {
  const db = openPool(thread.urls.appUrl, 4, "thread-restarted");
  try {
    await ringDue(db, thread.house.outside);
    await workOff(db, thread.house.outside);
  } finally {
    db.close();
  }
}

/** What a page complains of. */
function said(html: string): string {
  return /class="error-summary".*?<\/div>/s.exec(html)?.[0].replaceAll(/<[^>]+>/g, " ") ?? "";
}

/** Without the whole page in the answer when it does not. */
export function shows(page: string, what: RegExp): void {
  if (!what.test(page)) {
    const main = /<main.*?<\/main>/s.exec(page)?.[0] ?? page;
    assert.fail(`${what} is not in: ${main.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ")}`);
  }
}
