import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { readLogo } from "./logo.ts";

Deno.test("readLogo() reads the size of each kind of picture from its own header", () => {
  assert.deepEqual(sizeOf(png(120, 28)), ["image/png", 120, 28]);
  assert.deepEqual(sizeOf(jpeg(640, 480)), ["image/jpeg", 640, 480]);
  assert.deepEqual(sizeOf(webpExtended(300, 200)), ["image/webp", 300, 200]);
  assert.deepEqual(sizeOf(webpLossless(300, 200)), ["image/webp", 300, 200]);
  assert.deepEqual(sizeOf(webpLossy(300, 200)), ["image/webp", 300, 200]);
});

Deno.test("readLogo() refuses what is no picture, whatever it calls itself", () => {
  const text = (content: string) => new TextEncoder().encode(content);
  const others = [
    text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    text('<?xml version="1.0"?><svg/>'),
    text("<html><script>alert(1)</script>"),
    text("GIF89a/*" + "x".repeat(100) + "*/=1;alert(1)"),
    text("%PDF-1.7" + "x".repeat(100)),
    text("PK\u0003\u0004" + "x".repeat(100)),
    text("RIFF0000WAVE" + "x".repeat(100)),
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    Buffer.concat([png(64, 64), text("<script>alert(1)</script>")]),
  ];
  for (const bytes of others) {
    assert.throws(() => readLogo(bytes), /This is not a PNG, JPEG or WebP picture/);
  }
  assert.throws(() => readLogo(new Uint8Array()), /The file is empty/);
});

Deno.test("readLogo() refuses pictures that are too large, to store or to decode", () => {
  assert.throws(
    () => readLogo(png(30_000, 30_000)),
    /30000 × 30000 pixels; 2000 × 2000 is the most/,
  );
  assert.throws(() => readLogo(jpeg(65_535, 16)), /65535 × 16 pixels/);
  assert.throws(() => readLogo(png(8, 8)), /16 × 16 is the least/);
  assert.throws(() => readLogo(new Uint8Array(512 * 1024 + 1)), /larger than 512 KB/);
});

Deno.test("readLogo() answers or refuses in words, whatever follows the first bytes", () => {
  const begins = [png(64, 64), jpeg(64, 64), webpExtended(64, 64), webpLossless(64, 64)];
  fc.assert(fc.property(
    fc.constantFrom(...begins),
    fc.nat(40),
    fc.uint8Array({ maxLength: 60 }),
    (begin, keep, rest) => {
      try {
        readLogo(Buffer.concat([begin.subarray(0, keep), rest]));
      } catch (error) {
        assert.equal((error as Error).name, "Refused");
      }
    },
  ));
});

function sizeOf(bytes: Uint8Array) {
  const { type, width, height } = readLogo(bytes);
  return [type, width, height];
}

function png(width: number, height: number): Uint8Array {
  const head = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const rest = Buffer.from("0806000000000000000000000049454e44ae426082", "hex");
  return Buffer.concat([head, size, rest]);
}

function jpeg(width: number, height: number): Uint8Array {
  const comment = Buffer.from("ffd8fffe000468690000".slice(0, 16), "hex");
  const frame = Buffer.from("ffc000110800000000030122000211010311", "hex");
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([comment, frame, Buffer.alloc(16)]);
}

function webp(kind: string, body: Buffer): Uint8Array {
  const head = Buffer.alloc(20);
  head.write("RIFF", 0);
  head.writeUInt32LE(12 + body.length, 4);
  head.write(`WEBP${kind}`, 8);
  head.writeUInt32LE(body.length, 16);
  return Buffer.concat([head, body]);
}

function webpExtended(width: number, height: number): Uint8Array {
  const body = Buffer.alloc(20);
  body.writeUIntLE(width - 1, 4, 3);
  body.writeUIntLE(height - 1, 7, 3);
  return webp("VP8X", body);
}

function webpLossless(width: number, height: number): Uint8Array {
  const body = Buffer.alloc(20);
  body[0] = 0x2f;
  body.writeUInt32LE(width - 1 | (height - 1) << 14, 1);
  return webp("VP8L", body);
}

function webpLossy(width: number, height: number): Uint8Array {
  const body = Buffer.alloc(20);
  body.writeUInt16LE(width, 6);
  body.writeUInt16LE(height, 8);
  return webp("VP8 ", body);
}
