import { z } from "zod";
import { isFinished, isOpen } from "../../onboarding/action_states.ts";
import { actionType } from "../../onboarding/action_types.ts";
import { type FoundAction, lockAction, makeDue } from "../../onboarding/actions.ts";
import { askForDrafts } from "../../onboarding/drafts.ts";
import { text, yesNo } from "../config_fields.ts";
import { invalid } from "../failures.ts";
import type { Answer, NodeKind, Step } from "../node.ts";

interface Config {
  action: string;
  wait: boolean;
}

/**
 * Makes an action of the account's plan due at once and has its text written. It reaches the
 * customer when a person approves it, or without that only where the action itself says so.
 */
export const executeActionKind: NodeKind<Config> = {
  kind: "execute_action",
  label: "Execute action",
  group: "actions",
  about: "Starts one of the plan's actions now: its draft is written, and waits for approval.",
  config: z.object({
    action: text("Say which action, by its label.", 200),
    wait: yesNo(),
  }) as z.ZodType<Config>,
  empty: { action: "", wait: true },
  fields: () => [
    {
      name: "action",
      label: "Action",
      hint: "Its label in the template.",
      input: "text",
      variables: true,
      required: true,
    },
    {
      name: "wait",
      label: "Wait until it is executed",
      hint: "Nothing leaves without a person's approval unless the action's own switch says so.",
      input: "yes_no",
    },
  ],
  summary: ({ action }) => action ?? "",
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [
    { key: "action", label: "Action", type: "anything", sample: "Welcome email" },
    { key: "state", label: "State", type: "text", sample: "completed" },
  ],
  run: async (step) => {
    const { tx, run, config } = step;
    if (!run.accountId) return { fail: invalid("The run has no account yet, so it has no plan.") };
    const found = await tx.selectFrom("actions as a").innerJoin("plans as p", "p.id", "a.plan_id")
      .select("a.id").where("a.account_id", "=", run.accountId).where("p.ended_at", "is", null)
      .where((e) => e(e.fn("lower", ["a.label"]), "=", config.action.toLowerCase()))
      .orderBy("a.finished_at", (o) => o.desc().nullsFirst()).limit(1).executeTakeFirst();
    if (!found) return { fail: invalid(`The account's plan has no action "${config.action}".`) };
    await start(step, await lockAction(tx, found.id));
    return await look(step, found.id);
  },
  wake: async (step, wake) => {
    if (!("event" in wake)) throw new Error("It waits for its action");
    const answer = await look(step, String(step.output.action));
    if (!("wait" in answer)) return answer;
    return step.rehearsal ? { follow: "next", output: answer.output } : { again: true };
  },
};

async function start({ tx, rehearsal }: Step<Config>, action: FoundAction): Promise<void> {
  if (isFinished(action.state)) return;
  if (!isOpen(action.state)) await makeDue(tx, action);
  else if (action.state === "due") await askForDrafts(tx, [action.id]);
  rehearsal?.would({
    kind: actionType(action.type).executable ? "mail" : "row",
    words: `The draft of "${action.label}"`,
  });
}

/** Executed, or done by whoever does what Thread cannot. */
async function look({ tx, config }: Step<Config>, id: string): Promise<Answer> {
  const { state, label, problem, note } = await lockAction(tx, id);
  const output = { action: id, label, state };
  if (!config.wait || state === "executed" || state === "completed" || state === "skipped") {
    return { follow: "next", output };
  }
  if (state === "cancelled") return { fail: invalid(`"${label}" was cancelled: ${note}`) };
  if (state === "failed") {
    return {
      fail: {
        cause: "integration",
        text: problem ?? `"${label}" could not leave.`,
        todo: "Put it right on the account and send it again; then retry from here.",
      },
    };
  }
  return { wait: { event: { kind: "*", of: id } }, output };
}
