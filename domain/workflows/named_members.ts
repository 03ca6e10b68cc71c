import { assignable, type Assigned } from "../accounts/assignments.ts";
import type { OrgDb } from "../base/db.ts";
import { invalid, StepFailed } from "./failures.ts";

/** Somebody by their id, their address or their name: an outside system knows the address. */
export async function memberNamed(tx: OrgDb, named: string, as: Assigned) {
  const wanted = named.trim().toLowerCase();
  const all = await assignable(tx, as);
  const found = all.filter(({ id, email, name }) =>
    id === wanted || email.toLowerCase() === wanted || name.toLowerCase() === wanted
  );
  if (found.length === 1) return found[0]!;
  const role = as === "csm" ? "CSM" : "account executive";
  const text = found.length > 1
    ? `Several are called "${named}". Use an address.`
    : `There is no ${role} "${named}".`;
  throw new StepFailed(invalid(text));
}

/** Undefined where nobody, or more than one, is called so. */
export async function findMemberNamed(tx: OrgDb, named: string, as: Assigned) {
  try {
    return await memberNamed(tx, named, as);
  } catch (error) {
    if (error instanceof StepFailed) return undefined;
    throw error;
  }
}
