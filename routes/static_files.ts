import { gzipSync } from "node:zlib";
import { Hono } from "hono";
import { type Asset, findAsset } from "../views/assets.ts";

const zipped = new WeakMap<Asset, Uint8Array<ArrayBuffer>>();

/** Mounted at /static. Only names read at start are served, so no path can climb out. */
export const staticFiles = new Hono().get("/*", (c) => {
  const name = c.req.path.slice(c.req.path.indexOf("/static/") + "/static/".length);
  const asset = findAsset(name);
  if (!asset) return c.text("Not found", 404, { "cache-control": "no-store" });
  // While two releases run side by side, a new page may ask an old process for a new hash:
  // an answer that does not match the asked hash must not be kept.
  const asked = c.req.query("v") === asset.hash;
  c.header("content-type", asset.type);
  c.header("cache-control", asked ? "public, max-age=31536000, immutable" : "no-cache");
  c.header("x-content-type-options", "nosniff");
  c.header("cross-origin-resource-policy", "same-origin");
  c.header("etag", `"${asset.hash}"`);
  c.header("vary", "accept-encoding");
  if (c.req.header("if-none-match")?.includes(`"${asset.hash}"`)) return c.body(null, 304);
  if (asset.type === "font/woff2" || !/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) {
    return c.body(asset.body);
  }
  c.header("content-encoding", "gzip");
  return c.body(gzipped(asset));
});

function gzipped(asset: Asset): Uint8Array<ArrayBuffer> {
  let body = zipped.get(asset);
  if (!body) zipped.set(asset, body = new Uint8Array(gzipSync(asset.body, { level: 9 })));
  return body;
}
