import { type Saying, saying } from "../messages/words/words.ts";
import type { FileKind } from "../onboarding/action_types.ts";

interface FileType {
  kind: FileKind;
  endings: string[];
  /** How the file itself begins; left out, it is text and is looked at as a whole. */
  starts?: string[];
}

const ZIP = ["504b0304", "504b0506"];
const OLD_OFFICE = ["d0cf11e0a1b11ae1"];
const FTYP = "66747970";

/** What can be sent. Each is kept and handed out as a file, and never shown by us. */
const TYPES: FileType[] = [
  { kind: "pdf", endings: ["pdf"], starts: ["25504446"] },
  { kind: "document", endings: ["docx", "odt"], starts: ZIP },
  { kind: "document", endings: ["doc"], starts: OLD_OFFICE },
  { kind: "document", endings: ["rtf"], starts: ["7b5c727466"] },
  { kind: "document", endings: ["txt", "md"] },
  { kind: "spreadsheet", endings: ["xlsx", "ods"], starts: ZIP },
  { kind: "spreadsheet", endings: ["xls"], starts: OLD_OFFICE },
  { kind: "spreadsheet", endings: ["csv", "tsv"] },
  { kind: "presentation", endings: ["pptx", "odp"], starts: ZIP },
  { kind: "presentation", endings: ["ppt"], starts: OLD_OFFICE },
  { kind: "image", endings: ["png"], starts: ["89504e470d0a1a0a"] },
  { kind: "image", endings: ["jpg", "jpeg"], starts: ["ffd8ff"] },
  { kind: "image", endings: ["gif"], starts: ["474946383761", "474946383961"] },
  { kind: "image", endings: ["webp"], starts: ["52494646"] },
  { kind: "vector", endings: ["svg"] },
  { kind: "vector", endings: ["eps"], starts: ["25215053", "c5d0d3c6"] },
  { kind: "vector", endings: ["ai"], starts: ["25504446", "25215053"] },
  { kind: "video", endings: ["webm"], starts: ["1a45dfa3"] },
  { kind: "video", endings: ["mp4", "mov"], starts: [FTYP] },
  { kind: "archive", endings: ["zip"], starts: ZIP },
];

/** Where nothing is said, anything but a video or an archive is taken. */
const PLAIN: FileKind[] = ["pdf", "document", "spreadsheet", "presentation", "image", "vector"];

export type FileRead = { ok: true; type: string } | { ok: false; problem: Saying };

/** What a file is, by its ending and by what stands in it: the two must agree. */
export function readFileType(
  name: string,
  bytes: Uint8Array,
  accepts: readonly FileKind[],
): FileRead {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const type = TYPES.find(({ endings }) => endings.includes(ending));
  if (!type) {
    const problem = ending ? saying("files.notTaken", { ending }) : saying("files.noEnding");
    return { ok: false, problem };
  }
  const wanted = accepts.length > 0 ? accepts : PLAIN;
  if (!wanted.includes(type.kind)) {
    return { ok: false, problem: saying("files.otherKind", { ending }) };
  }
  const isTrue = type.starts ? beginsWith(bytes, type.starts) : isText(bytes);
  if (!isTrue) {
    return { ok: false, problem: saying("files.broken", { ending }) };
  }
  return { ok: true, type: ending };
}

function beginsWith(bytes: Uint8Array, starts: string[]): boolean {
  const from = starts.includes(FTYP) ? 4 : 0;
  const head = [...bytes.subarray(from, from + 16)]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return starts.some((start) => head.startsWith(start));
}

/** Whole text that any program reads: no NUL, and no broken letters. */
function isText(bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder("utf-8", { fatal: true }).decode(bytes).includes("\0");
  } catch {
    return false;
  }
}

/** A name to keep: what a browser sent, without folders and control characters. */
export function fileNameOf(sent: string): string {
  const name = sent.normalize("NFC").toWellFormed().split(/[/\\]/).at(-1)!
    .replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]/gu, "").replaceAll(/^\.+|\s+$/g, "").trim();
  if (name.length <= 200) return name || "file";
  const ending = /\.[a-z0-9]{1,8}$/i.exec(name)?.[0] ?? "";
  return name.slice(0, 200 - ending.length) + ending;
}
