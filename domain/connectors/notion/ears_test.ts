import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { Secret } from "../../base/secret.ts";
import { ears } from "./ears.ts";

const TOKEN = "secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl";
const BOT = "1edc05f6-2702-81b5-8408-00279347f034";
const PAGE = "153104cd-477e-809d-8dc4-ff2d96ae3090";
const KEYS = { secret: new Secret(TOKEN), outsideId: BOT };

/** As documented, in our own words. */
const event = {
  id: "367cba44-b6f3-4c92-81e7-000000000002",
  timestamp: "2026-11-05T23:55:02.285Z",
  workspace_id: "13950b26-c203-4f3b-b97d-93ec06319565",
  workspace_name: "Acme",
  subscription_id: "29d75c0d-5546-4414-8459-7b7a92f1fc4b",
  integration_id: "0ef2e755-4912-8096-91c1-00376a88a5ca",
  type: "page.properties_updated",
  authors: [{ id: "c7c11cca-1d73-471d-9b6e-bdef51470190", type: "person" }],
  accessible_by: [{ id: BOT, type: "bot" }],
  attempt_number: 1,
  api_version: "2026-03-11",
  entity: { id: PAGE, type: "page" },
  data: {
    parent: {
      id: "0ef104cd-477e-80e1-8571-cfd10e92339a",
      type: "database",
      data_source_id: "1c4104cd-477e-80f0-9d0b-000b6c0d1111",
    },
    updated_properties: ["XGe%40", "bDf%5B"],
  },
};

function sign(body: string, token = TOKEN): string {
  return `sha256=${createHmac("sha256", token).update(body).digest("hex")}`;
}

interface Sent {
  signature?: string | null;
  type?: string;
  method?: string;
}

function call(body: string, { signature = sign(body), type, method }: Sent = {}) {
  const headers = new Headers({ "content-type": type ?? "application/json" });
  if (signature !== null) headers.set("x-notion-signature", signature);
  return {
    method: method ?? "POST",
    url: "https://thread.test/hooks/notion/abc",
    headers,
    body: new TextEncoder().encode(body),
    now: new Date("2026-11-21T10:00:00Z"),
  };
}

const text = (more: Record<string, unknown> = {}) => JSON.stringify({ ...event, ...more });

async function told(more: Record<string, unknown>, keys: Parameters<typeof ears.hear>[1] = KEYS) {
  const heard = await ears.hear(call(text(more)), keys);
  assert.ok("told" in heard, "refused");
  assert.equal(heard.answer.status, 200);
  return heard.told;
}

async function refusal(
  sent: ReturnType<typeof call>,
  keys: Parameters<typeof ears.hear>[1] = KEYS,
) {
  const heard = await ears.hear(sent, keys);
  assert.ok("refused" in heard, "not refused");
  return heard.refused.status;
}

Deno.test("an event tells of its row by ids only, under the event's own number", async () => {
  const [one, ...more] = await told({});
  assert.equal(more.length, 0);
  const { body, ...rest } = one!;
  assert.deepEqual(rest, {
    outsideId: BOT,
    key: event.id,
    recordId: PAGE,
    kind: "page.properties_updated",
    at: new Date("2026-11-05T23:55:02.285Z"),
  });
  assert.deepEqual(body.updated_properties, ["XGe%40", "bDf%5B"]);
  assert.deepEqual(body.parent, event.data.parent);
  assert.ok(!JSON.stringify(body).includes(TOKEN));
  const [again] = await told({ attempt_number: 3 });
  assert.equal(again!.key, one!.key);
});

Deno.test("the signature counts for the very bytes, with its prefix, in either case of hex", async () => {
  const body = text();
  const good = sign(body);
  const upper = `sha256=${good.slice(7).toUpperCase()}`;
  assert.ok("told" in await ears.hear(call(body, { signature: upper }), KEYS));
  const wrong: Sent[] = [
    { signature: null },
    { signature: good.slice(7) },
    { signature: good.replace("sha256", "SHA256") },
    { signature: "sha256=abcdef" },
    { signature: `sha256=${"zz".repeat(32)}` },
    { signature: sign(body, "secret_of_somebody_else") },
  ];
  for (const sent of wrong) assert.equal(await refusal(call(body, sent)), 401);
  const reprinted = JSON.stringify(event, null, 2);
  assert.equal(await refusal(call(reprinted, { signature: good })), 401);
  assert.equal(await refusal(call(body), { outsideId: BOT }), 401);
});

