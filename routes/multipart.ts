import { Buffer } from "node:buffer";
import { refusal } from "../domain/messages/words/refusal.ts";
import { openBody } from "./bodies.ts";

/**
 * One field of a form. Its body is read as it comes, each piece gone when the next one is asked for;
 * what nobody reads of it is skipped.
 */
export interface Part {
  name: string;
  /** Of a file. Empty where none was chosen. */
  filename?: string;
  body: AsyncIterable<Uint8Array>;
}

const MOST_HEAD = 16 * 1024;
/** What is held of a form, however long it is. */
const WINDOW = 128 * 1024;
const LINE = Buffer.from("\r\n");
const HEAD_END = Buffer.from("\r\n\r\n");

/** The fields of a form as they arrive, all through the same few bytes of memory. */
export async function* partsOf(request: Request, mostBytes: number): AsyncGenerator<Part> {
  const boundary = boundaryOf(request);
  if (!boundary || !request.body) return;
  const source = openSource(request.body, mostBytes);
  const mark = Buffer.from(`\r\n--${boundary}`);
  try {
    await skip(bytesUntil(source, mark));
    while ((await source.take(2)).equals(LINE)) {
      const head = headOf((await source.takeUntil(HEAD_END, MOST_HEAD)).toString("utf8"));
      const progress = { isOver: false };
      yield { ...head, body: bytesUntil(source, mark, progress) };
      if (!progress.isOver) await skip(bytesUntil(source, mark));
    }
  } finally {
    source.leave();
  }
}

export function isMultipart(request: Request): boolean {
  return boundaryOf(request) !== undefined;
}

function boundaryOf(request: Request): string | undefined {
  const type = request.headers.get("content-type") ?? "";
  const [, quoted, plain] =
    /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(type) ?? [];
  return quoted ?? plain;
}

function headOf(head: string): Pick<Part, "name" | "filename"> {
  const line = /^content-disposition:\s*form-data(.*)$/im.exec(head)?.[1] ?? "";
  return {
    name: unescaped(/;\s*name="([^"]*)"/i.exec(line)?.[1] ?? ""),
    filename: unescaped(/;\s*filename="([^"]*)"/i.exec(line)?.[1]),
  };
}

function unescaped<T extends string | undefined>(text: T): T {
  return text?.replaceAll("%22", '"').replaceAll("%0D", "\r").replaceAll("%0A", "\n") as T;
}

type Source = ReturnType<typeof openSource>;

async function* bytesUntil(
  source: Source,
  mark: Buffer,
  progress = { isOver: false },
): AsyncGenerator<Uint8Array> {
  while (!progress.isOver) {
    const at = source.indexOf(mark);
    progress.isOver = at >= 0;
    // What may be the beginning of the mark is looked at again, with what follows it.
    const sure = at >= 0 ? at : source.length() - mark.length + 1;
    const bytes = source.cut(Math.max(0, sure));
    if (progress.isOver) source.cut(mark.length);
    if (bytes.length > 0) yield bytes;
    if (!progress.isOver) await source.fill();
  }
}

async function skip(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

/** What has arrived and is not read yet. The line that the first mark stands on has none before it. */
function openSource(stream: ReadableStream<Uint8Array>, mostBytes: number) {
  const body = openBody(stream);
  let window = new Uint8Array(WINDOW);
  window.set(LINE);
  let [from, to] = [0, LINE.length];
  let left = mostBytes;

  async function fill(): Promise<void> {
    window.copyWithin(0, from, to);
    [from, to] = [0, to - from];
    const read = await body.read(window.subarray(to)).catch(() => undefined);
    if (!read?.length) throw refusal("files.cut");
    window = new Uint8Array(read.buffer);
    to += read.length;
    left -= read.length;
    if (left < 0) throw refusal("files.tooMuch");
  }
  const cut = (count: number): Buffer => {
    const taken = Buffer.from(window.buffer, from, count);
    from += count;
    return taken;
  };
  /** Of the bytes only the first is looked for, at the speed of the machine. */
  const indexOf = (mark: Buffer): number => {
    let at = window.indexOf(mark[0]!, from);
    while (at >= 0 && at + mark.length <= to) {
      if (mark.every((byte, i) => window[at + i] === byte)) return at - from;
      at = window.indexOf(mark[0]!, at + 1);
    }
    return -1;
  };
  return {
    fill,
    cut,
    length: () => to - from,
    indexOf,
    async take(count: number): Promise<Buffer> {
      while (to - from < count) await fill();
      return cut(count);
    },
    async takeUntil(mark: Buffer, most: number): Promise<Buffer> {
      for (let at = indexOf(mark);; at = indexOf(mark)) {
        if (at >= 0) return cut(at + mark.length);
        if (to - from > most) throw refusal("trouble.unreadable");
        await fill();
      }
    },
    /** Of what nobody reads any more, the sender is told. */
    leave: () => void body.cancel().catch(() => {}),
  };
}
