import { z } from "zod";
import { applyToAccounts } from "../../onboarding/plan_applications.ts";
import { currentPlan } from "../../onboarding/plans.ts";
import { chosen, yesNo } from "../config_fields.ts";
import { invalid } from "../failures.ts";
import type { LintContext, NodeKind, Problem } from "../node.ts";

interface Config {
  template: string;
  start_first: boolean;
  keep: boolean;
}

export const applyTemplateKind: NodeKind<Config> = {
  kind: "apply_template",
  label: "Apply template",
  group: "actions",
  about: "Copies a template's milestones and actions to the account.",
  config: z.object({
    template: chosen("Choose a template."),
    start_first: yesNo(),
    keep: yesNo(),
  }) as z.ZodType<Config>,
  empty: { start_first: true, keep: false },
  fields: () => [
    { name: "template", label: "Template", input: "template", variables: true, required: true },
    { name: "start_first", label: "Start its first milestone", input: "yes_no" },
    {
      name: "keep",
      label: "Go on if the account has a plan already",
      hint: "Its plan stays as it is. Otherwise the run fails here.",
      input: "yes_no",
    },
  ],
  summary: ({ template }, names) =>
    template ? names.of("template", template) ?? "From an earlier step" : "No template yet",
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [
    { key: "plan", label: "Plan", type: "anything", sample: "Enterprise onboarding" },
    { key: "template", label: "Template's name", type: "text", sample: "Enterprise onboarding" },
    { key: "applied", label: "It was applied", type: "yes_no", sample: true },
  ],
  problems: ({ template }, context) => templateProblems(context, template),
  run: async ({ tx, run, config, rehearsal }) => {
    const { accountId } = run;
    if (!accountId) {
      return { fail: invalid("The run has no account yet, so no template can be applied.") };
    }
    const how = { startFirst: config.start_first };
    const applied = await applyToAccounts(tx, [accountId], config.template, how);
    const { plans: [plan], refused, template } = applied;
    if (plan) {
      rehearsal?.would({ kind: "row", words: `The plan ${template}` });
      return { follow: "next", output: { plan: plan.id, template, applied: true } };
    }
    const there = config.keep ? await currentPlan(tx, accountId) : undefined;
    if (!there) return { fail: invalid(refused[0]!.why) };
    const output = { plan: there.id, template: there.template_name, applied: false };
    return { follow: "next", output };
  },
};

async function templateProblems({ tx, node }: LintContext, id: string): Promise<Problem[]> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return [];
  const template = await tx.selectFrom("templates").select(["name", "status", "published_number"])
    .where("id", "=", id).executeTakeFirst();
  const say = (text: string): Problem[] => [
    { nodeId: node.id, field: "template", text, severity: "error" },
  ];
  if (!template) return say("The template is not there any more.");
  if (template.status === "archived") return say(`The template "${template.name}" is archived.`);
  if (template.published_number === null) {
    return say(`The template "${template.name}" is not published yet.`);
  }
  return [];
}
