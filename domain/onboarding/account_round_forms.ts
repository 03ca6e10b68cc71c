import { z } from "zod";

const AGAIN = "Open this page again.";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A page holds fewer. */
const MOST_TICKS = 200;

const ticks = z.union([z.string(), z.array(z.string())], { error: "Tick at least one account." })
  .transform((typed) => [...new Set([typed].flat())])
  .refine((ids) => ids.length <= MOST_TICKS, `Tick at most ${MOST_TICKS} accounts, or all of them.`)
  .refine((ids) => ids.every((id) => UUID.test(id)), AGAIN);

const choice = (error: string) =>
  z.string({ error }).refine((id) => id === "" || UUID.test(id), error)
    .transform((id) => id || null).optional().transform((id) => id ?? null);

const tick = z.literal("on", { error: "Tick the box, or leave it." }).optional().transform(Boolean);

/** The bar below the list is one form: each of its buttons says what is meant. */
export const accountRoundForm = z.strictObject({
  kind: z.enum(["assign", "apply", "archive"], { error: AGAIN }),
  id: ticks.optional(),
  everything: tick,
  csm_id: choice("Choose from the people shown."),
  template_id: choice("Choose a template."),
  start_first: tick,
  query: z.string({ error: AGAIN }).max(1000, AGAIN).default(""),
}).superRefine(({ kind, id, everything, template_id }, issues) => {
  if (!id && !everything) issues.addIssue(at("id", "Tick at least one account."));
  if (kind === "apply" && !template_id) issues.addIssue(at("template_id", "Choose a template."));
});

const at = (field: string, message: string) => ({
  code: "custom" as const,
  path: [field],
  message,
});
