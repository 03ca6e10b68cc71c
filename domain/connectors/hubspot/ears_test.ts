import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { Secret } from "../../base/secret.ts";
import type { HeardCall } from "../service.ts";
import { startHubspot } from "../../../tests/fakes/hubspot.ts";
import { again, signBatch } from "../../../tests/fakes/hubspot_events.ts";
import { ears } from "./ears.ts";

const URL_THERE = "https://thread.example.com/hooks/hubspot";
const SECRET = "a-secret-of-this-test";
const NOW = 1_795_000_000_000;

Deno.test("HubSpot's own examples of its third signature are taken as signed", async () => {
  const url = "https://www.example.com/webhook_uri";
  const secret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
  const body = "{'example_field':'example_value'}";
  const examples = [
    [15_000_000, "HPW73RUtKmcYoEDADG0s6MmGFWUzWJKAW07r8RDgcQw="],
    [1_693_657_560_000, "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y="],
    [1_700_000_300_000, "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw="],
  ] as const;
  for (const [timestamp, signature] of examples) {
    const headers = headersWith({ timestamp: String(timestamp), signature });
    const heard = await hear(new Request(url, { method: "POST", headers, body }), {
      now: timestamp,
      secret,
    });
    // Genuine, and then no list of events.
    assert.equal(statusOf(heard), 400);
    const other = await hear(new Request(`${url}/`, { method: "POST", headers, body }), {
      now: timestamp,
      secret,
    });
    assert.equal(statusOf(other), 401);
  }
});

Deno.test("only a fresh call that HubSpot signed for this very address is heard", async () => {
  const good = () => signed([stage()]);
  const v1 = createHash("sha256").update(SECRET + JSON.stringify([stage()])).digest("hex");
  const v2 = createHash("sha256").update(`${SECRET}POST${URL_THERE}${JSON.stringify([stage()])}`)
    .digest("hex");
  const hex = createHmac("sha256", SECRET)
    .update(`POST${URL_THERE}${JSON.stringify([stage()])}${NOW}`).digest("hex");
  const olderSignature = (version: string, value: string) =>
    changed(good(), (headers) => {
      headers.delete("x-hubspot-signature-v3");
      headers.set("x-hubspot-signature", value);
      headers.set("x-hubspot-signature-version", version);
    });
  const cases: [string, Request, { now?: number; secret?: string }?][] = [
    ["another secret", signed([stage()], { secret: "not-it" })],
    ["no signature", changed(good(), (headers) => headers.delete("x-hubspot-signature-v3"))],
    ["no time", changed(good(), (headers) => headers.delete("x-hubspot-request-timestamp"))],
    ["the first signature", olderSignature("v1", v1)],
    ["the second signature", olderSignature("v2", v2)],
    ["hex", changed(good(), (headers) => headers.set("x-hubspot-signature-v3", hex))],
    ["too old", good(), { now: NOW + 300_001 }],
    ["from the future", good(), { now: NOW - 300_001 }],
    ["plain HTTP", signed([stage()], { url: URL_THERE.replace("https", "http") })],
    ["a slash more", signed([stage()], { url: `${URL_THERE}/` })],
    ["another address", signed([stage()], { url: "https://proxy.internal/hooks/hubspot" })],
    ["no secret here", good(), { secret: "" }],
    ["another time", changed(good(), (h) => h.set("x-hubspot-request-timestamp", String(NOW + 1)))],
    ["no number", signedAt("abc")],
    ["written anew", reworded(good(), JSON.stringify([stage()], null, 1))],
  ];
  for (const [name, request, options] of cases) {
    assert.equal(statusOf(await hear(request, options, URL_THERE)), 401, name);
  }
  for (const now of [NOW, NOW + 300_000, NOW - 300_000]) {
    assert.equal(told(await hear(good(), { now }, URL_THERE)).length, 1);
  }
});

Deno.test("characters that HubSpot signs plain are read as plain, and no others", async () => {
  const sent = `${URL_THERE}?src=hs%3Aapp%2Fv3&x=%28a%29&keep=%20%26`;
  const asSigned = `${URL_THERE}?src=hs:app/v3&x=(a)&keep=%20%26`;
  const signature = createHmac("sha256", SECRET).update(`POST${asSigned}[]${NOW}`).digest("base64");
  const headers = headersWith({ timestamp: String(NOW), signature });
  const heard = await hear(new Request(sent, { method: "POST", headers, body: "[]" }), {}, sent);
  assert.deepEqual(told(heard), []);
});

Deno.test("what is signed but is no list of events is sent back, and too much of it refused", async () => {
  const text = JSON.stringify([stage()]);
  assert.equal(statusOf(await hear(signed(text.slice(0, -30)), {}, URL_THERE)), 400);
  assert.equal(statusOf(await hear(signed(stage()), {}, URL_THERE)), 400);
  assert.equal(statusOf(await hear(signed(`"${"\\ud800"}`), {}, URL_THERE)), 400);
  assert.equal(statusOf(await hear(signed("[]"), {}, URL_THERE)), 200);
  const many = Array.from({ length: 1001 }, (_, at) => stage({ eventId: at }));
  assert.equal(statusOf(await hear(signed(many), {}, URL_THERE)), 413);
  const plain = changed(signed([stage()]), (headers) => headers.set("content-type", "text/plain"));
  assert.equal(statusOf(await hear(plain, {}, URL_THERE)), 415);
});

