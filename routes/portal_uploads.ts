import { Hono } from "hono";
import { z } from "zod";
import { type AccountDb, inAccount, type UnitOptions } from "../domain/base/db.ts";
import { Refused } from "../domain/base/errors.ts";
import { RefusedInWords } from "../domain/messages/words/refusal.ts";
import { saying } from "../domain/messages/words/words.ts";
import { openTurns } from "../domain/base/turns.ts";
import { MOST_FILE_BYTES } from "../domain/portal/file_quotas.ts";
import { MOST_PIECE_BYTES } from "../domain/portal/file_pieces.ts";
import { beginFile, inPieces, takePiece } from "../domain/portal/files.ts";
import { findTask, type Task } from "../domain/portal/submissions.ts";
import { cancelUpload, findUpload, type UnderWay } from "../domain/portal/uploads.ts";
import { openShelf } from "./bodies.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { isMultipart, type Part, partsOf } from "./multipart.ts";
import { goAndSay } from "./notices.ts";
import { contactOf } from "./portal_door.ts";
import { refuseOutOfScope } from "./portal_scope.ts";
import { taskOf, taskPage } from "./portal_tasks.tsx";
import { refusalIn, wordsOf } from "./portal_words.ts";

/** A form holds a few words beside its files. */
const MOST_FORM_BYTES = MOST_FILE_BYTES + 1024 * 1024;
/** However many send at once, pages need not wait behind all of their pieces. */
const inTurn = openTurns(2);
/** One byte more tells that a piece is too long. */
const withPiece = openShelf(MOST_PIECE_BYTES + 1, 4);
const TASK = `/tasks/:task{${UUID}}` as const;
const UPLOAD = `/uploads/:upload{${UUID}}` as const;

/** The page's script fills it in, so that nobody sees what is wrong with a field of it. */
const declaredForm = z.strictObject({
  slot: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/),
  name: z.string().min(1).max(1000),
  size: z.string().regex(/^\d{1,12}$/).transform(Number),
  modified: z.string().regex(/^\d{1,15}$/).transform(Number),
});

/**
 * Mounted at /p, before the customer's one transaction: what a slow line brings is read first, and
 * each piece then has a short transaction of its own.
 */
export const portalUploads = new Hono<Env>()
  .post(`${TASK}/uploads`, async (c) => {
    const form = await readForm(c, declaredForm);
    if (!form.ok) return c.json({ problem: wordsOf(c).t("trouble.unreadable") }, 422);
    const { slot, ...file } = form.value;
    try {
      const upload = await inOwn(c, async (tx) => {
        const task = await findTask(tx, c.req.param("task"));
        return await beginFile(tx, contactOf(c), task, slot, file);
      });
      return c.json(told(upload));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return c.json({ problem: refusalIn(wordsOf(c), error) }, 409);
    }
  })
  .get(UPLOAD, async (c) => {
    const { contactId } = contactOf(c);
    const find = (tx: AccountDb) => findUpload(tx, contactId, c.req.param("upload"));
    const upload = await inOwn(c, find, { readOnly: true });
    c.header("upload-offset", String(upload.received));
    return c.json(told(upload));
  })
  .put(UPLOAD, async (c) => {
    const stream = c.req.raw.body;
    if (!stream) return badPiece(c);
    return await withPiece(stream, async (bytes) => {
      const piece = bytes && pieceOf(c, bytes);
      if (!piece) return badPiece(c);
      const id = c.req.param("upload");
      const taken = await inTurn(() => inOwn(c, (tx) => takePiece(tx, contactOf(c), id, piece)));
      if (taken.state === "refused") {
        return c.json({ problem: wordsOf(c).say(taken.problem) }, 422);
      }
      c.header("upload-offset", String(taken.received));
      return c.json({ id, ...taken }, taken.state === "elsewhere" ? 409 : 200);
    });
  })
  .delete(UPLOAD, async (c) => {
    await discard(c);
    return c.json({ state: "discarded" });
  })
  .post(`${UPLOAD}/removal`, async (c) => {
    const { name, actionId } = await discard(c);
    const said = wordsOf(c).t("files.discarded", { file: name });
    return goAndSay(c, actionId ? `/p/tasks/${actionId}` : "/p", said);
  })
  .post(`${TASK}/files/:slot{[a-z0-9][a-z0-9_-]*}`, async (c) => {
    const task = await inOwn(c, (tx) => findTask(tx, c.req.param("task")), { readOnly: true });
    const field = `file_${c.req.param("slot")}`;
    const words = wordsOf(c);
    const { t } = words;
    const refuse = (message: string, status: 409 | 413 | 422) =>
      taskAgain(c, { [field]: message }, status);
    if (!isMultipart(c.req.raw)) return await refuse(t("files.chooseFirst"), 422);
    if (Number(c.req.header("content-length") ?? 0) > MOST_FORM_BYTES) {
      return await refuse(t("files.tooMuch"), 413);
    }
    try {
      const { names, problems } = await keepForm(c, task, field);
      if (problems.length > 0) return await refuse(problems.join(" "), 409);
      if (names.length === 0) return await refuse(t("files.chooseFirst"), 422);
      const says = names.length === 1
        ? t("files.added", { file: names[0]! })
        : t("files.addedMany", { count: names.length });
      return goAndSay(c, `/p/tasks/${task.id}`, says);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await refuse(refusalIn(words, error), error instanceof StrangeField ? 422 : 409);
    }
  });

