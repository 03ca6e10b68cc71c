import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { partsOf } from "./multipart.ts";

const MOST = 10_000_000;

Deno.test("partsOf() finds the same fields however the wire cuts the form", async () => {
  const tricky = "\r\n--\r\n--edge\r\n-\r\n--edg\r\n";
  const form = new FormData();
  form.append("words", "one\r\ntwo");
  form.append("file", new File([tricky.repeat(40)], 'a "quoted"\r\nname.pdf'));
  form.append("file", new File([], ""));
  form.append("last", new File([new Uint8Array(100_000).fill(45)], "dashes.csv"));
  const { body, type } = await encoded(form);
  const wanted = await Promise.all([...form].map(async ([name, value]) => ({
    name,
    filename: typeof value === "string" ? undefined : value.name,
    text: typeof value === "string" ? value : await value.text(),
  })));
  for (const size of [1, 2, 3, 7, 61, 1000, 65_536, body.length]) {
    assert.deepEqual(await partsIn(requestOf(body, type, size)), wanted, `pieces of ${size}`);
  }
});

Deno.test("partsOf() skips what nobody reads, and holds no more than arrives at once", async () => {
  const form = new FormData();
  form.append("large", new File([new Uint8Array(3_000_000)], "large.zip"));
  form.append("small", "here");
  const { body, type } = await encoded(form);
  const found: string[] = [];
  for await (const part of partsOf(requestOf(body, type, 16_384), MOST)) {
    found.push(part.name);
    for await (const piece of part.body) {
      assert.ok(piece.length <= 16_384 + 200, String(piece.length));
      break;
    }
  }
  assert.deepEqual(found, ["large", "small"]);
});

Deno.test("partsOf() refuses a form that is cut, too long or none", async () => {
  const form = new FormData();
  form.append("file", new File([new Uint8Array(50_000)], "a.pdf"));
  const { body, type } = await encoded(form);
  for (const end of [10, 100, 30_000, body.length - 3]) {
    const cut = requestOf(body.subarray(0, end), type, 5000);
    await assert.rejects(partsIn(cut), /did not arrive whole/, `cut after ${end}`);
  }
  await assert.rejects(partsIn(requestOf(body, type, 5000), 20_000), /More was sent at once/);
  const head = Buffer.from(`--x\r\ncontent-disposition: ${"a".repeat(40_000)}`);
  const endless = requestOf(head, "multipart/form-data; boundary=x", 5000);
  await assert.rejects(partsIn(endless), /could not be read/);
  assert.deepEqual(await partsIn(requestOf(body, "text/plain", 5000)), []);
});

async function encoded(form: FormData): Promise<{ body: Uint8Array; type: string }> {
  const response = new Response(form);
  const type = response.headers.get("content-type")!;
  return { body: new Uint8Array(await response.arrayBuffer()), type };
}

function requestOf(body: Uint8Array, type: string, size: number): Request {
  const pieces = Array.from(
    { length: Math.ceil(body.length / size) },
    (_, at) => body.slice(at * size, (at + 1) * size),
  );
  return new Request("http://thread.test/", {
    method: "POST",
    headers: { "content-type": type },
    body: ReadableStream.from(pieces),
  });
}

async function partsIn(request: Request, most = MOST) {
  const parts: { name: string; filename?: string; text: string }[] = [];
  for await (const { name, filename, body } of partsOf(request, most)) {
    const pieces = await Array.fromAsync(body, (piece) => Uint8Array.from(piece));
    parts.push({ name, filename, text: Buffer.concat(pieces).toString("utf8") });
  }
  return parts;
}
