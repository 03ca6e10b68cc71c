import { z } from "zod";
import type { FieldErrors } from "../base/forms.ts";
import type { HandoffQuestion } from "../base/schema.ts";
import { faultOf } from "./handoff_questions.ts";

const uuid = z.string().regex(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  "Choose from the list.",
);

export const askForm = z.strictObject({ template_id: uuid, ae_id: uuid });

export const nameForm = z.strictObject({
  version: z.coerce.number().int().optional(),
  name: z.string().trim().min(1, "Enter a name.").max(80, "Use at most 80 characters."),
});

export const versionForm = z.strictObject({ version: z.coerce.number().int() });

const answer = z.string().max(20_000, "Use at most 10,000 characters.")
  .transform((typed) => typed.replaceAll(/\r\n?/g, "\n").trim());
const version = z.coerce.number().int().min(0);

/** One answer, as it is saved while somebody types. */
export const answerForm = (id: string) =>
  z.looseObject({ [`a_${id}`]: answer.default(""), [`v_${id}`]: version })
    .transform((typed) => ({
      body: String(typed[`a_${id}`]),
      version: Number(typed[`v_${id}`]),
    }));

export interface TypedHandoff {
  version: number;
  csmId: string | null;
  answers: { id: string; body: string; version: number }[];
  submits: boolean;
}

/** The whole form: each question has its answer and the version of it that was seen. */
export function handoffForm(questions: HandoffQuestion[]) {
  const fields = questions.flatMap(({ id }) => [
    [`a_${id}`, answer.default("")],
    [`v_${id}`, version],
  ]);
  return z.strictObject({
    ...Object.fromEntries(fields),
    version,
    csm_id: z.union([z.literal(""), uuid]).default(""),
    do: z.enum(["save", "submit"]).default("save"),
  }).transform((typed): TypedHandoff => {
    const given = typed as Record<string, string | number>;
    return {
      version: Number(given.version),
      csmId: String(given.csm_id) || null,
      submits: given.do === "submit",
      answers: questions.map(({ id }) => ({
        id,
        body: String(given[`a_${id}`]),
        version: Number(given[`v_${id}`]),
      })),
    };
  });
}

/** What a domain says of a question, under the name of its field. */
export function errorsByField(faults: Record<string, string>): FieldErrors {
  return Object.fromEntries(
    Object.entries(faults).map(([id, words]) => [id === "csm_id" ? id : `a_${id}`, words]),
  );
}

export function faultsInTyped(questions: HandoffQuestion[], typed: TypedHandoff): FieldErrors {
  return errorsByField(Object.fromEntries(
    typed.answers.flatMap(({ id, body }) => {
      const fault = faultOf(questions.find((one) => one.id === id)!, body);
      return fault ? [[id, fault]] : [];
    }),
  ));
}
