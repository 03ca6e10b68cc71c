import assert from "node:assert/strict";
import { Client, iterateAllDataSourceRows } from "@notionhq/client";
import { type FakeNotion, startNotion } from "./notion.ts";
import type { FakeGrant } from "./notion_oauth.ts";

function clientOf({ url }: FakeNotion, { accessToken }: FakeGrant, notionVersion = "2026-03-11") {
  return new Client({
    auth: accessToken,
    baseUrl: url,
    notionVersion,
    retry: false,
    logger: () => {},
  });
}

const invalid = { code: "validation_error", status: 400 };

Deno.test("the fake Notion pages through rows and hides what is not shared, for Notion's own client", async () => {
  await using there = startNotion();
  const source = there.database("Customers", { Name: "title" });
  for (let n = 0; n < 230; n++) there.add(source, { Name: `Row ${n}` });
  const grant = there.grant(source);
  const client = clientOf(there, grant);
  const names = new Set<string>();
  for await (const row of iterateAllDataSourceRows(client, { data_source_id: source.id })) {
    names.add(row.id);
  }
  assert.equal(names.size, 230);
  const asked = there.requests.filter(({ path }) => path.endsWith("/query"));
  assert.ok(asked.length >= 3);
  const stranger = clientOf(there, there.grant());
  await assert.rejects(stranger.dataSources.retrieve({ data_source_id: source.id }), {
    code: "object_not_found",
  });
  there.expire(grant);
  await assert.rejects(client.users.me({}), { code: "unauthorized" });
  const bare = await fetch(`${there.url}/v1/users/me`);
  assert.equal((await bare.json()).code, "missing_version");
});

Deno.test("the fake Notion refuses writes that Notion refuses", async () => {
  await using there = startNotion();
  const source = there.database("Tickets", {
    Name: "title",
    Status: { type: "status", options: ["New", "Done"] },
    Kind: { type: "select", options: [] },
  });
  const row = there.add(source, { Name: "One", Status: "New" });
  const grant = there.grant(source);
  const client = clientOf(there, grant);
  const status = (name: string) =>
    client.pages.update({ page_id: row.id, properties: { Status: { status: { name } } } });
  await assert.rejects(status("Done"), { code: "restricted_resource", status: 403 });
  Object.assign(there.may, { update: true, insert: true });
  await status("Done");
  await assert.rejects(status("Nowhere"), invalid);
  const kind = { Kind: { select: { name: "a, b" } } };
  await assert.rejects(client.pages.update({ page_id: row.id, properties: kind }), invalid);
  const text = (content: string) => [{ type: "text" as const, text: { content } }];
  const long = { Name: { title: text("x".repeat(2001)) } };
  await assert.rejects(client.pages.update({ page_id: row.id, properties: long }), invalid);
  const block = (children?: unknown) => ({
    type: "paragraph" as const,
    paragraph: { rich_text: text("x"), ...(children ? { children } : {}) },
  });
  const append = (children: unknown[], more = {}, version?: string) =>
    clientOf(there, grant, version).request({
      method: "patch",
      path: `blocks/${row.id}/children`,
      body: { children, ...more },
    });
  await append([block([block()])]);
  await assert.rejects(append(Array.from({ length: 101 }, () => block())), invalid);
  await assert.rejects(append([block([block([block()])])]), invalid);
  await assert.rejects(append([block()], { after: row.id }), invalid);
  await append([block()], { after: row.id }, "2025-09-03");
  await assert.rejects(append([block()], { position: { type: "end" } }, "2025-09-03"), invalid);
  const made = await client.pages.create({
    parent: { type: "data_source_id", data_source_id: source.id },
    properties: { Name: { title: text("Two") } },
  });
  await client.pages.update({ page_id: made.id, in_trash: true });
  const rows = await client.dataSources.query({ data_source_id: source.id });
  assert.deepEqual(rows.results.map(({ id }) => id), [row.id]);
});
