import assert from "node:assert/strict";
import { typedAction } from "../domain/onboarding/action_forms.ts";
import { type PlannedAction, templateAction } from "../domain/onboarding/plans.ts";
import type { Client } from "./client.ts";
import { letterTo } from "./letters.ts";
import { landed } from "./pages.ts";
import { action, byHand, milestone, plannedAccount } from "./plans.ts";
import type { TestApp } from "./test_app.ts";

/** Of a contact, by their address. */
export async function contactIdOf(thread: TestApp, accountId: string, email: string) {
  const [row] = await thread.rows<{ id: string }>(
    "select id from contacts where account_id = $1 and email = $2 and removed_at is null",
    [accountId, email],
  );
  assert.ok(row, `${email} is no contact`);
  return row.id;
}

/** A CSM invites them from the account's Contacts tab. Answers the path of the letter's link. */
export async function invite(thread: TestApp, accountId: string, email: string): Promise<string> {
  const id = await contactIdOf(thread, accountId, email);
  const at = `/accounts/${accountId}/contacts/${id}/portal-invitations`;
  const res = await thread.as("bob").post(at);
  assert.equal(res.status, 303, await res.clone().text());
  return (await letterTo(thread, email)).path;
}

/** Asks for a sign-in link for this address, and presses Continue behind it. */
export async function comeIn(
  thread: TestApp,
  client: Client,
  email: string,
  next = "/p",
): Promise<Response> {
  const asked = await client.post("/p/sign-in-links", { email, next });
  assert.equal(asked.status, 303, await asked.clone().text());
  return await client.post((await letterTo(thread, email)).path);
}

/** A contact of an account who is invited and signed in. */
export async function customerOf(
  thread: TestApp,
  accountId: string,
  email = "ann@northwind.example",
): Promise<Client> {
  await invite(thread, accountId, email);
  const client = thread.visitor();
  const res = await comeIn(thread, client, email, `/p/${thread.cast.bob!.orgId}`);
  assert.equal(res.status, 303, await res.clone().text());
  return client;
}

/** A CSM saves an action on its account with these fields changed; null leaves a box unticked. */
export async function editAction(
  thread: TestApp,
  action: PlannedAction,
  changes: Record<string, string | null>,
): Promise<void> {
  const at = `/accounts/${action.account_id}/actions/${action.id}/edit`;
  const typed = { ...typedAction(templateAction(action)), ...changes };
  const kept = Object.entries(typed).filter((pair): pair is [string, string | string[]] =>
    pair[1] !== null && pair[1] !== undefined
  );
  const bob = thread.as("bob");
  const version = String(action.version);
  await landed(bob, await bob.post(at, { ...Object.fromEntries(kept), version }));
}

/** The words of a page, as a person reads them. */
export function wordsOf(page: string): string {
  return page.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, "").replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ").trim();
}

const shown = { portal_visible: true } as const;
const QUESTIONS = [
  { id: "goal", type: "long_text", label: "Your goal?", help: "", required: true, options: [] },
  { id: "sso", type: "yes_no", label: "Single sign-on?", help: "", required: true, options: [] },
  {
    ...{ id: "which", type: "choice", label: "Which directory?", help: "", required: true },
    options: ["Okta", "Entra"],
    show_when: { question: "sso", is: "yes" },
  },
];
const KICKOFF = {
  ...milestone("Kickoff", [
    action("COLLECT_INFO", "Goals and people", {
      ...shown,
      due_days: 5,
      content: { intro: "Four minutes.", questions: QUESTIONS } as never,
    }),
    action("REQUEST_DOCS", "Signed papers", { ...shown, due_days: 2 }),
    action("SEND_EMAIL", "Secret welcome", { portal_visible: false }),
    action("COLLECT_INFO", "Hidden form", { portal_visible: false }),
    action("COLLECT_INFO", "By hand later", { ...shown, trigger: byHand }),
  ]),
  our_text: "We whisper about them",
  your_text: "Tell us about your goals",
};
const GO_LIVE = milestone("Go-live", [action("COLLECT_INFO", "Last questions", shown)]);

/** An account with a plan that asks its customer for things, and Ann of it in the portal. */
export async function onboarding(thread: TestApp) {
  const planned = await plannedAccount(thread, {
    milestones: [KICKOFF, GO_LIVE],
    startFirst: true,
    contacts: ["ann@northwind.example", "uma@northwind.example"],
  });
  const ann = await customerOf(thread, planned.accountId);
  const form = await planned.action("Goals and people");
  const papers = await planned.action("Signed papers");
  const ids = (form.content as { questions: { id: string; label: string }[] }).questions;
  const field = (label: string) => `q_${ids.find((one) => one.label === label)!.id}`;
  const slot = (papers.content as { files: { id: string }[] }).files[0]!.id;
  return {
    ...planned,
    ann,
    form: `/p/tasks/${form.id}`,
    papers: `/p/tasks/${papers.id}`,
    field,
    slot,
  };
}

export function pdf(name = "order form.pdf", text = "%PDF-1.7 signed"): File {
  return new File([text], name);
}
