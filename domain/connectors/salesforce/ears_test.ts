import assert from "node:assert/strict";
import { flowCallout, outboundMessage } from "../../../tests/fakes/salesforce_messages.ts";
import { makeOrg, putDeal } from "../../../tests/fakes/salesforce_org.ts";
import { Secret } from "../../base/secret.ts";
import { ears } from "./ears.ts";
import { isId, longId, sameId } from "./ids.ts";
import { BadXml, readXml } from "./xml.ts";

const KEY = "key-of-the-address";
const org = makeOrg({ name: "Acme", host: "acme.my.salesforce.com" });
const deal = putDeal(org, { Name: "Acme & Sons <Renewal>" });
const keys = { secret: new Secret(KEY), outsideId: org.id };

function hear(body: string | Uint8Array, headers: HeadersInit, to = keys) {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const call = { method: "POST", url: "https://thread.test/hooks/salesforce/x", now: new Date(0) };
  return ears.hear({ ...call, headers: new Headers(headers), body: bytes }, to);
}

const hearXml = (body: string | Uint8Array, to = keys) =>
  hear(body, { "content-type": "text/xml; charset=utf-8" }, to);

async function refusedWith(heard: ReturnType<typeof hear>, status: number) {
  const one = await heard;
  assert.ok("refused" in one, "It was taken");
  assert.equal(one.refused.status, status, one.why);
}

Deno.test("an id of 15 characters and its 18 are one record, with the published check letters", () => {
  assert.equal(longId("00Dd0000000dtDq"), "00Dd0000000dtDqEAI");
  assert.equal(longId("04kd0000000PCgv"), "04kd0000000PCgvAAG");
  assert.equal(longId("006d00000000001AAA"), "006d00000000001AAA");
  assert.ok(sameId("00Dd0000000dtDq", "00Dd0000000dtDqEAI"));
  assert.ok(!sameId("00Dd0000000dtDq", "00Dd0000000dtdq"));
  assert.ok(!isId("006d0000000000"));
  assert.ok(!isId("006d00000000001' OR Name != '"));
});

Deno.test("an outbound message is told by ids, acknowledged once, and its session id is nowhere", async () => {
  const session = "00Dd0000000dtDq!AQ.session.of.somebody";
  const { body, headers } = outboundMessage(org, [deal], {
    ids: ["04ld00000000001AAA"],
    sessionId: session,
    fields: ["Amount", "LastModifiedDate", "Name", "StageName"],
  });
  const heard = await hear(body, headers);
  assert.ok("told" in heard);
  assert.match(heard.answer.body, /<Ack>true<\/Ack>/);
  assert.match(heard.answer.type, /^text\/xml/);
  const [one] = heard.told;
  assert.equal(heard.told.length, 1);
  assert.equal(one!.key, "04ld00000000001AAA");
  assert.equal(one!.outsideId, org.id);
  assert.equal(one!.recordId, deal);
  assert.equal(one!.at?.toISOString().slice(0, 10), new Date().toISOString().slice(0, 10));
  assert.equal(one!.body.stage, "Closed Won");
  assert.ok(!JSON.stringify(heard).includes("session.of"));
  assert.ok(!JSON.stringify(heard).includes("120000"), "values are read from Salesforce instead");
});

Deno.test("prefixes may be any, namespaces may not, and an id may be short", async () => {
  const { body } = outboundMessage(org, [deal], { organizationId: org.id.slice(0, 15) });
  const renamed = body.replaceAll("soapenv:", "S:").replaceAll("xmlns:soapenv", "xmlns:S")
    .replaceAll("sf:", "o:").replaceAll("xmlns:sf", "xmlns:o");
  const heard = await hearXml(renamed);
  assert.ok("told" in heard && heard.told[0]!.outsideId === org.id);
  await refusedWith(hearXml(body.replace("2005/09/outbound", "2005/09/inbound")), 400);
  await refusedWith(hearXml(body.replace("schemas.xmlsoap.org", "schemas.example.org")), 400);
  await refusedWith(hearXml(body.replace("urn:sobject.enterprise.soap", "urn:else.soap")), 400);
  const shadowed = body.replace("<Notification>", '<Notification xmlns="urn:else">');
  await refusedWith(hearXml(shadowed), 400);
});

Deno.test("100 notifications are told each once, 101 and none are refused", async () => {
  const ids = Array.from(
    { length: 100 },
    (_, at) => longId(`04ld${String(at % 98).padStart(11, "0")}`),
  );
  const hundred = outboundMessage(org, Array<string>(100).fill(deal), { ids });
  const heard = await hearXml(hundred.body);
  assert.ok("told" in heard);
  assert.equal(heard.told.length, 98, "two of them are there twice");
  assert.equal(heard.answer.body.match(/<Ack>/g)?.length, 1);
  await refusedWith(hearXml(outboundMessage(org, Array<string>(101).fill(deal)).body), 400);
  await refusedWith(hearXml(outboundMessage(org, []).body), 400);
});