Deno.test("the published vectors of signatures hold", async () => {
  const vectors = [
    [
      "fixed-verification-token",
      '{"id":"fixed-evt","type":"page.created"}',
      "e51fc361bd9b019cc34c59929547007291a6dd982179d36bb5d6d9e7e12cbac2",
    ],
    [
      "secret_abc123_verification_token",
      '{"id":"evt_1","type":"page.created"}',
      "942ac06e288d4872c2c3944cb92793dabf59e7b005dab9c6f883aff7132c686c",
    ],
  ] as const;
  for (const [token, body, hex] of vectors) {
    const keys = { secret: new Secret(token), outsideId: BOT };
    const heard = await ears.hear(call(body, { signature: `sha256=${hex}` }), keys);
    assert.ok("told" in heard && heard.told.length === 0);
  }
});

Deno.test("what is broken, too large or no JSON is refused before anything is read", async () => {
  const half = text().slice(0, 400);
  assert.equal(await refusal(call(half)), 400);
  assert.equal(await refusal(call("null")), 400);
  assert.equal(await refusal(call(text(), { type: "text/xml" })), 415);
  assert.equal(await refusal(call(text(), { method: "GET" })), 405);
  assert.equal(await refusal(call(" ".repeat(ears.mostBytes + 1))), 413);
});

Deno.test("the handshake is taken signed or unsigned, and only while nothing is proven", async () => {
  const body = JSON.stringify({ verification_token: TOKEN });
  for (const signature of [null, sign(body)]) {
    const heard = await ears.hear(call(body, { signature }), { outsideId: BOT });
    assert.ok("handshake" in heard);
    assert.equal(heard.handshake.reveal(), TOKEN);
    assert.equal(heard.answer.status, 200);
  }
  const forged = sign(body, "another");
  assert.equal(await refusal(call(body, { signature: forged }), { outsideId: BOT }), 401);
  const same = await ears.hear(call(body, { signature: null }), KEYS);
  assert.ok("told" in same && same.told.length === 0);
  const theirs = JSON.stringify({ verification_token: "attacker" });
  for (const signature of [null, sign(theirs, "attacker"), sign(theirs)]) {
    const status = await refusal(call(theirs, { signature }));
    assert.ok(status === 409 || status === 401);
  }
});

Deno.test("what Thread wrote itself is skipped, and what a person wrote with it is not", async () => {
  const own = { id: BOT, type: "bot" };
  const person = { id: "c7c11cca-1d73-471d-9b6e-bdef51470190", type: "person" };
  assert.equal((await told({ authors: [own] })).length, 0);
  assert.equal((await told({ authors: [own, person] })).length, 1);
  assert.equal((await told({ authors: [{ id: "other-bot", type: "bot" }] })).length, 1);
});

Deno.test("an event reaches the installs that see its page, and no other", async () => {
  const other = { id: "22222222-2702-81b5-8408-00279347f034", type: "bot" };
  const own = { id: BOT, type: "bot" };
  assert.equal((await told({ accessible_by: [other] })).length, 0);
  assert.equal((await told({ accessible_by: [] })).length, 0);
  assert.equal((await told({ accessible_by: undefined })).length, 1);
  const shared = { secret: KEYS.secret };
  const both = await told({ accessible_by: [own, other, own] }, shared);
  assert.deepEqual(both.map(({ outsideId }) => outsideId), [BOT, other.id]);
  const echo = await told({ accessible_by: [own, other], authors: [own] }, shared);
  assert.deepEqual(echo.map(({ outsideId }) => outsideId), [other.id]);
  assert.equal((await told({ accessible_by: undefined }, shared)).length, 0);
});

Deno.test("what is no row, or of a kind nobody knows, is answered and left alone", async () => {
  assert.equal((await told({ type: "page.sparkled", data: {} })).length, 0);
  assert.equal((await told({ type: "comment.created" })).length, 0);
  const source = { id: "1c4104cd-477e-80f0-9d0b-000b6c0d1111", type: "data_source" };
  assert.equal((await told({ type: "data_source.schema_updated", entity: source })).length, 0);
  const inPage = { data: { parent: { id: PAGE, type: "page" } } };
  assert.equal((await told({ type: "page.created", ...inPage })).length, 0);
  assert.equal((await told({ type: "page.moved", ...inPage })).length, 1);
  assert.equal((await told({ entity: { id: "../users", type: "page" } })).length, 0);
  assert.equal((await told({ id: undefined })).length, 0);
  const odd = await told({ timestamp: "yesterday", authors: 7, data: "x" });
  assert.equal(odd[0]!.at, null);
});
