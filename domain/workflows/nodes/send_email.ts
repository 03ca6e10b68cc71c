import { sql } from "kysely";
import { z } from "zod";
import type { OrgDb } from "../../base/db.ts";
import { postMail } from "../../messages/outbox.ts";
import { addAction } from "../../onboarding/action_edits.ts";
import { lockAction, makeDue } from "../../onboarding/actions.ts";
import { newAction } from "../../onboarding/template_content.ts";
import { text, yesNo } from "../config_fields.ts";
import { invalid, StepFailed } from "../failures.ts";
import type { Answer, NodeKind, Step } from "../node.ts";
import { referencesIn } from "../references.ts";

interface Config {
  to: "contact" | "csm" | "ae";
  subject: string;
  body: string;
  unreviewed: boolean;
  wait: boolean;
}

const TO = [
  { value: "contact", label: "The primary contact at the customer" },
  { value: "csm", label: "The account's CSM" },
  { value: "ae", label: "The account executive" },
];

/**
 * To a customer it is an action of the plan with a draft, like every mail they get. To a colleague
 * it leaves at once.
 */
export const sendEmail: NodeKind<Config> = {
  kind: "send_email",
  label: "Send email",
  group: "actions",
  about: "Writes an email for approval to the customer, or sends one to a colleague.",
  config: z.object({
    to: z.enum(["contact", "csm", "ae"], { error: "Choose who gets it." }),
    subject: text("Enter a subject.", 200),
    body: text("Enter the text.", 20_000),
    unreviewed: yesNo(),
    wait: yesNo(),
  }) as z.ZodType<Config>,
  empty: { to: "contact", subject: "", body: "", unreviewed: false, wait: false },
  fields: () => [
    { name: "to", label: "To", input: "choice", options: TO, required: true },
    { name: "subject", label: "Subject", input: "text", variables: true, required: true },
    {
      name: "body",
      label: "Text",
      hint: "As in a template: {{contact_first_name}}, {{csm_name}} and the like are filled in.",
      input: "markdown",
      variables: true,
      required: true,
    },
    {
      name: "unreviewed",
      label: "Send without review",
      hint:
        "Only a text of your own, with nothing in it but the account's values. Anything else waits for approval.",
      input: "yes_no",
      shownWhen: { name: "to", is: "contact" },
    },
    {
      name: "wait",
      label: "Wait until it is sent",
      input: "yes_no",
      shownWhen: { name: "to", is: "contact" },
    },
  ],
  summary: ({ to, subject, unreviewed }) =>
    [
      subject,
      to === "contact" ? (unreviewed ? "without review" : "waits for approval") : "to a colleague",
    ]
      .filter(Boolean).join(" · "),
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [{ key: "action", label: "Action", type: "anything", sample: "Welcome" }],
  problems: ({ to, unreviewed }, { node }) =>
    to === "contact" && unreviewed && !isOwnText(node.config)
      ? [{
        nodeId: node.id,
        field: "unreviewed",
        text: "The text holds what other steps bring, so it will wait for approval all the same.",
        severity: "warning",
      }]
      : [],
  run: async (step) => {
    if (!step.run.accountId) {
      return { fail: invalid("The run has no account yet, so there is nobody to write to.") };
    }
    return step.config.to === "contact" ? await draft(step) : await post(step, step.config.to);
  },
  wake: async ({ tx, output, rehearsal }, wake) => {
    if (!("event" in wake)) throw new Error("It waits for its mail");
    const { state, problem, label } = await lockAction(tx, String(output.action));
    if (rehearsal || ["executed", "completed", "skipped"].includes(state)) {
      return { follow: "next" };
    }
    if (state === "cancelled") return { fail: invalid(`"${label}" was cancelled.`) };
    if (state !== "failed") return { again: true };
    return {
      fail: {
        cause: "integration",
        text: problem ?? "The mail could not leave.",
        todo: "Put it right on the account and send it again; then skip this step.",
      },
    };
  },
};

/** Nothing in it that others may have written, so that nobody has to read it first. */
function isOwnText(config: Record<string, unknown>): boolean {
  return referencesIn([config.subject, config.body]).every((path) => path.startsWith("account."));
}

async function draft(step: Step<Config>): Promise<Answer> {
  const { tx, run, node, config, visit, rehearsal } = step;
  const milestoneId = await openMilestone(tx, run.accountId!);
  const key = `mail_${run.id.slice(-12)}_${node.id.slice(0, 16)}_${visit}`;
  const action = newAction("SEND_EMAIL", key, node.title || config.subject);
  const { id } = await addAction(
    tx,
    milestoneId,
    {
      ...action,
      trigger: { kind: "manual" },
      send_without_review: config.unreviewed && isOwnText(node.config),
      content: {
        to: ["primary_contact"],
        cc: [],
        bcc: [],
        subject: config.subject,
        body: config.body,
      },
    } as typeof action,
  );
  await makeDue(tx, await lockAction(tx, id));
  rehearsal?.would({ kind: "mail", words: config.subject, data: { body: config.body } });
  const output = { action: id };
  if (!config.wait) return { follow: "next", output };
  return { wait: { event: { kind: "*", of: id } }, output };
}

async function openMilestone(tx: OrgDb, accountId: string): Promise<string> {
  const found = await tx.selectFrom("milestones as m").innerJoin("plans as p", "p.id", "m.plan_id")
    .select("m.id").where("p.account_id", "=", accountId).where("p.ended_at", "is", null)
    .where("m.state", "in", ["active", "not_started"])
    .orderBy(sql`m.state <> 'active'`).orderBy("m.position").limit(1).executeTakeFirst();
  if (found) return found.id;
  throw new StepFailed({
    cause: "validation",
    text: "The account has no milestone that is open, and a mail to a customer is part of one.",
    todo: "Apply a template in a step before this one, then retry; or skip this step.",
  });
}

async function post(step: Step<Config>, to: "csm" | "ae"): Promise<Answer> {
  const { tx, run, config } = step;
  const reader = await tx.selectFrom("accounts as a")
    .innerJoin("members as m", "m.id", `a.${to}_id` as const)
    .select(["m.name", "m.email"]).where("a.id", "=", run.accountId!)
    .where("m.deactivated_at", "is", null).executeTakeFirst();
  if (!reader) {
    const role = to === "csm" ? "CSM" : "account executive";
    throw new StepFailed({
      cause: "missing_data",
      text: `The account has no ${role}, so there is nobody to write to.`,
      todo: "Choose one on the account and retry from here.",
    });
  }
  await postMail(tx, {
    class: "notice",
    to: { name: reader.name, address: reader.email },
    subject: config.subject,
    text: config.body,
    accountId: run.accountId!,
  });
  step.rehearsal?.would({ kind: "mail", words: config.subject, data: { to: reader.email } });
  return { follow: "next" };
}
