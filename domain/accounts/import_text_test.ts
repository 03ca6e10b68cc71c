import assert from "node:assert/strict";
import { decodeText, detectEncoding, refuseBinary } from "./import_text.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

function utf16(text: string, big: boolean, mark: boolean): Uint8Array {
  const bytes = [...(mark ? "\ufeff" + text : text)].flatMap((sign) => {
    const code = sign.charCodeAt(0);
    return big ? [code >> 8, code & 255] : [code & 255, code >> 8];
  });
  return new Uint8Array(bytes);
}

Deno.test("a source is decoded with a mark, without one, and in an old Western encoding", () => {
  const text = "Müller;50.000,00 €\r\n";
  const western = new Uint8Array([0x4d, 0xfc, ...utf8("ller;50.000,00 "), 0x80, 13, 10]);
  const sources = [
    [utf8(text), "utf-8"],
    [utf8("\ufeff" + text), "utf-8"],
    [utf16(text, false, true), "utf-16le"],
    [utf16(text, true, true), "utf-16be"],
    [utf16(text, false, false), "utf-16le"],
    [utf16(text, true, false), "utf-16be"],
    [western, "windows-1252"],
  ] as const;
  for (const [bytes, encoding] of sources) {
    assert.equal(detectEncoding(bytes), encoding);
    assert.equal(decodeText(bytes, encoding), text);
  }
});

Deno.test("files that are no text are named for what they are", () => {
  const of = (...bytes: number[]) => () => {
    const file = new Uint8Array([...bytes, ...Array(100).fill(1)]);
    refuseBinary(file, detectEncoding(file));
  };
  assert.throws(of(0x50, 0x4b, 3, 4), /Excel workbook or a ZIP file\. Save the sheet as CSV/);
  assert.throws(of(0xd0, 0xcf, 0x11, 0xe0), /old Excel workbook/);
  assert.throws(of(0x25, 0x50, 0x44, 0x46), /This is a PDF/);
  assert.throws(of(0x89, 0x50, 0x4e, 0x47), /This is a picture/);
  assert.throws(of(0x1f, 0x8b), /compressed/);
  assert.throws(of(1, 2, 3, 4), /does not look like text/);
});
