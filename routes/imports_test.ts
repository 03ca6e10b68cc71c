import assert from "node:assert/strict";
import type { Client } from "../tests/client.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const SHEET = [
  "Company;Website;ARR;Go-live;Contact;Email;CSM;Notes",
  '"Northwind Traders, Inc.";northwind.example;$50k;2026-12-14;Dana Reed;dana@northwind.example;Bob;x',
  "Contoso;contoso.example;50,000;03/04/26;;jan.meier@contoso.example;;",
  "Fabrikam;;50000;31/12/2026;;;nobody@acme.test;",
  "Contoso GmbH;;50.000,00 €;;;;;",
].join("\r\n");

Deno.test("a sheet walks from the paste to accounts, and nothing is there before", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await upload(olive, SHEET);
  await olive.page(`${at}/source`); console.log(thread.reported);
  const source = await olive.page(`${at}/source`);
  assert.match(source, /Looks like CSV, 4 rows, separator ;\./);
  const columns = await olive.page(`${at}/columns`);
  assert.match(columns, /Left out: Notes\./);
  assert.match(columns, /Guessed/);
  await match(thread, olive, at);
  const review = await olive.page(`${at}/review`);
  console.log(review.replace(/<[^>]+>/g," ").replace(/\s+/g," ").slice(0,3000));
  assert.deepEqual(await thread.rows("select id from accounts"), []);
});

/** Pastes a text, and answers where its import stands. */
async function upload(client: Client, text: string): Promise<string> {
  const form = new FormData();
  form.set("id", crypto.randomUUID());
  form.set("text", text);
  const res = await client.request("/import", { method: "POST", body: form });
  assert.equal(res.status, 303, await res.clone().text());
  return res.headers.get("location")!.replace(/\/\w+$/, "");
}

async function match(thread: TestApp, client: Client, at: string, extra = {}) {
  const [found] = await thread.rows<{ columns: { field: string }[]; version: number }>(
    "select columns, version from imports where id = $1",
    [at.split("/").at(-1)],
  );
  const fields = Object.fromEntries(found!.columns.map(({ field }, n) => [`column_${n}`, field]));
  const res = await client.post(`${at}/columns`, {
    version: String(found!.version),
    ...fields,
    ...extra,
  });
  assert.equal(res.status, 303, await res.clone().text());
}
