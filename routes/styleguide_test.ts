import assert from "node:assert/strict";
import { Hono } from "hono";
import { styleguide } from "./styleguide.tsx";

const app = new Hono<{ Variables: { nonce: string } }>()
  .use(async (c, next) => {
    c.set("nonce", "n0nce");
    await next();
  })
  .route("/styleguide", styleguide);

Deno.test("the styleguide shows every part in both themes", async () => {
  const res = await app.request("/styleguide");
  const page = await res.text();
  assert.equal(res.status, 200);
  const light = page.split('class="swatch" data-theme="light"').length;
  assert.equal(page.split('class="swatch" data-theme="dark"').length, light);
  assert.ok(light > 20);
});

Deno.test("no id stands twice in a page of the styleguide", async () => {
  for (const path of ["/styleguide", "/styleguide/shell", "/styleguide/front?theme=dark"]) {
    const page = await (await app.request(path)).text();
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], path);
  }
});

Deno.test("every label, description and opener in the styleguide points at something there", async () => {
  for (const path of ["/styleguide", "/styleguide/shell", "/styleguide/front"]) {
    const page = await (await app.request(path)).text();
    const ids = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]));
    const names =
      "for|aria-describedby|aria-labelledby|aria-controls|commandfor|popovertarget|form";
    for (const [whole, targets] of page.matchAll(new RegExp(`\\s(?:${names})="([^"]+)"`, "g"))) {
      for (const target of targets!.split(" ")) assert.ok(ids.has(target), `${path}:${whole}`);
    }
  }
});
