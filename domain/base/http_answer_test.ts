import assert from "node:assert/strict";
import fc from "fast-check";
import { readAnswer, TooLarge } from "./http_answer.ts";

/** A connection that hands over the bytes in pieces of the given lengths. */
function connectionOf(text: string, lengths: number[] = []) {
  let left = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  return {
    read(into: Uint8Array) {
      if (left.length === 0) return Promise.resolve(null);
      const count = Math.min(into.length, lengths.shift() ?? left.length, left.length);
      into.set(left.subarray(0, count));
      left = left.subarray(count);
      return Promise.resolve(count);
    },
  };
}

const read = (text: string, method = "GET", most = 100, lengths?: number[]) =>
  readAnswer(connectionOf(text, lengths), method, most);

const GOOD: [name: string, text: string, method: string, status: number, body: string][] = [
  ["with a length", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhelloEXTRA", "GET", 200, "hello"],
  ["until the end", "HTTP/1.0 404 \r\n\r\nhello", "GET", 404, "hello"],
  [
    "in chunks",
    "HTTP/1.1 200\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=1\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
    "GET",
    200,
    "hello",
  ],
  [
    "after an early word",
    "HTTP/1.1 103 Early\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
    "GET",
    200,
    "ok",
  ],
  ["to HEAD", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n", "HEAD", 200, ""],
  ["without content", "HTTP/1.1 204 None\r\n\r\n", "DELETE", 204, ""],
];

const BAD: [name: string, text: string][] = [
  ["nothing", ""],
  ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n"],
  ["a head that ends early", "HTTP/1.1 200 OK\r\ncontent-le"],
  ["a header without a colon", "HTTP/1.1 200 OK\r\nbroken\r\n\r\n"],
  ["a header with a bad name", "HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n"],
  ["a body that ends early", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello"],
  ["two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nhi"],
  ["a negative length", "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nhi"],
  ["an unknown coding", "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n"],
  [
    "a chunk of no number",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhi\r\n0\r\n\r\n",
  ],
  [
    "a chunk that runs over",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nhi\r\n0\r\n\r\n",
  ],
  ["chunks that never end", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n"],
  ["a switch of protocols", "HTTP/1.1 101 Switching\r\n\r\n"],
  ["early words without end", "HTTP/1.1 100 Continue\r\n\r\n".repeat(9)],
  ["a head without end", `HTTP/1.1 200 OK\r\n${"a: b\r\n".repeat(20_000)}\r\n`],
  ["a line without end", `HTTP/1.1 200 OK\r\na: ${"b".repeat(200_000)}\r\n\r\n`],
];

for (const [name, text, method, status, body] of GOOD) {
  Deno.test(`readAnswer() reads an answer ${name}, however it is cut`, async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: text.length });
    await fc.assert(fc.asyncProperty(cuts, async (lengths) => {
      const answer = await read(text, method, 100, lengths);
      assert.equal(answer.status, status);
      assert.equal(new TextDecoder().decode(answer.raw), body);
    }));
  });
}

for (const [name, text] of BAD) {
  Deno.test(`readAnswer() refuses ${name}`, async () => {
    await assert.rejects(read(text), /The answer|The server|header name/);
  });
}

Deno.test("readAnswer() stops at the most it may read, by each kind of length", async () => {
  const heads = [
    "content-length: 101\r\n\r\n",
    "\r\n",
    "transfer-encoding: chunked\r\n\r\n65\r\n",
    "transfer-encoding: chunked\r\n\r\nffffffff\r\n",
  ];
  for (const head of heads) {
    await assert.rejects(read(`HTTP/1.1 200 OK\r\n${head}${"x".repeat(101)}`), TooLarge, head);
  }
});
