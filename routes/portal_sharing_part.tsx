import { listDelegations } from "../domain/portal/delegations.ts";
import { listAsks } from "../domain/portal/question_asks.ts";
import type { Task } from "../domain/portal/submissions.ts";
import { listTeam } from "../domain/portal/teammates.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { PortalSharing } from "../views/portal_sharing.tsx";
import type { Ctx } from "./env.ts";
import { wordsOf } from "./portal_words.ts";

/** Drawn under a task for members only: nobody else may hand it on. */
export async function sharingOf(
  c: Ctx,
  task: Task,
  forms: { delegation?: FormState; asks?: FormState } = {},
) {
  const { accountTx: tx } = c.var;
  const [delegations, asks, team] = await Promise.all([
    listDelegations(tx, task.id),
    listAsks(tx, task.id),
    listTeam(tx),
  ]);
  const mates = team.filter(({ access, role }) =>
    access && access !== "ended" && role === "member"
  );
  return <PortalSharing {...{ task, delegations, asks, mates, forms }} words={wordsOf(c)} />;
}
