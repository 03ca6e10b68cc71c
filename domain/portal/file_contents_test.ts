import assert from "node:assert/strict";
import { zipOf } from "../../tests/uploads.ts";
import type { Key, Saying } from "../messages/words/words.ts";
import { OVERLAP, problemOfStart, problemOfText } from "./file_contents.ts";
import { fileNameOf, isZip, readEnding } from "./file_types.ts";
import { findDirectory, problemOfZip, ZIP_TAIL } from "./zip_contents.ts";

const text = (words: string) => new TextEncoder().encode(words);
const hex = (digits: string) => Uint8Array.fromHex(digits.replaceAll(" ", ""));
const padded = (digits: string, length = 64) => {
  const bytes = new Uint8Array(length);
  bytes.set(hex(digits));
  return bytes;
};
const png = (width: string, height: string) =>
  padded(`89504e470d0a1a0a 0000000d 49484452 ${width} ${height}`);
const office = (...parts: string[]) =>
  zipOf(["[Content_Types].xml", ...parts].map((name) => ({ name })));
const open = zipOf([{ name: "mimetype" }, { name: "content.xml" }]);
const OLD_OFFICE = padded("d0cf11e0a1b11ae1");
const jpeg = (height: string, width: string) =>
  padded(`ffd8ff e0 0004 0000 ffc0 0011 08 ${height} ${width} 03`);

