import { inAccount, inOrg } from "../domain/base/db.ts";
import { Busy } from "../domain/base/errors.ts";
import { type FoundFile, readPiece } from "../domain/portal/files.ts";
import type { Ctx } from "./env.ts";
import { contactOf } from "./portal_door.ts";
import { signedInAs } from "./tenant.ts";

type Read = (at: number) => Promise<Uint8Array>;

const TRIES = 10;

/** To the customer. Each piece is read in a transaction of its own: a download may take hours. */
export function handOutToCustomer(c: Ctx, file: FoundFile) {
  const { orgId, accountId, contactId } = contactOf(c);
  const { db } = c.var.house;
  return handOut(
    c,
    file,
    (at) =>
      inAccount(db, orgId, accountId, contactId, (tx) => readPiece(tx, file.id, at), {
        readOnly: true,
      }),
  );
}

/** To a member who may see the account. */
export function handOutToStaff(c: Ctx, file: FoundFile) {
  const { org, member } = signedInAs(c);
  const actor = { kind: "member", id: member.id, cause: "request" } as const;
  const { db } = c.var.house;
  return handOut(
    c,
    file,
    (at) => inOrg(db, org.id, actor, (tx) => readPiece(tx, file.id, at), { readOnly: true }),
  );
}

/** A stranger's file is handed out to be kept, and never shown as a page of ours. */
function handOut(c: Ctx, { id, name, size }: FoundFile, read: Read) {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, percent);
  c.header("content-type", "application/octet-stream");
  c.header("content-disposition", `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`);
  c.header("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
  c.header("accept-ranges", "bytes");
  c.header("etag", `"${id}"`);
  const range = rangeOf(c, id, size);
  if (range === "none") {
    c.header("content-range", `bytes */${size}`);
    return c.body(null, 416);
  }
  const { from, to } = range ?? { from: 0, to: size };
  c.header("content-length", String(to - from));
  if (range) c.header("content-range", `bytes ${from}-${to - 1}/${size}`);
  return c.body(streamOf(read, from, to), range ? 206 : 200);
}

const percent = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;

/** One part of a file, as a browser asks for it that goes on with a download. */
function rangeOf(c: Ctx, id: string, size: number): { from: number; to: number } | "none" | void {
  const condition = c.req.header("if-range");
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(c.req.header("range") ?? "") ?? [];
  if (first === undefined || (condition && condition !== `"${id}"`)) return;
  if (first === "" && last === "") return;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
  return from < to ? { from, to } : "none";
}

/** Reads the next piece when the wire has taken the one before, and nothing ahead of it. */
function streamOf(read: Read, from: number, to: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = from;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      if (at < to) {
        const piece = await patiently(read, at);
        controller.enqueue(piece.subarray(0, to - at) as Uint8Array<ArrayBuffer>);
        at += piece.length;
      }
      if (at >= to) controller.close();
    },
  }, { highWaterMark: 0 });
}

/** A download that has begun outlasts a moment in which no connection is free. */
async function patiently(read: Read, at: number): Promise<Uint8Array> {
  for (let attempt = 1;; attempt++) {
    try {
      return await read(at);
    } catch (error) {
      if (!(error instanceof Busy) || attempt === TRIES) throw error;
    }
  }
}
