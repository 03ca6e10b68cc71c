import { createHash } from "node:crypto";

export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  hash: string;
}

const FOLDER = new URL("../static/", import.meta.url);

const TYPES: Record<string, string> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

const assets = readAssets();

/** The address of a file under static/. Its content's hash is in it, so browsers may keep it for ever. */
export function asset(name: string): string {
  const found = assets.get(name);
  if (!found) throw new Error(`Cannot find the static file "${name}"`);
  return `/static/${name}?v=${found.hash}`;
}

export function findAsset(name: string): Asset | undefined {
  return assets.get(name);
}

export function assetNames(): string[] {
  return [...assets.keys()];
}

function readAssets(): Map<string, Asset> {
  const found = new Map<string, Asset>();
  for (
    const name of [...filesUnder("vendor/"), "favicon.svg", "app.css", "guard.js", "thread.js"]
  ) {
    if (TYPES[ending(name)]) read(found, name);
  }
  return found;
}

function read(found: Map<string, Asset>, name: string): Asset {
  const known = found.get(name);
  if (known) return known;
  const body = withAddresses(found, name, name === "app.css" ? joinedStyles() : contents(name));
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
  const asset = { body, type: TYPES[ending(name)]!, hash };
  found.set(name, asset);
  return asset;
}

/** Puts the hash behind every file that a stylesheet or one of our modules mentions. */
function withAddresses(found: Map<string, Asset>, name: string, body: Uint8Array<ArrayBuffer>) {
  if (name.startsWith("vendor/") || !/\.(css|js)$/.test(name)) return body;
  const here = `/static/${name}`;
  const text = new TextDecoder().decode(body).replace(
    /(\burl\(|\bfrom |\bimport )"([^"]+)"/g,
    (_, before: string, mentioned: string) => {
      const path = new URL(mentioned, `https://thread.invalid${here}`).pathname;
      return `${before}"${path}?v=${read(found, path.slice("/static/".length)).hash}"`;
    },
  );
  return new TextEncoder().encode(text);
}

function joinedStyles(): Uint8Array<ArrayBuffer> {
  const sheets = filesUnder("css/").map((name) => new TextDecoder().decode(contents(name)));
  return new TextEncoder().encode(sheets.join("\n"));
}

function contents(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(at(name));
}

function ending(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function filesUnder(folder: string): string[] {
  return [...Deno.readDirSync(at(folder))].filter((entry) => entry.isFile)
    .map((entry) => folder + entry.name).sort();
}

function at(name: string): URL {
  return new URL(name, FOLDER);
}