const TAKEN: [string, Uint8Array][] = [
  ["order form.pdf", text("%PDF-1.7\n")],
  ["UPPER.PDF", text("%PDF-1.4\n")],
  ["page.html.pdf", text("%PDF-1.7 <script>alert(1)</script>")],
  ["minutes.docx", office("word/document.xml")],
  ["second.docx", office("word/document2.xml")],
  ["list.xlsx", office("xl/workbook.xml")],
  ["talk.pptx", office("ppt/presentation.xml")],
  ["open.odt", open],
  ["open.ods", open],
  ["open.odp", open],
  ["old.doc", OLD_OFFICE],
  ["old.xls", OLD_OFFICE],
  ["old.ppt", OLD_OFFICE],
  ["note.rtf", text("{\\rtf1 Hello}")],
  ["notes.txt", text("Plain words, and ünusual ones: 你好")],
  ["readme.md", text("# Title\n\n<p align=center>is fine</p>")],
  ["list.csv", text("name;arr\nAcme;=1+1\n")],
  ["list.tsv", text("name\tarr\n")],
  ["bom.csv", text("\ufeffname,arr\n")],
  ["logo.png", png("00000100", "00000080")],
  ["photo.jpg", jpeg("0c00", "1000")],
  ["photo.jpeg", jpeg("0c00", "1000")],
  ["moving.gif", padded("474946383961 8002 e001")],
  ["modern.webp", padded("52494646 00010000 57454250 56503858 0a000000 00000000 ff0300 ff0200")],
  ["logo.svg", text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path/></svg>')],
  ["logo.eps", text("%!PS-Adobe-3.0 EPSF-3.0")],
  ["logo.ai", text("%PDF-1.5")],
];

const REFUSED: [string, Uint8Array, Key?][] = [
  ["page.html", text("<html>")],
  ["script.js", text("alert(1)")],
  ["invoice.pdf.exe", text("MZ")],
  ["invoice.exe", text("MZ")],
  ["macro.docm", office("word/document.xml")],
  ["bare", text("%PDF-1.7")],
  ["mov\u202egpj.exe", text("MZ")],
  ["film.mp4", padded("00000018 66747970 6d703432")],
  ["many.zip", office()],
  ["lie.pdf", text("MZ no document")],
  ["lie2.pdf", text("<html><script>")],
  ["late.pdf", text("hello %PDF-1.7")],
  ["lie.docx", text("%PDF-1.7")],
  ["lie2.docx", zipOf([{ name: "evil.exe" }])],
  ["lie3.docx", office("xl/workbook.xml")],
  ["lie4.docx", text("PK\u0003\u0004 and nothing else")],
  ["lie.xlsx", office("word/document.xml")],
  ["lie.odt", office("word/document.xml")],
  ["lie.doc", office("word/document.xml")],
  ["lie.png", jpeg("0100", "0100")],
  ["lie.jpg", png("00000100", "00000100")],
  ["lie.gif", text("GIF87b")],
  ["sound.webp", padded("52494646 00010000 57415645")],
  ["nul.txt", text("a\0b")],
  ["latin.txt", hex("e4f6fc")],
  ["wide.csv", hex("fffe61003b00")],
  ["binary.csv", OLD_OFFICE],
  ["page.txt", text("\n <!DOCTYPE html><script>alert(1)</script>"), "files.webPage"],
  ["page.csv", text("<html><body>"), "files.webPage"],
  ["page.md", text("<script>alert(1)</script>"), "files.webPage"],
  ["notes.svg", text("no drawing at all")],
  ["script.svg", text("<svg><script>alert(1)</script></svg>"), "files.script"],
  ["handler.svg", text('<svg onload="alert(1)"/>'), "files.script"],
  ["link.svg", text('<svg><a href="javascript:alert(1)"/></svg>'), "files.script"],
  ["foreign.svg", text("<svg><foreignObject/></svg>"), "files.script"],
  ["huge.png", png("7fffffff", "7fffffff"), "files.pixels"],
  ["wide.png", png("00010000", "00000001"), "files.pixels"],
  ["huge.jpg", jpeg("ffff", "ffff"), "files.pixels"],
  ["huge.gif", padded("474946383961 ffff ffff"), "files.pixels"],
  [
    "bomb.docx",
    zipOf([
      { name: "[Content_Types].xml" },
      { name: "word/document.xml", size: 4_000_000_000 },
    ]),
    "files.bomb",
  ],
  [
    "many.xlsx",
    zipOf([
      { name: "[Content_Types].xml" },
      ...Array.from({ length: 50 }, (_, at) => ({ name: `xl/${at}.xml`, size: 100_000_000 })),
    ]),
    "files.bomb",
  ],
];

Deno.test("what is taken is what its name says, in kinds that are asked for, and nothing else", () => {
  for (const [name, bytes] of TAKEN) assert.equal(problemIn(name, bytes), undefined, name);
  for (const [name, bytes, why] of REFUSED) {
    const problem = problemIn(name, bytes);
    assert.ok(problem, `${name} is taken`);
    if (why) assert.equal(problem.key, why, name);
  }
  assert.ok(TAKEN.length + REFUSED.length > 60);
});

Deno.test("an archive is taken where one is asked for, with archives in it that nobody opens", () => {
  const nested = zipOf(
    Array.from({ length: 16 }, (_, at) => ({ name: `lib ${at}.zip`, size: 34_902 })),
  );
  assert.equal(readEnding("42.zip", ["archive"]).ok, true);
  assert.equal(problemOfZip("zip", directoryIn(nested), nested.length), undefined);
  const dense = zipOf([{ name: "zeros", size: 4_294_967_295 }]);
  assert.equal(problemOfZip("zip", directoryIn(dense), dense.length)?.key, "files.bomb");
});

Deno.test("a text is read to its end, whatever letter or tag stands where two pieces meet", () => {
  const words = text("grüße 你好 👋 ende");
  for (let at = 1; at < words.length; at++) {
    const [first, second] = [words.subarray(0, at), words.subarray(at)];
    assert.equal(problemOfText("txt", new Uint8Array(), first, false), undefined, `${at}`);
    assert.equal(problemOfText("txt", first.subarray(-OVERLAP), second, true), undefined, `${at}`);
  }
  const cut = words.subarray(0, words.indexOf(0xf0) + 2);
  assert.ok(problemOfText("txt", new Uint8Array(), cut, true), "a letter that never ends");
  const [before, after] = [text("<svg><scr"), text("ipt>alert(1)</script></svg>")];
  assert.equal(problemOfText("svg", before, after, true)?.key, "files.script");
});

Deno.test("a name is kept as words only: no folder, no control character, no turned direction", () => {
  const names: [string, string][] = [
    ["../../etc/passwd.txt", "passwd.txt"],
    ["C:\\Users\\ann\\plan.pdf", "plan.pdf"],
    ["a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"],
    ["nul\0byte.pdf", "nulbyte.pdf"],
    ["mov\u202egpj.exe", "movgpj.exe"],
    ['qu"ote<>|?*.pdf', "quote.pdf"],
    ["..hidden.pdf", "hidden.pdf"],
    ["cafe\u0301.pdf", "café.pdf"],
    ["\ud800.pdf", "\ufffd.pdf"],
    ["", "file"],
  ];
  for (const [sent, kept] of names) assert.equal(fileNameOf(sent), kept, JSON.stringify(sent));
  const long = fileNameOf(`${"x".repeat(500)}.pdf`);
  assert.equal(long.length, 200);
  assert.ok(long.endsWith(".pdf"));
});

function problemIn(name: string, bytes: Uint8Array): Saying | undefined {
  const read = readEnding(fileNameOf(name), []);
  if (!read.ok) return read.problem;
  const { type } = read;
  return problemOfStart(type, bytes) ?? problemOfText(type, new Uint8Array(), bytes, true) ??
    (isZip(type) ? problemOfZip(type, directoryIn(bytes), bytes.length) : undefined);
}

function directoryIn(bytes: Uint8Array): Uint8Array {
  const found = findDirectory(bytes.subarray(-ZIP_TAIL), bytes.length);
  return found ? bytes.subarray(found.at, found.at + found.size) : new Uint8Array();
}
