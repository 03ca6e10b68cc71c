import { type Actor, inOrg } from "../domain/base/db.ts";
import type { Outside } from "../domain/base/outside.ts";
import { rewrapDue } from "../domain/base/vault_entries.ts";
import { type Keyring, readKeyring } from "../domain/base/vault.ts";
import type { Handler } from "./handler.ts";

const AT_ONCE = 100;
const actor: Actor = { kind: "system", cause: "job:rewrap_vault" };

export const rewrapVault: Handler<"rewrap_vault"> = async (db, out, { orgId, signal }) => {
  const ring = await keyringOf(out);
  if (!ring) return;
  while (!signal.aborted) {
    const rewrapped = await inOrg(db, orgId, actor, (tx) => rewrapDue(tx, ring, AT_ONCE));
    if (rewrapped < AT_ONCE) return;
  }
};

/** Absent where Thread keeps no secrets. */
export async function keyringOf(out: Outside): Promise<Keyring | undefined> {
  const setting = out.secret("THREAD_SECRET_KEYS");
  return setting ? await readKeyring(setting) : undefined;
}
