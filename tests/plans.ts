import { createAccount } from "../domain/accounts/accounts.ts";
import { assign } from "../domain/accounts/assignments.ts";
import { addContact } from "../domain/accounts/contacts.ts";
import { inOrg, type OrgDb } from "../domain/base/db.ts";
import { newId } from "../domain/base/tokens.ts";
import type { ActionType } from "../domain/onboarding/action_types.ts";
import { applyTemplate } from "../domain/onboarding/plan_applications.ts";
import { planWithParts } from "../domain/onboarding/plans.ts";
import { createTemplate } from "../domain/onboarding/template_changes.ts";
import {
  type Action,
  type Content,
  contentSchema,
  type Milestone,
  newAction,
} from "../domain/onboarding/template_content.ts";
import { publishTemplate } from "../domain/onboarding/template_revisions.ts";
import { ringDue } from "../jobs/schedule.ts";
import type { TestApp } from "./test_app.ts";

export interface PlannedAs {
  /** Of the account. */
  name?: string;
  domain?: string;
  /** What its template says; the example of a kickoff with an email and a meeting otherwise. */
  milestones?: Milestone[];
  /** Another template that was published before. */
  templateId?: string;
  startFirst?: boolean;
  csm?: string | null;
  ae?: string | null;
  /** Addresses of contacts, the primary one first. */
  contacts?: string[];
  test?: boolean;
  goLiveOn?: string;
  timeZone?: string;
}

/** An account of Acme Cloud that follows a plan, made by the verbs that people use. */
export async function plannedAccount(thread: TestApp, as: PlannedAs = {}) {
  const { name = "Acme", csm = "bob", ae = "ed", contacts = ["ann@northwind.example"] } = as;
  const templateId = as.templateId ?? await publishedTemplate(thread, as.milestones);
  const member = (who: string) => thread.cast[who]!.memberId;
  const made = await asMember(thread, "alice", async (tx) => {
    const { id } = await createAccount(tx, {
      name,
      domain: as.domain ?? "northwind.example",
      segment: null,
      industry: null,
      product_line: null,
      use_case: null,
      arr_cents: null,
      arr_currency: "USD",
      closed_on: null,
      go_live_on: as.goLiveOn ?? null,
      fields: {},
      test: as.test,
    });
    if (as.timeZone) {
      await tx.updateTable("accounts").set({ time_zone: as.timeZone }).where("id", "=", id)
        .execute();
    }
    if (csm) await assign(tx, id, "csm", member(csm));
    if (ae) await assign(tx, id, "ae", member(ae));
    for (const email of contacts) {
      const called = email.split("@")[0]!;
      await addContact(tx, id, {
        name: called[0]!.toUpperCase() + called.slice(1),
        email,
        job_title: "",
        phone: "",
      });
    }
    const plan = await applyTemplate(tx, id, templateId, { startFirst: as.startFirst ?? false });
    return { accountId: id, planId: plan.id };
  });
  return {
    ...made,
    templateId,
    path: `/accounts/${made.accountId}`,
    /** As it stands now, with its milestones and their actions. */
    plan: () => asMember(thread, "alice", (tx) => planWithParts(tx, made.accountId)),
    milestone: (name: string) => findMilestone(thread, made.accountId, name),
    action: (label: string) => findAction(thread, made.accountId, label),
    /** A row of accounts, with what lists show. */
    account: async () =>
      (await thread.rows("select * from accounts where id = $1", [made.accountId]))[0]!,
  };
}

/** A template of Acme Cloud, published. */
export async function publishedTemplate(
  thread: TestApp,
  milestones: Milestone[] = EXAMPLE,
  name = "Onboarding",
): Promise<string> {
  return await asMember(thread, "olive", async (tx) => {
    const facts = { segment: "", product_line: "", use_case: "", industry: "" };
    const content: Content = contentSchema.parse({ milestones });
    const template = await createTemplate(tx, { name, description: "", ...facts }, content);
    await publishTemplate(tx, template.id, template.version, "");
    return template.id;
  });
}

/** In a transaction of this member, as a request of theirs would be. */
export function asMember<T>(
  thread: TestApp,
  who: string,
  work: (tx: OrgDb) => Promise<T>,
): Promise<T> {
  const { orgId, memberId } = thread.cast[who]!;
  return inOrg(thread.db, orgId, { kind: "member", id: memberId, cause: "request" }, work);
}

/** The minute's round of the clock, and everything that comes of it. */
export async function ring(thread: TestApp): Promise<void> {
  await thread.rows("delete from cron_slots where slot > now() - interval '5 minutes'");
  await ringDue(thread.db, thread.house.outside);
  await thread.workOff();
}

export function milestone(name: string, actions: Action[] = [], duration_days = 7): Milestone {
  return { id: newId(), name, duration_days, our_text: "", your_text: "", actions };
}

/** An action that could be published, with these facts changed. */
export function action<T extends ActionType>(
  type: T,
  label: string,
  changes: Partial<Omit<Extract<Action, { type: T }>, "type" | "id">> = {},
): Action {
  const made = newAction(type, newId(), label);
  return { ...made, content: { ...made.content, ...FILLED[type] }, ...changes } as Action;
}

export const after = (delay_hours: number) => ({ kind: "milestone_start" as const, delay_hours });

export const byHand = { kind: "manual" } as const;

const FILE = { id: "one", name: "Order form", help: "", required: true, accepts: [] };
const QUESTION = {
  id: "one",
  type: "short_text",
  label: "How many people will use it?",
  help: "",
  required: true,
  options: [],
};

const FILLED: Record<ActionType, object> = {
  SEND_EMAIL: {
    subject: "Welcome to {{company_name}}!",
    body: "Hello {{contact_name}}, we are glad that you are here.",
  },
  REQUEST_DOCS: { intro: "Please send us these.", files: [FILE] },
  REQUEST_ASSETS: { intro: "Please send us these.", files: [{ ...FILE, name: "Logo" }] },
  COLLECT_INFO: { intro: "Please answer this.", questions: [QUESTION] },
  SCHEDULE_MEETING: {},
  SLACK: { channel: "#onboarding", text: "The kickoff has begun." },
};

/** The example that a template is explained with. */
const EXAMPLE: Milestone[] = [
  milestone("Kickoff", [
    action("SEND_EMAIL", "Welcome email"),
    action("SCHEDULE_MEETING", "Kickoff call", { trigger: after(24) }),
  ]),
  milestone("Go-live", [action("SEND_EMAIL", "Congratulations")], 14),
];

async function findMilestone(thread: TestApp, accountId: string, name: string) {
  const plan = await asMember(thread, "alice", (tx) => planWithParts(tx, accountId));
  return plan!.milestones.find((one) => one.name === name)!;
}

async function findAction(thread: TestApp, accountId: string, label: string) {
  const plan = await asMember(thread, "alice", (tx) => planWithParts(tx, accountId));
  return plan!.milestones.flatMap(({ actions }) => actions).find((one) => one.label === label)!;
}
