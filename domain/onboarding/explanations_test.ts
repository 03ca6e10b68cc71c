import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { ActionState, MilestoneState } from "../base/schema.ts";
import {
  action,
  after,
  asMember,
  byHand,
  milestone,
  plannedAccount,
  ring,
} from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { archiveWithPlan } from "./account_archival.ts";
import { ACTION_STATES, MILESTONE_STATES } from "./action_states.ts";
import { ACTION_TYPES } from "./action_types.ts";
import { completeAction } from "./actions.ts";
import { type Circumstances, explain } from "./explanations.ts";
import type { PlannedAction } from "./plans.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
const HOUR = 3_600_000;

const AROUND: Circumstances = {
  now: NOW,
  zone: "Europe/Berlin",
  milestone: { name: "Kickoff", state: "active" },
  account: { name: "Acme", archived_at: null },
  plan: { ended_at: null },
};

const MAIL = {
  type: "SEND_EMAIL",
  trigger: "milestone_start",
  state: "waiting",
  held: false,
  owner: "csm",
  due_at: new Date(NOW.getTime() + 2 * HOUR),
  opened_at: null,
  portal_visible: false,
  note: "",
  problem: null,
} as const;

const DRAFT = {
  state: "ready",
  to_addresses: ["ann@northwind.example"],
  subject: "Welcome",
  body: "Hello",
  problem: null,
  leaves_at: null,
} as const;

const codes = (action: Parameters<typeof explain>[0], around: Partial<Circumstances> = {}) =>
  explain(action, { ...AROUND, ...around } as Circumstances).map(({ code }) => code);

Deno.test("explain() names when a delay ends, where the customer is", () => {
  const [reason] = explain(MAIL, AROUND);
  assert.deepEqual(reason, { code: "delay", words: "Its delay ends on 23 Nov 2026, 15:00." });
});

Deno.test("explain() names everything that stands in the way of a draft", () => {
  const ready = { ...MAIL, state: "draft_ready" } as const;
  const draft = {
    ...DRAFT,
    to_addresses: [],
    subject: " ",
    body: "{{arr}} and {{nonsense}}",
    problem: "Acme has no primary contact",
  };
  assert.deepEqual(codes(ready, { draft, mailConfigured: false }), [
    "not_approved",
    "recipient_missing",
    "subject_missing",
    "variable_empty",
    "unknown_variable",
    "mail_not_configured",
  ]);
});

Deno.test("explain() follows a mail to its end", () => {
  const approved = { ...MAIL, state: "approved" } as const;
  const draft = { ...DRAFT, state: "approved", leaves_at: new Date(NOW.getTime() + 5000) } as const;
  const left = { ...DRAFT, state: "left" } as const;
  const mail = (state: "approved" | "sending" | "failed" | "unknown") => ({
    state,
    error: "550 no such user",
  });
  assert.deepEqual(codes(approved, { draft }), ["leaves_soon"]);
  assert.deepEqual(codes(approved, { draft: left, mail: mail("sending") }), ["mail_on_its_way"]);
  assert.deepEqual(codes(approved, { draft: left, mail: mail("approved") }), ["mail_put_off"]);
  const failed = { ...MAIL, state: "failed", problem: "It was not sent" } as const;
  assert.deepEqual(codes(failed, { draft: left, mail: mail("failed") }), ["mail_failed"]);
  assert.deepEqual(codes(failed, { draft: left, mail: mail("unknown") }), ["mail_unknown"]);
  assert.deepEqual(codes(failed), ["failed"]);
  assert.deepEqual(codes({ ...MAIL, state: "completed" }), []);
});

Deno.test("explain() says why a draft is not there", () => {
  const due = { ...MAIL, state: "due" } as const;
  assert.deepEqual(codes(due), ["draft_missing"]);
  assert.deepEqual(codes(due, { draft: { ...DRAFT, state: "asked" } }), ["draft_being_written"]);
  const failed = { ...DRAFT, state: "failed", problem: "The model did not answer" } as const;
  assert.deepEqual(codes(due, { draft: failed, budgetUsedUp: true }), ["draft_failed", "budget"]);
});

Deno.test("explain() says why the portal does not show what it asks for", () => {
  const asked = { ...MAIL, type: "COLLECT_INFO", state: "executed", owner: "customer" } as const;
  assert.deepEqual(codes(asked), ["waiting_for_customer", "hidden_from_portal"]);
  const open = { ...asked, portal_visible: true, opened_at: NOW };
  assert.deepEqual(codes(open), ["waiting_for_customer"]);
});