Deno.test("a batch is told event by event, each once, by account, without any value", async () => {
  const first = stage({ propertyValue: "closedwon" });
  const merged = stage({
    eventId: 7,
    subscriptionType: "deal.merge",
    objectId: 1,
    primaryObjectId: 1,
    mergedObjectIds: [1, 2],
    newObjectId: 3,
  });
  const generic = stage({
    eventId: 8,
    subscriptionType: "object.propertyChange",
    objectTypeId: "0-3",
  });
  const tied = stage({
    eventId: 9,
    subscriptionType: "deal.associationChange",
    associationType: "CONTACT_TO_DEAL",
    fromObjectId: 11,
    toObjectId: 12,
  });
  const renamed = {
    ...stage({ eventId: 10 }),
    eventType: "deal.creation",
    subscriptionType: undefined,
  };
  const heard = told(
    await hear(
      signed([
        first,
        first,
        again(first),
        stage({ portalId: 999_999 }),
        merged,
        generic,
        stage({ eventId: 8, subscriptionType: "object.propertyChange", objectTypeId: "0-1" }),
        stage({ subscriptionType: "contact.creation" }),
        tied,
        renamed,
        { portalId: 62_515, eventId: 13, subscriptionType: "deal.creation", objectId: "no number" },
        "nonsense",
        null,
      ]),
      {},
      URL_THERE,
    ),
  );
  assert.deepEqual(heard.map(({ outsideId, recordId, kind }) => [outsideId, recordId, kind]), [
    ["62515", "1148291", "deal.propertyChange"],
    ["999999", "1148291", "deal.propertyChange"],
    ["62515", "3", "deal.merge"],
    ["62515", "1148291", "object.propertyChange"],
    ["62515", "12", "deal.associationChange"],
    ["62515", "1148291", "deal.creation"],
    ["62515", "unreadable", "unreadable"],
  ]);
  assert.deepEqual(heard[0]!.at, new Date(NOW - 1000));
  assert.ok(!JSON.stringify(heard).includes("closedwon"), "values are read from HubSpot");
  const keys = new Set(heard.map(({ key }) => key));
  assert.equal(keys.size, heard.length);
});

Deno.test("the fake sends what HubSpot sends: signed batches of a hundred at most", async () => {
  await using hubspot = startHubspot();
  const events = Array.from({ length: 150 }, (_, at) => stage({ eventId: at }));
  const batches = hubspot.sendsEvents(URL_THERE, events, { now: NOW, secret: SECRET });
  const heard = await Promise.all(batches.map((batch) => hear(batch, {}, URL_THERE)));
  assert.deepEqual(heard.map((one) => told(one).length), [100, 50]);
});

function stage(more: Record<string, unknown> = {}) {
  return {
    eventId: 100,
    subscriptionId: 25,
    portalId: 62_515,
    appId: 54_321,
    occurredAt: NOW - 1000,
    subscriptionType: "deal.propertyChange",
    attemptNumber: 0,
    objectId: 1_148_291,
    changeSource: "CRM_UI",
    propertyName: "dealstage",
    ...more,
  };
}

function signed(events: unknown, { secret = SECRET, url = URL_THERE } = {}): Request {
  return signBatch(url, events, { secret, now: NOW });
}

function signedAt(timestamp: string): Request {
  const body = JSON.stringify([stage()]);
  const signature = createHmac("sha256", SECRET).update(`POST${URL_THERE}${body}${timestamp}`)
    .digest("base64");
  const headers = headersWith({ timestamp, signature });
  return new Request(URL_THERE, { method: "POST", headers, body });
}

function headersWith({ timestamp, signature }: { timestamp: string; signature: string }) {
  return {
    "content-type": "application/json",
    "x-hubspot-request-timestamp": timestamp,
    "x-hubspot-signature-v3": signature,
  };
}

function changed(request: Request, change: (headers: Headers) => void): Request {
  const headers = new Headers(request.headers);
  change(headers);
  return new Request(request, { headers });
}

const reworded = ({ url, headers }: Request, body: string) =>
  new Request(url, { method: "POST", headers, body });

async function hear(
  request: Request,
  { now = NOW, secret = SECRET }: { now?: number; secret?: string } = {},
  url = request.url,
): Promise<HeardCall> {
  const body = new Uint8Array(await request.arrayBuffer());
  const { method, headers } = request;
  return await ears.hear({ method, url, headers, body, now: new Date(now) }, {
    secret: new Secret(secret),
  });
}

const statusOf = (heard: HeardCall) =>
  "refused" in heard ? heard.refused.status : heard.answer.status;

function told(heard: HeardCall) {
  assert.ok("told" in heard, "refused" in heard ? heard.why : "");
  assert.equal(heard.answer.status, 200);
  return heard.told;
}
