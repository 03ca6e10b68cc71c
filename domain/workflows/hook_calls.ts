import { Buffer } from "node:buffer";
import { sql } from "kysely";
import { type Db, inOrgOf } from "../base/db.ts";
import { Sealed, type Secret } from "../base/secret.ts";
import { hashToken, sameBytes } from "../base/tokens.ts";
import { type Keyring, open } from "../base/vault.ts";
import { keepArrivals, keepArrivedAt } from "./arrivals.ts";
import { FIELD, isSigned, readArrivals } from "./hooks.ts";

/** A call to the address of a workflow, as it came. */
export interface Call {
  token: string;
  body: Uint8Array;
  signature: string | undefined;
  /** The sender's own number for it, if it is in the head. */
  key: string | undefined;
  now: Date;
}

/**
 * Keeps what a call brought, and answers how many events that are; undefined where nobody listens
 * or it is not signed. An address that is known here costs one round trip, any other two.
 */
export async function takeCall(db: Db, ring: Keyring, call: Call): Promise<number | undefined> {
  const address = hashToken(call.token);
  return await takeKnowing(db, address, call) ?? await takeFinding(db, ring, address, call);
}

async function takeKnowing(db: Db, address: Uint8Array, call: Call): Promise<number | undefined> {
  const hook = known.get(nameOf(address));
  if (!hook || !isSigned(hook.secret, call)) return undefined;
  const arrivals = readArrivals(call.body, call.key);
  return await keepArrivedAt(db, address, hook, arrivals) ? arrivals.length : undefined;
}

function takeFinding(db: Db, ring: Keyring, address: Uint8Array, call: Call) {
  return inOrgOf(db, hookAt(address), async (tx, [hook]) => {
    const found = hook?.owner && await opened(address, hook, ring);
    if (!found || !isSigned(found.secret, call)) return undefined;
    const arrivals = readArrivals(call.body, call.key);
    keepArrivals(tx, { ...found, source: "hook" }, arrivals);
    return arrivals.length;
  });
}

/** Whose address this is, with what signs its calls, in the trip that opens the transaction. */
function hookAt(address: Uint8Array) {
  return sql<FoundHook>`
    select h.org_id, h.workflow_id, h.state, v.owner, v.field, v.key_id, v.wrapped_key, v.iv,
      v.ciphertext
    from hook_of(${address}) h
    left join lateral (
      select * from vault_entries v where v.org_id = h.org_id
        and v.owner = 'workflow/' || h.workflow_id and v.field = ${FIELD} limit 1
    ) v on true`;
}

interface FoundHook {
  org_id: string;
  workflow_id: string;
  state: string;
  owner: string | null;
  field: string;
  key_id: string;
  wrapped_key: Uint8Array;
  iv: Uint8Array;
  ciphertext: Uint8Array;
}

/** As an address was found the last time. */
export interface KnownHook {
  workflowId: string;
  state: string;
  ciphertext: Uint8Array;
  secret: Secret;
}

const MOST_KNOWN = 1000;
/**
 * Opening a secret costs more than all the rest of a call. What is known here admits nobody: the
 * database keeps what arrived only if it still says the same of the address.
 */
const known = new Map<string, KnownHook>();

const nameOf = (address: Uint8Array) => Buffer.from(address).toString("base64");

async function opened(address: Uint8Array, hook: FoundHook, ring: Keyring): Promise<KnownHook> {
  const before = known.get(nameOf(address));
  const ciphertext = new Uint8Array(hook.ciphertext);
  const secret = before && sameBytes(before.ciphertext, ciphertext)
    ? before.secret
    : await open(ring, placeOf(hook), sealedOf(hook));
  const found = { workflowId: hook.workflow_id, state: hook.state, ciphertext, secret };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(nameOf(address), found);
  return found;
}

const placeOf = ({ org_id, owner, field }: FoundHook) => ({ orgId: org_id, owner: owner!, field });

function sealedOf(hook: FoundHook): Sealed {
  return new Sealed({
    keyId: hook.key_id,
    wrappedKey: new Uint8Array(hook.wrapped_key),
    iv: new Uint8Array(hook.iv),
    ciphertext: new Uint8Array(hook.ciphertext),
  });
}
