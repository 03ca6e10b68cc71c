import type { AccountDb } from "../domain/base/db.ts";
import { Forbidden, NotFound } from "../domain/base/errors.ts";
import { hasTask } from "../domain/portal/delegations.ts";
import { readRole } from "../domain/portal/portal_roles.ts";
import type { Ctx } from "./env.ts";
import { contactOf } from "./portal_door.ts";

/** All that there is for somebody who was handed a task: others are not there, whoever adds them. */
const OF_DELEGATES = /^\/p(?:\/(?:tasks|files|uploads)\/.+|\/settings(?:\/.*)?)?$/;
/** What is about a task as a whole, and not about answering it. */
const OF_MEMBERS = /^\/p\/tasks\/[^/]+\/(?:delegations|asks)(?:\/|$)/;
/** One's own; a file that has begun to come was allowed to. */
const OWN = /^\/p\/(?:settings|uploads)(?:\/|$)/;
const OF_TASK = /^\/p\/tasks\/([0-9a-f-]{36})\/(?!delegations|asks)/;

/** The database refuses the same; here it is said in words, before anything is tried. */
export async function refuseOutOfScope(c: Ctx, tx: AccountDb): Promise<void> {
  const role = await readRole(tx);
  c.set("portalRole", role);
  const { path, method } = c.req;
  if (role === "delegate" && (!OF_DELEGATES.test(path) || OF_MEMBERS.test(path))) {
    throw new NotFound();
  }
  if (role !== "viewer" || method === "GET" || method === "HEAD" || OWN.test(path)) return;
  const [, task] = OF_TASK.exec(path) ?? [];
  if (task && await hasTask(tx, contactOf(c).contactId, task)) return;
  throw new Forbidden("You can read this portal", "a member of your team");
}