Deno.test("explain() is silent if and only if the action has happened", () => {
  fc.assert(fc.property(anyAction(), anyAround(), (action, around) => {
    const reasons = explain(action, around);
    assert.equal(reasons.length === 0, action.state === "completed");
    for (const { words } of reasons) assert.match(words, /^[A-Z].*[.!?]$/s);
  }));
});

Deno.test("explain() agrees with the scheduler: what it calls over fires, and nothing else", async () => {
  await using thread = await testApp();
  const shapes = [
    { trigger: after(0) },
    { trigger: after(1) },
    { trigger: after(5) },
    { trigger: byHand },
  ];
  const accounts: Awaited<ReturnType<typeof plannedAccount>>[] = [];
  for (
    const [name, startFirst] of [["Running", true], ["Unbegun", false], ["Shut", true]] as const
  ) {
    accounts.push(
      await plannedAccount(thread, {
        name,
        startFirst,
        milestones: [
          milestone("Kickoff", shapes.map((shape, n) => action("SCHEDULE_MEETING", `${n}`, shape))),
        ],
      }),
    );
  }
  await asMember(thread, "bob", (tx) => archiveWithPlan(tx, accounts[2]!.accountId));
  await asMember(
    thread,
    "bob",
    async (tx) => completeAction(tx, (await accounts[0]!.action("0")).id, { note: "" }),
  );
  await thread.pass("2 hours");

  const now = (await thread.rows<{ now: Date }>("select now()"))[0]!.now;
  const foretold = new Map<string, boolean>();
  const before = new Map<string, PlannedAction>();
  for (const made of accounts) {
    const { plan, milestones } = (await made.plan())!;
    const account = (await made.account()) as { name: string; archived_at: Date | null };
    for (const one of milestones[0]!.actions) {
      const reasons = explain(one, {
        now,
        zone: "UTC",
        milestone: milestones[0]!,
        account,
        plan,
      });
      foretold.set(one.id, reasons[0]?.code === "next_round");
      before.set(one.id, one);
    }
  }
  assert.equal([...foretold.values()].filter(Boolean).length, 1, "one delay is over");
  await ring(thread);
  for (const made of accounts) {
    for (const one of (await made.plan())!.milestones[0]!.actions) {
      const fired = before.get(one.id)!.state === "waiting" && one.state === "due";
      assert.equal(fired, foretold.get(one.id), `${one.label} of ${made.accountId}`);
    }
  }
});

const state = fc.constantFrom<ActionState>(...ACTION_STATES.map(({ state }) => state));
const time = fc.option(fc.integer({ min: -100, max: 100 }), { nil: null })
  .map((hours) => hours === null ? null : new Date(NOW.getTime() + hours * HOUR));
const text = fc.constantFrom("", "Hello", "{{arr}}", "{{what}} {{company_name}}");

function anyAction(): fc.Arbitrary<Parameters<typeof explain>[0]> {
  return fc.record({
    type: fc.constantFrom(...ACTION_TYPES.map(({ type }) => type)),
    trigger: fc.constantFrom("milestone_start", "manual"),
    state,
    held: fc.boolean(),
    owner: fc.constantFrom("csm", "ae", "customer"),
    due_at: time,
    opened_at: time,
    portal_visible: fc.boolean(),
    note: text,
    problem: fc.option(text, { nil: null }),
  });
}

function anyAround(): fc.Arbitrary<Circumstances> {
  return fc.record({
    now: fc.constant(NOW),
    zone: fc.constantFrom("UTC", "America/St_Johns", "Pacific/Apia"),
    milestone: fc.record({
      name: fc.constant("Kickoff"),
      state: fc.constantFrom<MilestoneState>(...MILESTONE_STATES.map(({ state }) => state)),
    }),
    account: fc.record({ name: fc.constant("Acme"), archived_at: time }),
    plan: fc.record({ ended_at: time }),
    draft: fc.option(
      fc.record({
        state: fc.constantFrom("asked", "ready", "failed", "approved", "left", "discarded"),
        to_addresses: fc.constantFrom([], ["ann@northwind.example"]),
        subject: text,
        body: text,
        problem: fc.option(text, { nil: null }),
        leaves_at: time,
      }),
      { nil: undefined },
    ),
    mail: fc.option(
      fc.record({
        state: fc.constantFrom("approved", "sending", "sent", "failed", "unknown"),
        error: fc.option(text, { nil: null }),
      }),
      { nil: undefined },
    ),
    mailConfigured: fc.boolean(),
    budgetUsedUp: fc.boolean(),
  }) as fc.Arbitrary<Circumstances>;
}
