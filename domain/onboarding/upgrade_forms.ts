import { z } from "zod";
import type { Choices } from "./upgrade_choices.ts";
import type { Hunk } from "./upgrade_merge.ts";

const AGAIN = "Open this page again.";
const number = z.string({ error: AGAIN }).regex(/^[1-9]\d{0,8}$/, AGAIN).transform(Number);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A hunk is chosen by its place in the list; `seen` says which list that was. */
export const fieldOf = (at: number) => `hunk-${at}`;

/** What cannot be taken has no field. Everything else is chosen, or the form comes back. */
export function upgradeForm(hunks: Hunk[]) {
  const open = hunks.map((hunk, at) => [fieldOf(at), hunk] as const)
    .filter(([, { frozen }]) => !frozen);
  const fields = open.map(([field, { name }]) => {
    const error = `${name}: choose what it says from now on.`;
    return [field, z.enum(["theirs", "ours"], { error })] as const;
  });
  return z.strictObject({
    version: number,
    to: number,
    seen: z.string({ error: AGAIN }).max(64, AGAIN),
    ...Object.fromEntries(fields),
  }).transform((read) => {
    const chosen = read as unknown as Record<string, "theirs" | "ours">;
    const choices: Choices = new Map(open.map(([field, { id }]) => [id, chosen[field]!]));
    return { version: read.version, to: read.to, seen: read.seen, choices };
  });
}

const ids = z.union([z.string(), z.array(z.string())], { error: "Choose accounts from the list." })
  .transform((typed) => [...new Set([typed].flat())])
  .refine((list) => list.every((id) => UUID.test(id)), "Choose accounts from the list.")
  .refine((list) => list.length <= 100, "Choose at most 100 accounts, or all of them.");

/** Where the button was: on the account's own page, or on that of many. */
export const undoForm = z.strictObject({ from: z.literal("round").optional() });

export const roundForm = z.strictObject({
  id: ids.optional(),
  press: z.enum(["chosen", "all"], { error: AGAIN }),
  conflicts: z.enum(["leave", "keep"], {
    error: "Choose what happens to accounts with conflicts.",
  }),
}).superRefine(({ id, press }, issues) => {
  if (press === "chosen" && !id) {
    issues.addIssue({ code: "custom", message: "Tick at least one account.", path: ["id"] });
  }
}).transform(({ id, press, conflicts }) => ({
  accountIds: press === "all" ? undefined : id,
  keepOurs: conflicts === "keep",
}));