class StrangeField extends RefusedInWords {}

function inOwn<T>(c: Ctx, work: (tx: AccountDb) => Promise<T>, options?: UnitOptions): Promise<T> {
  const { orgId, accountId, contactId } = contactOf(c);
  return inAccount(c.var.house.db, orgId, accountId, contactId, async (tx) => {
    await refuseOutOfScope(c, tx);
    return await work(tx);
  }, options);
}

function told({ id, name, size, received }: UnderWay) {
  return { id, name, size, received, state: "goes_on" };
}

function badPiece(c: Ctx) {
  return c.json({ problem: wordsOf(c).t("files.badPiece") }, 422);
}

/** Where a piece belongs stands in its head, and how long it is must agree with it. */
function pieceOf(c: Ctx, bytes: Uint8Array): { at: number; bytes: Uint8Array } | undefined {
  const range = /^bytes (\d{1,12})-(\d{1,12})\/\d{1,12}$/.exec(c.req.header("content-range") ?? "");
  if (!range) return;
  const [at, last] = [Number(range[1]), Number(range[2])];
  const fits = bytes.length > 0 && bytes.length <= MOST_PIECE_BYTES;
  return fits && bytes.length === last - at + 1 ? { at, bytes } : undefined;
}

function discard(c: Ctx): Promise<{ name: string; actionId: string | null }> {
  return inOwn(c, (tx) => cancelUpload(tx, contactOf(c).contactId, c.req.param("upload")!));
}

async function taskAgain(c: Ctx, errors: Record<string, string>, status: 409 | 413 | 422) {
  return await inOwn(c, async (tx) => {
    c.set("accountTx", tx);
    return await taskPage(c, await taskOf(c), { typed: {}, errors }, status);
  }, { readOnly: true });
}

/** As a browser without script sends them. One that is not taken does not keep out the others. */
async function keepForm(c: Ctx, task: Task, field: string) {
  const words = wordsOf(c);
  const [names, problems]: [string[], string[]] = [[], []];
  for await (const part of partsOf(c.req.raw, MOST_FORM_BYTES)) {
    if (part.name !== field) {
      throw new StrangeField(saying("form.strangeField", { field: part.name.slice(0, 100) }));
    }
    if (!part.filename) continue;
    try {
      names.push(await keepPart(c, task, field.slice("file_".length), part));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problems.push(refusalIn(words, error));
    }
  }
  return { names, problems };
}

async function keepPart(c: Ctx, task: Task, slot: string, part: Part): Promise<string> {
  const author = contactOf(c);
  const bound = Number(c.req.header("content-length")) || MOST_FILE_BYTES;
  let id: string | undefined;
  let at = 0;
  let name = "";
  try {
    for await (const { piece, isEnd } of inPieces(part.body)) {
      const size = isEnd ? at + piece.length : bound;
      id ??= (await inOwn(c, (tx) =>
        beginFile(tx, author, task, slot, { name: part.filename!, size, atMost: !isEnd }))).id;
      const sent = { at, bytes: piece, isEnd };
      const taken = await inTurn(() =>
        inOwn(c, (tx) =>
          takePiece(tx, author, id!, sent))
      );
      if (taken.state === "refused") {
        throw new RefusedInWords(taken.problem);
      }
      at += piece.length;
      name = taken.name;
    }
    return name;
  } catch (error) {
    if (id) await inOwn(c, (tx) => cancelUpload(tx, author.contactId, id!)).catch(() => {});
    throw error;
  }
}
