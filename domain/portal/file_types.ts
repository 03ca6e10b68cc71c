import { type Saying, saying } from "../messages/words/words.ts";
import type { FileKind } from "../onboarding/action_types.ts";

export interface FileType {
  kind: FileKind;
  endings: string[];
  /** How the file itself begins; left out, it is text and is looked at as a whole. */
  starts?: string[];
  /** Where in the file that stands. */
  from?: number;
}

const ZIP = ["504b0304", "504b0506"];
const OLD_OFFICE = ["d0cf11e0a1b11ae1"];

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
  { kind: "image", endings: ["webp"], starts: ["57454250"], from: 8 },
  { kind: "vector", endings: ["svg"] },
  { kind: "vector", endings: ["eps"], starts: ["25215053", "c5d0d3c6"] },
  { kind: "vector", endings: ["ai"], starts: ["25504446", "25215053"] },
  { kind: "video", endings: ["webm"], starts: ["1a45dfa3"] },
  { kind: "video", endings: ["mp4", "mov"], starts: ["66747970"], from: 4 },
  { kind: "archive", endings: ["zip"], starts: ZIP },
];

/** Where nothing is said, anything but a video or an archive is taken. */
const PLAIN: FileKind[] = ["pdf", "document", "spreadsheet", "presentation", "image", "vector"];

export type NameRead = { ok: true; type: string } | { ok: false; problem: Saying };

/** What a file is by its ending. What stands in it must agree once it comes. */
export function readEnding(name: string, accepts: readonly FileKind[]): NameRead {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const type = typeOf(ending);
  if (!type) {
    const problem = ending ? saying("files.notTaken", { ending }) : saying("files.noEnding");
    return { ok: false, problem };
  }
  if (!wanted(accepts).includes(type.kind)) {
    return { ok: false, problem: saying("files.otherKind", { ending }) };
  }
  return { ok: true, type: ending };
}

export function typeOf(ending: string): FileType | undefined {
  return TYPES.find(({ endings }) => endings.includes(ending));
}

export function isZip(ending: string): boolean {
  return typeOf(ending)?.starts === ZIP;
}

/** For a file button, so that the device offers only what would be taken. */
export function endingsOf(accepts: readonly FileKind[]): string {
  const kinds = wanted(accepts);
  return TYPES.filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ endings }) => endings.map((ending) => `.${ending}`)).join(",");
}

export function takesPictures(accepts: readonly FileKind[]): boolean {
  return wanted(accepts).includes("image");
}

function wanted(accepts: readonly FileKind[]): readonly FileKind[] {
  return accepts.length > 0 ? accepts : PLAIN;
}

/** A name to keep: what a browser sent, without folders and control characters. */
export function fileNameOf(sent: string): string {
  const name = sent.normalize("NFC").toWellFormed().split(/[/\\]/).at(-1)!
    .replaceAll(/[\p{Cc}\p{Cf}<>:"|?*]/gu, "").replaceAll(/^\.+|\s+$/g, "").trim();
  if (name.length <= 200) return name || "file";
  const ending = /\.[a-z0-9]{1,8}$/i.exec(name)?.[0] ?? "";
  return name.slice(0, 200 - ending.length) + ending;
}

export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} KB`;
  if (bytes < 1024 ** 3) return `${shortened(bytes / 1024 ** 2)} MB`;
  return `${shortened(bytes / 1024 ** 3)} GB`;
}

const shortened = (number: number) => number.toFixed(1).replace(/\.0$/, "");
