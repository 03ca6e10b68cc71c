import { z } from "zod";
import type { FactChoices, MergeFact } from "./merges.ts";

const AGAIN = "Open this page again.";
const version = z.string({ error: AGAIN }).regex(/^[1-9]\d{0,8}$/, AGAIN).transform(Number);

/** Of two accounts: which stays, whose plan goes on, and whose word counts where they differ. */
export function mergeForm(ids: [string, string], facts: MergeFact[], twoPlans: boolean) {
  const which = (error: string) => z.enum(ids, { error });
  const differing = facts.filter(({ differs }) => differs);
  return z.strictObject({
    with: z.literal(ids[1], { error: AGAIN }),
    version,
    other_version: version,
    keep: which("Choose which account stays."),
    ...twoPlans && { plan: which("Choose which plan goes on.") },
    ...Object.fromEntries(
      differing.map(({ key, label }) => [`fact-${key}`, which(`${label}: choose one of the two.`)]),
    ),
    certain: z.literal("on", { error: "Tick this: a merge cannot be undone." }),
  }).transform((read) => {
    const chosen = read as unknown as Record<string, string>;
    const choices: FactChoices = new Map(
      differing.map(({ key }) => [key, chosen[`fact-${key}`]!]),
    );
    return {
      keepId: read.keep,
      goneId: ids.find((id) => id !== read.keep)!,
      planOf: chosen.plan ?? read.keep,
      versions: new Map([[ids[0], read.version], [ids[1], read.other_version]]),
      facts: choices,
    };
  });
}
