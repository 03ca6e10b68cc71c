import assert from "node:assert/strict";
import type { Client } from "./client.ts";
import type { TestApp } from "./test_app.ts";

/** Pastes a text, or uploads a file, and answers the address of its import. */
export async function upload(client: Client, source: string | File): Promise<string> {
  const res = await sendUpload(client, source);
  assert.equal(res.status, 303, await res.clone().text());
  return res.headers.get("location")!.replace(/\/\w+$/, "");
}

export async function sendUpload(
  client: Client,
  source: string | File,
  id: string = crypto.randomUUID(),
): Promise<Response> {
  const form = new FormData();
  form.set("id", id);
  form.set(typeof source === "string" ? "text" : "file", source);
  return await client.request("/import", { method: "POST", body: form });
}

/** The third step, as it was guessed, with what a person chooses otherwise. */
export async function matchColumns(
  thread: TestApp,
  client: Client,
  at: string,
  chosen: Record<string, string> = {},
): Promise<Response> {
  const { columns, version } = await importAt(thread, at);
  const fields = Object.fromEntries(columns.map(({ field }, n) => [`column_${n}`, field]));
  return await client.post(`${at}/columns`, { version: String(version), ...fields, ...chosen });
}

export async function confirmImport(
  thread: TestApp,
  client: Client,
  at: string,
  template = "",
): Promise<Response> {
  const { version } = await importAt(thread, at);
  return await client.post(`${at}/confirmation`, { version: String(version), template });
}

/** From the paste to the accounts, as it was guessed. */
export async function importAll(thread: TestApp, client: Client, source: string | File) {
  const at = await upload(client, source);
  assert.equal((await matchColumns(thread, client, at)).headers.get("location"), `${at}/review`);
  assert.equal((await confirmImport(thread, client, at)).status, 303);
  await thread.workOff();
  return at;
}

export interface ImportFacts {
  state: string;
  version: number;
  columns: { name: string; field: string; guessed: boolean }[];
  rows_count: number;
  created_count: number;
  updated_count: number;
  skipped_count: number;
  rejected_count: number;
  problem: string | null;
}

export async function importAt(thread: TestApp, at: string): Promise<ImportFacts> {
  const id = at.split("/")[2];
  const [found] = await thread.rows<ImportFacts>("select * from imports where id = $1", [id]);
  return found!;
}

/** The cells of a row as its form sends them, with what a person types over some. */
export async function rowFields(
  client: Client,
  at: string,
  row: number,
  typed: Record<string, string> = {},
): Promise<Record<string, string>> {
  const page = await client.page(`${at}/review`);
  const html = page.split(`<tr id="row-${row}"`)[1]!.split("</tr>")[0]!;
  const fields: Record<string, string> = { decision: "" };
  for (const [input] of html.matchAll(/<input [^>]*>/g)) {
    const name = /name="(cell_\w+|version)"/.exec(input)?.[1];
    if (name) fields[name] = unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? "");
  }
  for (const [name, text] of Object.entries(typed)) {
    fields[name === "decision" || name === "version" ? name : `cell_${name}`] = text;
  }
  return fields;
}

function unescaped(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
