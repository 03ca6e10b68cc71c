import { z } from "zod";
import { findAccount } from "../../accounts/accounts.ts";
import type { OrgDb } from "../../base/db.ts";
import { listHandoffTemplates } from "../../onboarding/handoff_templates.ts";
import {
  askHandoff,
  findHandoff,
  handoffOf,
  type HandoffWithNames,
} from "../../onboarding/handoffs.ts";
import { optionalText, yesNo } from "../config_fields.ts";
import { invalid, StepFailed } from "../failures.ts";
import { memberNamed } from "../named_members.ts";
import type { Answer, NodeKind, Step } from "../node.ts";

interface Config {
  ae?: string;
  set?: string;
  wait: boolean;
}

/** The account executive tells what the CSM has to know. */
export const handoff: NodeKind<Config> = {
  kind: "handoff",
  label: "Handoff",
  group: "people",
  about: "Asks the account executive to hand the account over, and waits for the answers.",
  config: z.object({
    ae: optionalText(254),
    set: optionalText(80),
    wait: yesNo(),
  }) as z.ZodType<Config>,
  empty: { wait: true },
  fields: () => [
    {
      name: "ae",
      label: "Account executive",
      hint: "Somebody's address or name. Left empty, the account's own.",
      input: "text",
      variables: true,
    },
    { name: "set", label: "Set of questions", hint: "Left empty, the usual one.", input: "text" },
    { name: "wait", label: "Wait until it is submitted", input: "yes_no" },
  ],
  summary: ({ set, wait }) => `${set || "The usual questions"}${wait ? " · waits for it" : ""}`,
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [
    { key: "handoff", label: "Handoff", type: "anything", sample: "Handoff" },
    { key: "csm", label: "CSM whom it names", type: "person", sample: "Maya Ortiz" },
    { key: "submitted", label: "It is submitted", type: "yes_no", sample: true },
  ],
  run: async (step) => {
    const { tx, run, config } = step;
    if (!run.accountId) {
      return { fail: invalid("The run has no account yet, so nothing can be handed over.") };
    }
    const there = await handoffOf(tx, run.accountId);
    const { id } = there ?? await ask(step, run.accountId);
    const now = there ?? await findHandoff(tx, EVERYBODY, id);
    if (now.state === "submitted" || !config.wait) return over(now);
    step.rehearsal?.would({ kind: "task", words: `The handoff of ${now.account} by ${now.ae}` });
    return { wait: { event: { kind: "*", of: id } }, output: { handoff: id } };
  },
  wake: async (step, wake) => {
    if (!("event" in wake)) throw new Error("It waits for the handoff");
    const now = await findHandoff(step.tx, EVERYBODY, String(step.output.handoff));
    if (now.state === "submitted" || step.rehearsal) return over(now);
    if (now.state !== "cancelled") return { again: true };
    return { fail: invalid("The handoff was taken back.") };
  },
};

const EVERYBODY = { id: "00000000-0000-0000-0000-000000000000", roles: ["admin" as const] };

async function ask({ tx, config, run }: Step<Config>, accountId: string) {
  const { ae_id, name } = await findAccount(tx, EVERYBODY, accountId);
  const aeId = config.ae ? (await memberNamed(tx, config.ae, "ae")).id : ae_id;
  if (!aeId) {
    throw new StepFailed({
      cause: "missing_data",
      text: `${name} has no account executive, so nobody can be asked.`,
      todo: "Choose one on the account and retry from here.",
    });
  }
  const templateId = await setNamed(tx, config.set);
  return await askHandoff(tx, { accountId, templateId, aeId, askedBy: run.startedBy });
}

async function setNamed(tx: OrgDb, name?: string): Promise<string> {
  const all = await listHandoffTemplates(tx);
  const found = name
    ? all.find((one) => one.name.toLowerCase() === name.toLowerCase())
    : all.find((one) => one.is_default) ?? all[0];
  if (found) return found.id;
  throw new StepFailed(invalid(`There is no set of handoff questions "${name ?? ""}".`));
}

function over({ id, csm_id, csm, state }: HandoffWithNames): Answer {
  const output = {
    handoff: id,
    csm: csm_id ?? undefined,
    csm_name: csm ?? undefined,
    submitted: state === "submitted",
  };
  return { follow: "next", output };
}
