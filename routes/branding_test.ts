import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { landed } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";

/** One grey pixel, drawn 32 wide and high: a picture that every browser can show. */
const LOGO = picture(32, 32);

Deno.test("a logo and an accent are saved, shown, and served to everybody", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const { orgId } = thread.cast.alice!;
  const logo = new File([LOGO], "logo.png", { type: "image/png" });
  const page = await landed(
    alice,
    await alice.post("/settings/branding", { version: "1", accent: "#C2410C", logo }),
  );
  assert.match(page, /The branding is saved/);
  assert.match(page, new RegExp(`/brand/${orgId}/logo\\?v=2`));

  const visitor = thread.visitor();
  const served = await visitor.get(`/brand/${orgId}/logo?v=2`);
  assert.equal(served.status, 200);
  assert.deepEqual(new Uint8Array(await served.arrayBuffer()), new Uint8Array(LOGO));
  const headers = Object.fromEntries(served.headers);
  assert.equal(headers["content-type"], "image/png");
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["content-security-policy"], "default-src 'none'; sandbox");
  assert.match(headers["cache-control"]!, /immutable/);
  const old = await visitor.get(`/brand/${orgId}/logo?v=1`);
  assert.equal(old.headers.get("cache-control"), "no-cache");

  const css = await visitor.get(`/brand/${orgId}.css?v=2`);
  assert.equal(css.headers.get("content-type"), "text/css; charset=utf-8");
  const sheet = await css.text();
  assert.match(sheet, /--accent: light-dark\(#c2410c, #[0-9a-f]{6}\)/);
  assert.match(sheet, /--on-accent: light-dark\(#ffffff, /);
  assert.match(sheet, /--accent-text: light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\)/);

  const [event] = await thread.rows<{ data: unknown }>(
    "select data from events where kind = 'branding.changed'",
  );
  assert.deepEqual(event!.data, {
    changes: { accent: ["#2257c9", "#c2410c"], logo: ["none", "a picture"] },
  });
  assert.equal((await visitor.get(`/brand/${thread.cast.charlie!.orgId}/logo`)).status, 404);
  assert.equal((await visitor.get(`/brand/${crypto.randomUUID()}/logo`)).status, 404);
  assert.equal((await visitor.get(`/brand/${crypto.randomUUID()}.css`)).status, 404);
});

Deno.test("a logo is taken away again, and an untouched one stays", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const { orgId } = thread.cast.alice!;
  const logo = new File([LOGO], "logo.png");
  await alice.post("/settings/branding", { version: "1", accent: "#2257c9", logo });
  const none = new File([], "");
  await alice.post("/settings/branding", { version: "2", accent: "#112233", logo: none });
  assert.equal((await alice.get(`/brand/${orgId}/logo`)).status, 200);
  const gone = { version: "3", accent: "#112233", remove_logo: "on" };
  await landed(alice, await alice.post("/settings/branding", gone));
  assert.equal((await alice.get(`/brand/${orgId}/logo`)).status, 404);
});

Deno.test("a file that is no small picture is refused and changes nothing", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const files: [File, number, RegExp][] = [
    [
      new File(["<svg onload=alert(1)>"], "logo.png", { type: "image/png" }),
      422,
      /not a PNG, JPEG/,
    ],
    [new File(["MZ"], "logo.png"), 422, /not a PNG, JPEG or WebP picture/],
    [new File([picture(5000, 5000)], "a.png"), 422, /5000 × 5000 pixels; 2000/],
    [new File([new Uint8Array(600 * 1024)], "a.png"), 422, /larger than 512 KB/],
    [new File([new Uint8Array(1024 * 1024)], "a.png"), 413, /larger than 512 KB/],
  ];
  for (const [logo, status, says] of files) {
    const fields = { version: "1", accent: "#c2410c", logo };
    const res = await alice.post("/settings/branding", fields);
    assert.equal(res.status, status);
    const page = await res.text();
    assert.match(page, says);
    if (status === 422) assert.match(page, /value="#c2410c"/);
  }
  for (const accent of ["red", "#12345", "#1234567", "#2257c9;}", "url(x)", ""]) {
    const res = await alice.post("/settings/branding", { version: "1", accent });
    assert.equal(res.status, 422, accent);
    assert.match(await res.text(), /Write a colour like #2257c9/);
  }
  const [branding] = await thread.rows("select accent, version from brandings where org_id = $1", [
    thread.cast.alice!.orgId,
  ]);
  assert.deepEqual(branding, { accent: "#2257c9", version: 1 });
});

Deno.test("of two tabs the second is told who saved the branding first", async () => {
  await using thread = await testApp();
  await thread.as("olive").post("/settings/branding", { version: "1", accent: "#112233" });
  const late = await thread.as("alice").post("/settings/branding", {
    version: "1",
    accent: "#c2410c",
  });
  assert.equal(late.status, 409);
  const page = await late.text();
  assert.match(page, /Olive changed the branding while you had it open/);
  assert.match(page, /value="#c2410c"/);
});

Deno.test("the preview says how well a colour reads, before it is saved", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const preview = async (accent: string) =>
    await (await alice.fragment("GET", `/settings/branding/preview?accent=${accent}`)).text();
  const dark = await preview("%23112233");
  assert.match(dark, /White text on buttons, 16\.\d : 1/);
  assert.match(dark, /Readable as text on white/);
  const faint = await preview("%23ffd54a");
  assert.match(faint, /Black text on buttons/);
  assert.match(faint, /Too faint as text on white, 1\.\d : 1\. Links use the darker/);
  assert.doesNotMatch(faint, /style=/);
  assert.equal((await alice.get("/settings/branding/preview?accent=%22onload")).status, 409);
  assert.equal((await alice.get("/settings/branding/preview")).status, 409);
});

function picture(width: number, height: number): Uint8Array<ArrayBuffer> {
  const head = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const rest = Buffer.from("0806000000000000000000000049454e44ae426082", "hex");
  return new Uint8Array(Buffer.concat([head, size, rest]));
}
