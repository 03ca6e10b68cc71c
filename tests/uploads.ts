import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ringDue } from "../jobs/schedule.ts";
import type { Client } from "./client.ts";
import type { TestApp } from "./test_app.ts";

export interface Told {
  status: number;
  id: string;
  state: string;
  received: number;
  problem?: string;
}

export interface Declared {
  slot: string;
  name?: string;
  size: number;
  modified?: number;
}

/** As the page's script begins a file. */
export async function begin(
  client: Client,
  task: string,
  { slot, name = "large.pdf", size, modified = 1_700_000_000_000 }: Declared,
): Promise<Told> {
  const fields = { slot, name, size: String(size), modified: String(modified) };
  return await toldBy(await client.post(`${task}/uploads`, fields));
}

export async function sendPiece(
  client: Client,
  id: string,
  at: number,
  piece: Uint8Array,
  size: number,
): Promise<Told> {
  const range = `bytes ${at}-${at + piece.length - 1}/${size}`;
  return await toldBy(
    await client.request(`/p/uploads/${id}`, {
      method: "PUT",
      headers: { "content-range": range },
      body: piece as Uint8Array<ArrayBuffer>,
    }),
  );
}

const PIECE = 256 * 1024;

/** Begins or goes on, and sends all that is missing. Answers the last answer. */
export async function sendAll(
  client: Client,
  task: string,
  declared: Omit<Declared, "size">,
  bytes: Uint8Array,
): Promise<Told> {
  let told = await begin(client, task, { ...declared, size: bytes.length });
  const { id } = told;
  while (told.status < 400 && told.state !== "there") {
    const piece = bytes.subarray(told.received, told.received + PIECE);
    told = await sendPiece(client, id, told.received, piece, bytes.length);
    if (told.status === 409) told = { ...told, status: 200 };
  }
  return told;
}

async function toldBy(res: Response): Promise<Told> {
  assert.match(res.headers.get("content-type") ?? "", /json|html/, String(res.status));
  const isJson = /json/.test(res.headers.get("content-type")!);
  return { ...(isJson ? await res.json() : {}), status: res.status };
}

/** As the clock does each minute. */
export async function sweep(thread: TestApp): Promise<void> {
  await ringDue(thread.db, thread.house.outside);
  await thread.workOff();
}

/** A file of this size that is no other's. */
export function largePdf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)));
  }
  bytes.set(new TextEncoder().encode("%PDF-1.7\n"));
  return bytes;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** An archive with these entries, of which only the list is true. */
export function zipOf(entries: { name: string; size?: number }[]): Uint8Array<ArrayBuffer> {
  const names = entries.map(({ name }) => new TextEncoder().encode(name));
  const head = new Uint8Array([0x50, 0x4b, 3, 4, ...new Array(26).fill(0)]);
  const directory = entries.flatMap(({ size = 10 }, at) => {
    const entry = new Uint8Array(46);
    const view = new DataView(entry.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint32(24, size, true);
    view.setUint16(28, names[at]!.length, true);
    return [...entry, ...names[at]!];
  });
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, directory.length, true);
  view.setUint32(16, head.length, true);
  return new Uint8Array([...head, ...directory, ...end]);
}
