import assert from "node:assert/strict";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, shots, throttle, visit } from "../browser.ts";

const good = `<!doctype html><html lang="en"><head><title>Good</title></head><body>
  <main><h1>Good</h1><label>Name <input name="name"></label></main></body></html>`;

const pages: Record<string, string> = {
  "/good": good,
  "/inline": good.replace("</main>", "</main><script>document.title = 'run';</script>"),
  "/style": good.replace("<h1>", `<h1 style="color:red">`),
  "/stranger": good.replace("</main>", `<img alt="" src="http://127.0.0.2:9/x.png"></main>`),
  "/missing": good.replace("</main>", `<img alt="" src="/nowhere.png"></main>`),
  "/throws": good.replace("</head>", `<script src="/throws.js"></script></head>`),
  "/complains": good.replace("</head>", `<script src="/complains.js"></script></head>`),
  "/unlabelled": good.replace(/<label>.*<\/label>/, `<input name="name">`),
  "/framed": good.replace("</main>", `<iframe title="Inside" src="/unlabelled"></iframe></main>`),
  "/wide": good.replace("</main>", `<img alt="" width="2000" height="1" src="/dot.svg"></main>`),
  "/throws.js": `throw new Error("thrown on purpose");`,
  "/complains.js": `console.error("complained on purpose");`,
  "/dot.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
};

const types: Record<string, string> = { js: "text/javascript", svg: "image/svg+xml" };

const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
  const { pathname } = new URL(request.url);
  const type = types[pathname.split(".")[1] ?? ""] ?? "text/html; charset=utf-8";
  return new Response(pages[pathname] ?? "Not found", {
    status: pages[pathname] || pathname === "/favicon.ico" ? 200 : 404,
    headers: {
      "content-type": type,
      "content-security-policy": "default-src 'none'; script-src 'self'; img-src 'self'; " +
        "connect-src 'self'; frame-src 'self'; form-action 'self'",
    },
  });
});
const origin = `http://127.0.0.1:${server.addr.port}`;
const browser = await openBrowser();

Deno.test.afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await server.shutdown();
});

/** Visits the page and closes the tab, which throws for what went wrong there. */
async function lookAt(path: string, options?: { javaScriptEnabled: boolean }): Promise<void> {
  await using tab = await browser.tab(options);
  await visit(tab.page, origin + path);
}

Deno.test("a page without trouble passes, with script or without", async () => {
  await lookAt("/good");
  await lookAt("/good", { javaScriptEnabled: false });
});

Deno.test("a breach of the CSP fails the test", async () => {
  await assert.rejects(lookAt("/inline"), /csp: script-src/);
  await assert.rejects(lookAt("/style"), /csp: (style-src|default-src)/);
  await assert.rejects(lookAt("/stranger"), /csp: img-src/);
});

Deno.test("a breach of the CSP is seen where script is off", async () => {
  await assert.rejects(lookAt("/style", { javaScriptEnabled: false }), /csp: /);
});

Deno.test("an uncaught exception, a console error and a missing file fail the test", async () => {
  await assert.rejects(lookAt("/throws"), /uncaught: .*thrown on purpose/s);
  await assert.rejects(lookAt("/complains"), /console: complained on purpose/);
  await assert.rejects(lookAt("/missing"), /404/);
});

Deno.test("a trouble that was expected passes, and must come", async () => {
  {
    await using tab = await browser.tab();
    tab.expect(/complained on purpose/);
    await visit(tab.page, `${origin}/complains`);
  }
  await assert.rejects(async () => {
    await using tab = await browser.tab();
    tab.expect(/complained on purpose/);
    await visit(tab.page, `${origin}/good`);
  }, /did not come/);
});

Deno.test("axe runs under the strict CSP and sees an input without a label", async () => {
  await using tab = await browser.tab();
  await visit(tab.page, `${origin}/good`);
  await checkAccess(tab.page);
  await visit(tab.page, `${origin}/unlabelled`);
  await assert.rejects(checkAccess(tab.page), /critical label/);
  assert.equal(await tab.page.evaluate("typeof axe"), "undefined");
});

Deno.test("axe refuses a tab without script, where it would wait for ever", async () => {
  await using tab = await browser.tab({ javaScriptEnabled: false });
  await visit(tab.page, `${origin}/good`);
  await assert.rejects(checkAccess(tab.page), /needs script/);
});

Deno.test("axe looks into frames", async () => {
  await using tab = await browser.tab();
  await visit(tab.page, `${origin}/framed`);
  await assert.rejects(checkAccess(tab.page), /critical label/);
});

Deno.test("tabs share no cookies", async () => {
  await using one = await browser.tab();
  await using two = await browser.tab();
  await one.context.addCookies([{ name: "a", value: "b", url: origin }]);
  assert.equal((await two.context.cookies()).length, 0);
});

Deno.test("shots are taken at each width in each theme", async () => {
  const folder = await Deno.makeTempDir({ prefix: "thread-shots-" });
  await using tab = await browser.tab();
  await visit(tab.page, `${origin}/good`);
  const taken = await shots(tab.page, "good", { folder, widths: [320, 1280] });
  assert.equal(taken.length, 4);
  for (const path of taken) assert.ok((await Deno.stat(path)).size > 1000);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a page wider than its window is noticed", async () => {
  await using tab = await browser.tab({ viewport: { width: 320, height: 600 } });
  await visit(tab.page, `${origin}/good`);
  assert.equal(await overflows(tab.page), false);
  await visit(tab.page, `${origin}/wide`);
  assert.equal(await overflows(tab.page), true);
});

Deno.test("a throttled page takes its time", async () => {
  await using tab = await browser.tab();
  await throttle(tab.page, { latency: 200 });
  const start = performance.now();
  await visit(tab.page, `${origin}/good`);
  assert.ok(performance.now() - start >= 200);
  await throttle(tab.page, {});
});
