import { inOrg, type OrgDb } from "../base/db.ts";
import type { Outside } from "../base/outside.ts";
import { Secret } from "../base/secret.ts";
import { type Keyring, readKeyring } from "../base/vault.ts";
import { forget, keep, recall } from "../base/vault_entries.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { StepFailed } from "./failures.ts";
import type { Errand } from "./node.ts";

export const ownerOf = (workflowId: string) => `workflow/${workflowId}`;
const fieldOf = (nodeId: string) => `step/${nodeId}`;

/** The drawing only says that there is one. */
export async function keepStepSecret(
  tx: OrgDb,
  ring: Keyring,
  { workflowId, nodeId }: { workflowId: string; nodeId: string },
  secret: string,
): Promise<void> {
  await keep(tx, ring, { owner: ownerOf(workflowId), field: fieldOf(nodeId) }, new Secret(secret));
}

export async function forgetStepSecret(
  tx: OrgDb,
  { workflowId, nodeId }: { workflowId: string; nodeId: string },
): Promise<void> {
  await forget(tx, ownerOf(workflowId), fieldOf(nodeId));
}

export async function keyringFrom(out: Outside): Promise<Keyring> {
  const setting = out.secret("THREAD_SECRET_KEYS");
  if (!setting) throw new Refused("This Thread keeps no secrets: set THREAD_SECRET_KEYS first.");
  return await readKeyring(setting);
}

/** Undefined where the step has none. */
export async function stepSecret(
  { db, out, orgId, run, node }: Errand<{ secret?: unknown }>,
): Promise<Secret | undefined> {
  if (!node.config.secret) return undefined;
  const ring = await keyringFrom(out);
  const entry = { owner: ownerOf(run.workflowId), field: fieldOf(node.id) };
  const actor = { kind: "system", cause: `run:${run.id}/${node.id}` } as const;
  try {
    return await inOrg(db, orgId, actor, (tx) => recall(tx, ring, entry));
  } catch (error) {
    throw error instanceof NotFound ? new StepFailed(NOT_KEPT) : error;
  }
}

const NOT_KEPT = {
  cause: "validation" as const,
  text: "The secret of this step is not in the vault.",
  todo: "Enter it in the step's settings, and retry from here.",
};
