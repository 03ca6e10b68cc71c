import { z } from "zod";
import type { HandoffQuestion } from "../base/schema.ts";
import { faultOf, isMissing } from "../onboarding/handoff_questions.ts";
import type { Task } from "./tasks.ts";

/** What somebody decided, as its form sends it. */
export interface Decision {
  decision: "approved" | "rejected" | "assigned" | "done";
  reason: string;
  csmId?: string;
  /** By the id of the question. */
  answers?: Record<string, string>;
  /** The list that the decision was made in. */
  list?: string;
}

const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "Choose a CSM.");
const text = (most: number) =>
  z.string().max(2 * most, `Use at most ${most.toLocaleString("en")} characters.`)
    .transform((typed) => typed.replaceAll(/\r\n?/g, "\n").trim())
    .refine((typed) => typed.length <= most, {
      message: `Use at most ${most.toLocaleString("en")} characters.`,
    });
const reason = text(2_000).default("");
const list = z.string().max(500).optional();

/** Each kind of task has a form of its own. */
export function decisionForm({ kind, questions }: Pick<Task, "kind" | "questions">) {
  if (kind === "approval") return approvalForm;
  return kind === "assignment" ? assignmentForm : customForm(questions);
}

const approvalForm: z.ZodType<Decision> = z.strictObject({
  decision: z.enum(["approved", "rejected"], { error: "Approve or reject." }),
  reason,
  list,
}).superRefine(({ decision, reason }, issues) => {
  if (decision === "approved" || reason) return;
  const message = "Say why it is rejected: whoever asked reads it.";
  issues.addIssue({ code: "custom", message, path: ["reason"] });
});

const assignmentForm: z.ZodType<Decision> = z.strictObject({ csm_id: uuid, reason, list })
  .transform(({ csm_id, ...rest }) => ({ ...rest, decision: "assigned", csmId: csm_id }));

function customForm(questions: HandoffQuestion[]): z.ZodType<Decision> {
  const fields = questions.map(({ id }) => [`a_${id}`, text(10_000).default("")]);
  return z.strictObject({ ...Object.fromEntries(fields), reason, list })
    .superRefine((typed, issues) => {
      for (const question of questions) {
        const field = `a_${question.id}`;
        const body = String(typed[field]);
        const message = faultOf(question, body) ??
          (isMissing(question, body) ? `Answer "${question.label}".` : undefined);
        if (message) issues.addIssue({ code: "custom", message, path: [field] });
      }
    })
    .transform((typed): Decision => ({
      decision: "done",
      reason: String(typed.reason),
      list: typed.list as string | undefined,
      answers: Object.fromEntries(questions.map(({ id }) => [id, String(typed[`a_${id}`])])),
    }));
}

export const reassignForm = z.strictObject({ member_id: uuid });

export const claimForm = z.strictObject({ list });
