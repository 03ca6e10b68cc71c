import { Buffer } from "node:buffer";
import { refusal } from "../domain/messages/words/refusal.ts";

/** One field of a form. Its body is read as it comes; what nobody reads of it is skipped. */
export interface Part {
  name: string;
  /** Of a file. Empty where none was chosen. */
  filename?: string;
  body: AsyncIterable<Uint8Array>;
}

const MOST_HEAD = 16 * 1024;
const LINE = Buffer.from("\r\n");
const HEAD_END = Buffer.from("\r\n\r\n");

/** The fields of a form as they arrive. Never more of it is held than a few pieces of the wire. */
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
function openSource(body: ReadableStream<Uint8Array>, mostBytes: number) {
  const reader = body.getReader();
  let held: Buffer = LINE;
  let left = mostBytes;

  async function fill(): Promise<void> {
    const { value } = await reader.read().catch(() => ({ value: undefined }));
    if (!value) throw refusal("files.cut");
    left -= value.length;
    if (left < 0) throw refusal("files.tooMuch");
    const more = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    held = held.length > 0 ? Buffer.concat([held, more]) : more;
  }
  const cut = (count: number): Buffer => {
    const taken = held.subarray(0, count);
    held = held.subarray(count);
    return taken;
  };
  return {
    fill,
    cut,
    length: () => held.length,
    indexOf: (mark: Buffer) => held.indexOf(mark),
    async take(count: number): Promise<Buffer> {
      while (held.length < count) await fill();
      return cut(count);
    },
    async takeUntil(mark: Buffer, most: number): Promise<Buffer> {
      for (let at = held.indexOf(mark);; at = held.indexOf(mark)) {
        if (at >= 0) return cut(at + mark.length);
        if (held.length > most) throw refusal("trouble.unreadable");
        await fill();
      }
    },
    /** Of what nobody reads any more, the sender is told. */
    leave: () => void reader.cancel().catch(() => {}),
  };
}
