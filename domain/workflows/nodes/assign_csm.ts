import { z } from "zod";
import { assign, assignFirst } from "../../accounts/assignments.ts";
import { lockAccount } from "../../accounts/accounts.ts";
import type { OrgDb } from "../../base/db.ts";
import { type Candidate, leastLoaded, nextInTurn } from "../choosing.ts";
import { chosen, optionalChosen, optionalText, yesNo } from "../config_fields.ts";
import { invalid } from "../failures.ts";
import { memberNamed } from "../named_members.ts";
import type { Answer, NodeKind, Step } from "../node.ts";
import { queueProblems } from "../queue_problems.ts";
import { openTask } from "../tasks.ts";

interface Config {
  how: "direct" | "least_loaded" | "round_robin" | "queue";
  member?: string;
  members: string[];
  pool?: string;
  queue?: string;
  replace: boolean;
}

const HOW = [
  { value: "direct", label: "Somebody by name" },
  { value: "least_loaded", label: "Whoever carries the fewest accounts" },
  { value: "round_robin", label: "In turns" },
  { value: "queue", label: "Whoever a queue decides on" },
];

const POOLED = ["least_loaded", "round_robin"];

export const assignCsm: NodeKind<Config> = {
  kind: "assign_csm",
  label: "Assign CSM",
  group: "people",
  about: "Gives the account to a CSM: by name, to the least loaded, in turns, or from a queue.",
  config: z.object({
    how: z.enum(["direct", "least_loaded", "round_robin", "queue"], { error: "Choose how." }),
    member: optionalText(254),
    members: z.array(chosen("Choose from the list.")).max(200).default([]),
    pool: optionalChosen(),
    queue: optionalChosen(),
    replace: yesNo(),
  }).superRefine(({ how, member, queue }, issues) => {
    const needed = how === "direct" ? member : how === "queue" ? queue : true;
    if (needed) return;
    const path = how === "direct" ? "member" : "queue";
    issues.addIssue({ code: "custom", path: [path], message: "Choose from the list." });
  }) as z.ZodType<Config>,
  empty: { how: "least_loaded", members: [], replace: false },
  pointsAtRun: true,
  fields: ({ how }) => [
    { name: "how", label: "Who", input: "choice", options: HOW, required: true },
    {
      name: "member",
      label: "CSM",
      input: "member",
      variables: true,
      shownWhen: { name: "how", is: "direct" },
      required: how === "direct",
    },
    {
      name: "members",
      label: "Out of",
      hint: "Left empty, the queue below, or every CSM. Whoever has a day off is left out.",
      input: "members",
      shownWhen: { name: "how", is: POOLED },
    },
    {
      name: "pool",
      label: "Or the members of",
      input: "queue",
      shownWhen: { name: "how", is: POOLED },
    },
    {
      name: "queue",
      label: "Queue",
      input: "queue",
      of: "assignment",
      shownWhen: { name: "how", is: "queue" },
      required: how === "queue",
    },
    {
      name: "replace",
      label: "Also where somebody has it already",
      hint: "Otherwise a CSM whom a person or the handoff chose keeps it.",
      input: "yes_no",
    },
  ],
  summary: ({ how, member, pool, queue }, names) => {
    if (how === "direct") return (member && names.of("member", member)) ?? "From an earlier step";
    if (how === "queue") return `From ${(queue && names.of("queue", queue)) ?? "a queue"}`;
    const group = pool && names.of("queue", pool);
    const label = how === "round_robin" ? "In turns" : "Least loaded";
    return group ? `${label} of ${group}` : label;
  },
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [
    { key: "csm", label: "CSM", type: "person", sample: "Maya Ortiz" },
    { key: "csm_name", label: "CSM's name", type: "text", sample: "Maya Ortiz" },
    { key: "csm_email", label: "CSM's address", type: "text", sample: "maya@example.com" },
    { key: "kept", label: "Somebody had it already", type: "yes_no", sample: false },
  ],
  problems: async ({ how, queue, pool }, context) => {
    if (how === "queue" && queue) {
      return await queueProblems(context, { queueId: queue, kind: "assignment" });
    }
    return POOLED.includes(how) && pool
      ? await queueProblems(context, { queueId: pool, field: "pool" })
      : [];
  },
  run: async (step) => {
    const { tx, run, config } = step;
    if (!run.accountId) {
      return { fail: invalid("The run has no account yet, so nobody can take it over.") };
    }
    const account = await lockAccount(tx, run.accountId);
    if (account.csm_id && !config.replace) {
      return assigned(await findMember(tx, account.csm_id), true);
    }
    if (config.how === "queue") return await ask(step, account.name);
    const csm = await choose(step);
    if (account.csm_id) await assign(tx, account.id, "csm", csm.id);
    else await assignFirst(tx, account, "csm", csm);
    return assigned(csm, false);
  },
  wake: async (step, wake) => {
    if (!("task" in wake) || !wake.task.csm) throw new Error("It waits for who takes it over");
    const { id } = wake.task.csm;
    await assign(step.tx, step.run.accountId!, "csm", id);
    return assigned(await findMember(step.tx, id), false);
  },
};

async function choose({ tx, run, node, config }: Step<Config>) {
  if (config.how === "direct") return await memberNamed(tx, config.member!, "csm");
  const pool = { members: config.members, queue: config.pool };
  if (config.how === "least_loaded") return await leastLoaded(tx, pool);
  return await nextInTurn(tx, pool, { workflowId: run.workflowId, nodeId: node.id });
}

async function ask(step: Step<Config>, name: string): Promise<Answer> {
  const { tx, run, node, config, visit } = step;
  const title = `Who takes ${name} over?`;
  const task = await openTask(tx, {
    queueId: config.queue!,
    kind: "assignment",
    runId: run.id,
    nodeId: node.id,
    visit,
    accountId: run.accountId,
    title,
  });
  step.rehearsal?.would({ kind: "task", words: title, data: { taskId: task.id } });
  return { wait: { task: task.id } };
}

async function findMember(tx: OrgDb, id: string): Promise<Candidate> {
  return await tx.selectFrom("members").select(["id", "name", "email"]).where("id", "=", id)
    .executeTakeFirstOrThrow();
}

function assigned({ id, name, email }: Candidate, kept: boolean): Answer {
  return { follow: "next", output: { csm: id, csm_name: name, csm_email: email, kept } };
}
