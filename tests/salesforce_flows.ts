import assert from "node:assert/strict";
import type { FakeOrg, Row } from "./fakes/salesforce_org.ts";
import { outboundMessage } from "./fakes/salesforce_messages.ts";
import { addressOf, tell } from "./salesforce.ts";
import type { TestApp } from "./test_app.ts";

/** The start step of a workflow that waits for opportunities. */
export function onStage(stages: string[], more: Row = {}): [string, Row, string] {
  return [
    "start",
    { on: "salesforce", stages, fields: [], account: false, paths: [], ...more },
    "Won",
  ];
}

export const accountOfDeal: [string, Row, string] = [
  "create_account",
  { name: "{{n1.account_name}}", own: [], existing: "link" },
  "Create account",
];

/** What Salesforce does when opportunities reach a stage: it tells, and is acknowledged. */
export async function reach(
  thread: TestApp,
  org: FakeOrg,
  connection: string,
  deals: string[],
): Promise<void> {
  const answer = await tell(
    thread,
    await addressOf(thread, connection),
    outboundMessage(org, deals),
  );
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.match(await answer.text(), /<Ack>true<\/Ack>/);
}

export async function runsOf(thread: TestApp) {
  return await thread.rows<
    {
      id: string;
      state: string;
      outcome: string | null;
      account_id: string | null;
      sandbox: boolean;
    }
  >("select id, state, outcome, account_id, sandbox from runs order by id");
}
