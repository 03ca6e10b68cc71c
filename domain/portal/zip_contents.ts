import { type Saying, saying } from "../messages/words/words.ts";
import { otherInside } from "./file_contents.ts";

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
/** The end may have a comment of 64 KB behind it. */
export const ZIP_TAIL = 66_000;
const MOST_DIRECTORY = 4 * 1024 * 1024;
const MOST_UNPACKED = 4 * 1024 ** 3;
/** Where less than this comes out, it may be as dense as it likes. */
const PLENTY = 100 * 1024 * 1024;
const MOST_DENSE = 200;

/** Where the list of what is in an archive stands. */
export interface Directory {
  at: number;
  size: number;
}

/** Found in the end of the file, of which `total` is the size. Absent where there is none to trust. */
export function findDirectory(tail: Uint8Array, total: number): Directory | undefined {
  const view = viewOf(tail);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const directory = wideDirectory(view, at, total) ??
      { at: view.getUint32(at + 16, true), size: view.getUint32(at + 12, true) };
    const fits = directory.at + directory.size <= total && directory.size <= MOST_DIRECTORY;
    return fits ? directory : undefined;
  }
}

/** Written where numbers of 32 bits are not enough, and by some programs always. */
function wideDirectory(view: DataView, end: number, total: number): Directory | undefined {
  if (view.getUint32(end + 16, true) !== 0xffffffff) return;
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR_64) return;
  const at = Number(view.getBigUint64(locator + 8, true)) - (total - view.byteLength);
  if (!(at >= 0 && at + 56 <= view.byteLength) || view.getUint32(at, true) !== END_64) return;
  return {
    at: Number(view.getBigUint64(at + 48, true)),
    size: Number(view.getBigUint64(at + 40, true)),
  };
}

/**
 * What is wrong with an archive, by the list in it alone: nothing is ever unpacked. What it says
 * would come out must be believable, and an office file must hold what makes it one.
 */
export function problemOfZip(
  ending: string,
  directory: Uint8Array,
  total: number,
): Saying | undefined {
  const entries = readEntries(directory);
  if (!entries) return otherInside(ending);
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > MOST_UNPACKED || (unpacked > PLENTY && unpacked > total * MOST_DENSE)) {
    return saying("files.bomb");
  }
  const holds = (part: string) => entries.some(({ name }) => name.startsWith(part));
  return (PARTS[ending] ?? []).every(holds) ? undefined : otherInside(ending);
}

const OPEN = ["mimetype", "content.xml"];
/** How the names of some of its parts begin. */
const PARTS: Record<string, string[]> = {
  docx: ["[Content_Types].xml", "word/"],
  xlsx: ["[Content_Types].xml", "xl/"],
  pptx: ["[Content_Types].xml", "ppt/"],
  odt: OPEN,
  ods: OPEN,
  odp: OPEN,
};

function readEntries(directory: Uint8Array): { name: string; size: number }[] | undefined {
  const view = viewOf(directory);
  const entries: { name: string; size: number }[] = [];
  for (let at = 0; at < directory.length;) {
    if (at + 46 > directory.length || view.getUint32(at, true) !== ENTRY) return;
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    entries.push({
      name: new TextDecoder().decode(directory.subarray(at + 46, at + 46 + name!)),
      size: view.getUint32(at + 24, true),
    });
    at += 46 + name! + extra! + comment!;
  }
  return entries.length > 0 ? entries : undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
