import { createHash, createHmac } from "node:crypto";
import { Buffer } from "node:buffer";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { Secret } from "../base/secret.ts";
import { hashToken, newToken, sameBytes } from "../base/tokens.ts";
import type { Keyring } from "../base/vault.ts";
import { keep } from "../base/vault_entries.ts";
import type { Arrival } from "./arrivals.ts";
import { ownerOf } from "./step_secrets.ts";

export const FIELD = "hook";
/** How far the sender's clock and ours may be apart, and how late a copy of a call is refused. */
const WINDOW_SECONDS = 300;
export const MOST_BODY = 256 * 1024;
const MOST_EVENTS = 500;
const DEEPEST = 32;

/** A new address and a new secret; whoever calls the old address is no longer heard. */
export async function openHook(tx: OrgDb, ring: Keyring, workflowId: string) {
  const [token, secret] = [newToken(), newToken()];
  const workflow = await tx.updateTable("workflows").set({ hook_hash: hashToken(token) })
    .where("id", "=", workflowId).where("state", "<>", "archived").returning("name")
    .executeTakeFirst();
  if (!workflow) throw new NotFound();
  await keep(tx, ring, { owner: ownerOf(workflowId), field: FIELD }, new Secret(secret));
  await recordEvent(tx, {
    kind: "workflow.hook_opened",
    subjectId: workflowId,
    data: { name: workflow.name },
  });
  return { token, secret };
}

/** Whether the raw body was signed a moment ago by whoever knows the secret. */
export function isSigned(
  secret: Secret,
  { body, signature, now }: { body: Uint8Array; signature: string | undefined; now: Date },
): boolean {
  const [, at, given] = /^t=(\d{1,12}),\s*v1=([0-9a-f]{64})$/.exec(signature ?? "") ?? [];
  if (!at || !given) return false;
  if (Math.abs(now.getTime() / 1000 - Number(at)) > WINDOW_SECONDS) return false;
  const expected = createHmac("sha256", secret.reveal()).update(`${at}.`).update(body).digest();
  return sameBytes(new Uint8Array(expected), new Uint8Array(Buffer.from(given, "hex")));
}

/** As a sender makes it. */
export function signatureOf(secret: string, body: string, at: number): string {
  const digest = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
  return `t=${at},v1=${digest}`;
}

/** One event, or a list of them. Each has a number of the sender's, or is known by what it says. */
export function readArrivals(body: Uint8Array, key: string | undefined): Arrival[] {
  const read = parsed(body);
  const events = Array.isArray(read) ? read : [read];
  if (events.length === 0 || events.length > MOST_EVENTS) {
    throw new Refused(`Send 1 to ${MOST_EVENTS} events at once.`);
  }
  return events.map((event) => {
    if (event === null || typeof event !== "object" || Array.isArray(event)) {
      throw new Refused("Each event is a JSON object.");
    }
    const own = key && events.length === 1 ? key : idIn(event);
    return { key: (own ?? digestOf(event)).slice(0, 200), body: event };
  });
}

function parsed(body: Uint8Array): unknown {
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new Refused("The body is not JSON.");
  }
  if (isTooDeep(read, DEEPEST) || JSON.stringify(read).includes("\\u0000")) {
    throw new Refused("The body cannot be kept: it is too deep, or holds an invisible character.");
  }
  return read;
}

function isTooDeep(value: unknown, left: number): boolean {
  if (value === null || typeof value !== "object") return false;
  return left === 0 || Object.values(value).some((one) => isTooDeep(one, left - 1));
}

function idIn(event: object): string | undefined {
  const { event_id: named, id } = event as { event_id?: unknown; id?: unknown };
  const found = named ?? id;
  return typeof found === "string" && found || typeof found === "number"
    ? String(found)
    : undefined;
}

const digestOf = (event: object) =>
  createHash("sha256").update(JSON.stringify(event)).digest("base64url");

export interface Delivery {
  id: string;
  key: string;
  arrivedAt: Date;
  times: number;
  fate: "waiting" | "started" | "not_started" | "refused";
  why: string;
  runId: string | null;
}

const MOST_SHOWN = 100;

export async function listDeliveries(tx: OrgDb, workflowId: string): Promise<Delivery[]> {
  return await tx.selectFrom("trigger_events")
    .select([
      "id",
      "dedupe_key as key",
      "arrived_at as arrivedAt",
      "times",
      "fate",
      "why",
      "run_id as runId",
    ])
    .where("workflow_id", "=", workflowId).orderBy("id", "desc").limit(MOST_SHOWN).execute();
}