Deno.test("another organisation is a stranger, and hears nothing that helps it", async () => {
  const { body } = outboundMessage(org, [deal], { organizationId: "00Dd0000000xxxx" });
  await refusedWith(hearXml(body), 404);
});

Deno.test("hostile and broken XML is refused before anything of it is told", async () => {
  const { body } = outboundMessage(org, [deal]);
  const doctype = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>`;
  const broken: Record<string, string> = {
    truncated: body.slice(0, -120),
    doctype: body.replace("?>", `?>${doctype}`),
    "doctype without a prologue": doctype + body.replace(/<\?xml.*?\?>/, ""),
    "own entity": body.replace("Closed Won", "&b;"),
    "entity from a file": body.replace("Closed Won", "&xxe;"),
    "bad reference": body.replace("Closed Won", "&#0;"),
    "lone ampersand": body.replace("Closed Won", "a & b"),
    instruction: body.replace("<soapenv:Body>", "<?php x?><soapenv:Body>"),
    "stray end": body.replace("</soapenv:Body>", "</soapenv:Bodies>"),
    "two documents": body + "<again/>",
    "text around": `${body}text`,
    "another encoding": body.replace("UTF-8", "UTF-16"),
    "unknown prefix": body.replace("<sf:StageName>", "<zz:StageName>"),
    "attribute twice": body.replace("xsi:type=", 'xsi:type="sf:A" xsi:type='),
    "no id": body.replace(/<Id>.*?<\/Id>/, "<Id>'; drop table</Id>"),
    "two organisations": body.replace(
      "<ActionId>",
      `<OrganizationId>${org.id}</OrganizationId><ActionId>`,
    ),
    "control character": body.replace("Closed Won", "\u0007"),
    "not XML": "{}",
    empty: "",
  };
  for (const [what, text] of Object.entries(broken)) {
    const heard = await hearXml(text);
    assert.ok("refused" in heard && heard.refused.status === 400, what);
  }
  await refusedWith(hearXml(new Uint8Array([0xff, 0xfe, 0x3c, 0])), 400);
});

Deno.test("readXml() ends at its limits, and in time that grows with the text only", () => {
  const deep = "<a>".repeat(30) + "</a>".repeat(30);
  const wide = `<a>${"<b/>".repeat(70_000)}</a>`;
  const many = `<a ${Array.from({ length: 40 }, (_, at) => `x${at}="1"`).join(" ")}/>`;
  const spaces = `<a${" ".repeat(200_000)}`;
  const half = `<a ${'x="1" '.repeat(50_000)}`;
  const comment = `<a><!--${"-".repeat(100_000)}</a>`;
  for (const text of [deep, wide, many, spaces, half, comment]) {
    const before = performance.now();
    assert.throws(() => readXml(new TextEncoder().encode(text)), BadXml);
    assert.ok(performance.now() - before < 10_000);
  }
  const read = readXml(new TextEncoder().encode("<a>x<![CDATA[<&]]>&#x41;<!-- y --><b/>z</a>"));
  assert.equal(read.text, "x<&Az");
});

Deno.test("other content, and more than 2 MB, are refused unread", async () => {
  const { body } = outboundMessage(org, [deal]);
  await refusedWith(hear(body, { "content-type": "text/plain" }), 415);
  await refusedWith(hear(body, {}), 415);
  await refusedWith(hearXml(new Uint8Array(ears.mostBytes + 1)), 413);
  const soap12 = await hear(body, { "content-type": "application/soap+xml" });
  assert.ok("told" in soap12);
});

Deno.test("a flow's callout needs the key in its header, and is told by its event", async () => {
  const { body, headers } = flowCallout(org, deal, KEY, { eventId: "guid-1", more: { any: 1 } });
  const heard = await hear(body, headers);
  assert.ok("told" in heard);
  assert.deepEqual(JSON.parse(heard.answer.body), {});
  assert.equal(heard.told[0]!.key, `flow/guid-1/${deal}`);
  assert.equal(heard.told[0]!.recordId, deal);
  await refusedWith(hear(body, { ...headers, "x-thread-key": `${KEY}x` }), 401);
  await refusedWith(hear(body, { "content-type": "application/json" }), 401);
  await refusedWith(hear(body, headers, { ...keys, secret: undefined! }), 401);
  await refusedWith(hear("[".repeat(60_000), headers), 400);
  await refusedWith(hear(body.replace(deal, "006' OR '"), headers), 400);
  await refusedWith(
    hear(flowCallout(org, deal, KEY, { organizationId: "00Dd0000000xxxx" }).body, headers),
    404,
  );
  await refusedWith(hear("x".repeat(70_000), headers), 413);
});
