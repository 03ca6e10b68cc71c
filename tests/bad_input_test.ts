import assert from "node:assert/strict";
import { Hono } from "hono";
import { throwAtForm, throwAtPath, throwAtQuery } from "./bad_input.ts";

/** Reads its input with care, or with the one fault that the route is named for. */
function app() {
  let broken = false;
  const bodyOf = (request: Request) => request.text().catch(() => "");
  return new Hono()
    .get("/healthz", (c) => c.text("ok", broken ? 503 : 200))
    .post("/good", async (c) => {
      const size = (await bodyOf(c.req.raw)).length;
      return c.text(`${size} characters`, size > 0 ? 200 : 422);
    })
    .get("/good/:id", (c) => c.text(`${c.req.param("id").length} characters`))
    .get("/good", (c) => c.text(`${c.req.query("q")?.length} characters`))
    .post("/fails", async (c) => c.text("", (await bodyOf(c.req.raw)).includes("%00") ? 500 : 200))
    .post("/throws", async (c) => {
      const form = await c.req.parseBody();
      return c.text(JSON.parse(String(form.name)));
    })
    .get("/echoes", (c) => c.html(`<p>${c.req.query("q")}</p>`))
    .get("/tells", (c) => c.text(`invalid input syntax for type uuid: ${c.req.query("q")}`, 400))
    .get("/breaks", (c) => {
      broken = true;
      return c.text("ok");
    })
    .get("/hangs", () => new Promise<Response>(() => {}))
    .onError((_, c) => c.text("Sorry", 500));
}

Deno.test("a route that reads with care stands the whole corpus", async () => {
  assert.ok(await throwAtForm(app(), { path: "/good", fields: { name: "a", email: "b" } }) > 200);
  assert.ok(await throwAtQuery(app(), { path: "/good", params: { q: "a" } }) > 100);
  assert.ok(await throwAtPath(app(), { path: (id) => `/good/${id || "-"}` }) > 70);
});

Deno.test("a 500 on one value is named", async () => {
  const fields = { name: "a", email: "b" };
  await assert.rejects(throwAtForm(app(), { path: "/fails", fields }), /email: NUL: status 500/);
  await assert.rejects(
    throwAtForm(app(), { path: "/throws", fields }),
    /name: missing: status 500/,
  );
});

Deno.test("what a route echoes or tells is noticed", async () => {
  const params = { q: "a" };
  await assert.rejects(throwAtQuery(app(), { path: "/echoes", params }), /as markup/);
  await assert.rejects(throwAtQuery(app(), { path: "/tells", params }), /invalid input syntax/);
});

Deno.test("an app that is broken for others, or answers late, is noticed", async () => {
  const params = { q: "a" };
  await assert.rejects(throwAtQuery(app(), { path: "/breaks", params }), /and now 503/);
  await assert.rejects(
    throwAtQuery(app(), { path: "/hangs", params, patience: 1 }),
    /no answer: TimeoutError/,
  );
});
