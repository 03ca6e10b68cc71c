import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Hono } from "hono";
import { asset, assetNames } from "../views/assets.ts";
import { staticFiles } from "./static_files.ts";

const app = new Hono().route("/static", staticFiles);

Deno.test("every vendored file is the one the manifest names", async () => {
  const folder = new URL("../static/vendor/", import.meta.url);
  const manifest = await Deno.readTextFile(new URL("SHA256SUMS", folder));
  const named = new Map(
    manifest.trim().split("\n").map((line) => line.split("  ").reverse() as [string, string]),
  );
  const present = [...Deno.readDirSync(folder)].map((entry) => entry.name)
    .filter((name) => name !== "SHA256SUMS" && name !== "LICENSES.txt");
  assert.deepEqual([...named.keys()].sort(), present.sort());
  for (const [name, sum] of named) {
    const body = await Deno.readFile(new URL(name, folder));
    assert.equal(createHash("sha256").update(body).digest("hex"), sum, name);
  }
});

Deno.test("asset() puts the hash of the content in the address, and that address is kept for ever", async () => {
  for (const name of assetNames()) {
    const res = await app.request(asset(name));
    const body = new Uint8Array(await res.arrayBuffer());
    assert.equal(res.status, 200, name);
    assert.equal(
      asset(name),
      `/static/${name}?v=${createHash("sha256").update(body).digest("hex").slice(0, 16)}`,
    );
    assert.equal(res.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.equal(res.headers.get("x-content-type-options"), "nosniff");
  }
});

Deno.test("an address with another release's hash is served but not kept", async () => {
  for (const path of ["/static/app.css", "/static/app.css?v=0123456789abcdef"]) {
    const res = await app.request(path);
    assert.equal(res.status, 200);
    assert.equal(res.headers.get("cache-control"), "no-cache");
    await res.body?.cancel();
  }
});

Deno.test("a browser that has the file is told so", async () => {
  const first = await app.request(asset("app.css"));
  await first.body?.cancel();
  const res = await app.request(asset("app.css"), {
    headers: { "if-none-match": first.headers.get("etag")! },
  });
  assert.equal(res.status, 304);
});

Deno.test("text is sent gzipped to who takes it", async () => {
  const res = await app.request(asset("app.css"), { headers: { "accept-encoding": "br, gzip" } });
  assert.equal(res.headers.get("content-encoding"), "gzip");
  const plain = new Response(res.body!.pipeThrough(new DecompressionStream("gzip")));
  assert.match(await plain.text(), /@layer/);
});

Deno.test("each kind of file has its own content type", async () => {
  const types = {
    "app.css": "text/css; charset=utf-8",
    "thread.js": "text/javascript; charset=utf-8",
    "favicon.svg": "image/svg+xml",
    "vendor/inter-latin-wght-normal.woff2": "font/woff2",
  };
  for (const [name, type] of Object.entries(types)) {
    const res = await app.request(asset(name));
    assert.equal(res.headers.get("content-type"), type);
    await res.body?.cancel();
  }
});

Deno.test("modules and styles mention every file by its hashed address", async () => {
  for (const name of ["thread.js", "js/hotkeys.js", "app.css"]) {
    const text = await (await app.request(asset(name))).text();
    const mentions = text.match(/(?:\burl\(|\bfrom |\bimport )"[^"]+"/g) ?? [];
    assert.ok(mentions.length > 0, name);
    for (const mention of mentions) assert.match(mention, /"\/static\/[\w./-]+\?v=[0-9a-f]{16}"/);
  }
});

Deno.test("nothing beside the files read at start can be reached", async () => {
  const paths = [
    "/static/",
    "/static/nothing.css",
    "/static/css/00_tokens.css",
    "/static/vendor/SHA256SUMS",
    "/static/vendor/LICENSES.txt",
    "/static/../deno.json",
    "/static/..%2fdeno.json",
    "/static/%2e%2e/deno.json",
    "/static/%2e%2e%2fdeno.json",
    "/static/vendor/..%5c..%5cdeno.json",
    "/static/%252e%252e%252fdeno.json",
    "/static//app.css",
    "/static/./%2e/app.css%00",
    "/static/app.css%00.js",
    "/static/constructor",
    "/static/__proto__",
  ];
  for (const path of paths) {
    const res = await app.request(path);
    assert.equal(res.status, 404, path);
    await res.body?.cancel();
  }
});
