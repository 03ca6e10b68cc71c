import { z } from "zod";
import { assign } from "../../accounts/assignments.ts";
import type { HandoffQuestion } from "../../base/schema.ts";
import { outputsOf } from "../asked_values.ts";
import { asked, chosen, optionalText, text } from "../config_fields.ts";
import { invalid } from "../failures.ts";
import type { Answer, Asked, NodeKind, Output, Step, TaskDecision } from "../node.ts";
import { queueProblems } from "../queue_problems.ts";
import { openTask } from "../tasks.ts";

interface Config {
  asks: "approval" | "assignment" | "custom";
  queue: string;
  title: string;
  detail?: string;
  questions: Asked[];
}

const ASKS = [
  { value: "approval", label: "An approval" },
  { value: "assignment", label: "Who takes the account over" },
  { value: "custom", label: "A task of your own" },
];

const PORTS = {
  approval: [{ name: "approved", label: "Approved" }, { name: "rejected", label: "Rejected" }],
  assignment: [{ name: "assigned", label: "Assigned" }],
  custom: [{ name: "done", label: "Done" }],
};

/** Lays a decision before people, and waits for it however long it takes. */
export const queue: NodeKind<Config> = {
  kind: "queue",
  label: "Queue",
  group: "people",
  about: "Waits until somebody of a queue has decided, assigned a CSM, or done a task.",
  config: z.object({
    asks: z.enum(["approval", "assignment", "custom"], { error: "Choose what is asked." }),
    queue: chosen("Choose a queue."),
    title: text("Say what is asked, in a line.", 200),
    detail: optionalText(5000),
    questions: asked.default([]),
  }) as z.ZodType<Config>,
  empty: { asks: "approval", title: "", questions: [] },
  pointsAtRun: true,
  fields: ({ asks = "approval" }) => [
    { name: "asks", label: "Asks for", input: "choice", options: ASKS, required: true },
    { name: "queue", label: "Queue", input: "queue", of: asks, required: true },
    { name: "title", label: "Title", input: "text", variables: true, required: true },
    {
      name: "detail",
      label: "What they should know",
      input: "long_text",
      variables: true,
    },
    {
      name: "questions",
      label: "Questions",
      hint: "Left empty, those of the queue.",
      input: "questions",
      shownWhen: { name: "asks", is: "custom" },
    },
  ],
  summary: ({ queue, title }, names) =>
    [queue && (names.of("queue", queue) ?? "A queue that is not there"), title].filter(Boolean)
      .join(" · "),
  ports: ({ asks }) => PORTS[asks ?? "approval"],
  outputs: (
    { asks, questions },
  ) => [...BY, ...(OUTPUTS[asks ?? "approval"]), ...outputsOf(questions)],
  problems: ({ queue, asks }, context) => queueProblems(context, { queueId: queue, kind: asks }),
  run: async (step) => {
    const { tx, run, node, config, visit } = step;
    const task = await openTask(tx, {
      queueId: config.queue,
      kind: config.asks,
      runId: run.id,
      nodeId: node.id,
      visit,
      accountId: run.accountId,
      title: config.title,
      detail: config.detail,
      questions: config.questions.length > 0 ? config.questions.map(questionOf) : undefined,
    });
    step.rehearsal?.would({ kind: "task", words: config.title, data: { taskId: task.id } });
    return { wait: { task: task.id } };
  },
  wake: async (step, wake) => {
    if (!("task" in wake)) throw new Error("It waits for a task");
    return await decided(step, wake.task);
  },
};

async function decided({ tx, run, config }: Step<Config>, task: TaskDecision): Promise<Answer> {
  const { decision, reason, by, csm, answers } = task;
  const output = { decision, reason: reason ?? undefined, by: by.name, ...answers, answers };
  if (config.asks === "approval") return { follow: decision, output };
  if (config.asks === "custom") return { follow: "done", output };
  if (!csm) return { fail: invalid("Nobody was chosen to take the account over.") };
  if (run.accountId) await assign(tx, run.accountId, "csm", csm.id);
  return { follow: "assigned", output: { ...output, csm: csm.id, csm_name: csm.name } };
}

const BY: Output[] = [
  { key: "by", label: "Who decided", type: "text", sample: "Maya Ortiz" },
];

const REASON: Output = {
  key: "reason",
  label: "Reason",
  type: "text",
  sample: "The discount is agreed.",
};

const OUTPUTS: Record<Config["asks"], Output[]> = {
  approval: [
    { key: "decision", label: "Decision", type: "text", sample: "approved" },
    REASON,
  ],
  assignment: [
    { key: "csm", label: "CSM", type: "person", sample: "Maya Ortiz" },
    { key: "csm_name", label: "CSM's name", type: "text", sample: "Maya Ortiz" },
    REASON,
  ],
  custom: [{ key: "answers", label: "Answers", type: "anything", sample: {} }],
};

/** A queue's form knows fewer types; a number or a day is typed there as a line. */
function questionOf({ id, label, type, required, options }: Asked): HandoffQuestion {
  const known = type === "long_text" || type === "choice" || type === "yes_no" ? type : "text";
  return { id, label, type: known, help: "", options, required };
}
