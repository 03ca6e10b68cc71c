import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Outside } from "../../base/outside.ts";
import { Secret } from "../../base/secret.ts";
import { asPosted } from "../../messages/post_text.ts";
import { reachSlack, startSlack } from "../../../tests/fakes/slack.ts";
import { door } from "./door.ts";
import { ears } from "./ears.ts";
import { judge } from "./judge.ts";

/** As Slack publishes it. */
const SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
const STAMP = 1531420618;
const BODY =
  "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V" +
  "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=" +
  "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmib" +
  "IGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const SIGNED = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

interface Sent {
  body?: string | Uint8Array;
  secret?: string;
  stamp?: string | null;
  signature?: string | null;
  type?: string;
  now?: number;
  own?: string;
}

async function hear(sent: Sent = {}) {
  const { body = BODY, secret = SECRET, stamp = String(STAMP), now = STAMP, own } = sent;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const own_hex = createHmac("sha256", secret.split(",")[0]!).update(`v0:${stamp}:`).update(bytes);
  const signature = sent.signature === undefined ? `v0=${own_hex.digest("hex")}` : sent.signature;
  const headers = new Headers({ "content-type": sent.type ?? "application/json" });
  if (stamp !== null) headers.set("x-slack-request-timestamp", stamp);
  if (signature !== null) headers.set("x-slack-signature", signature);
  const call = {
    ...{ method: "POST", url: "https://thread.test/hooks/slack", headers, body: bytes },
    now: new Date(now * 1000),
  };
  const heard = await ears.hear(call, { secret: new Secret(secret), outsideId: own });
  if ("handshake" in heard) throw new Error("Slack shakes no hands");
  return "refused" in heard ? heard.refused.status : heard;
}

Deno.test("Slack's signature is taken within five minutes over the bytes as they came", async () => {
  // Signed right, so it is read; and it is no event.
  assert.equal(await hear({ signature: SIGNED }), 400);
  assert.equal(await hear({ signature: SIGNED, now: STAMP + 300 }), 400);
  assert.equal(await hear({ signature: SIGNED, secret: `${"0".repeat(32)},${SECRET}` }), 400);
  const refused: Sent[] = [
    { signature: SIGNED, now: STAMP + 301 },
    { signature: SIGNED, now: STAMP - 301 },
    { signature: SIGNED, body: `${BODY} ` },
    { signature: SIGNED, body: BODY.replace("&text=", "") },
    { signature: SIGNED, stamp: String(STAMP + 1) },
    { signature: SIGNED.replace("v0", "v1") },
    { signature: `v0=${SIGNED.slice(3).toUpperCase()}` },
    { signature: SIGNED.slice(0, 20) },
    { signature: `${SIGNED}, ${SIGNED}` },
    { signature: null },
    { stamp: null, signature: SIGNED },
    ...["soon", "1e9", "-1", "99999999999999999999", ""].map((stamp) => ({ stamp })),
    { secret: "", signature: SIGNED },
    { secret: "another", signature: SIGNED },
  ];
  for (const one of refused) assert.equal(await hear(one), 401, JSON.stringify(one));
  assert.equal(await hear({ body: new Uint8Array([0xff, 0xfe, 0x7b]) }), 400);
  assert.equal(await hear({ body: '{"type":"event_ca' }), 400);
  assert.equal(await hear({ body: "x".repeat(1_048_577) }), 413);
});

const event = (event: unknown, more: object = {}) =>
  JSON.stringify({
    ...{ type: "event_callback", team_id: "T01", event_id: "Ev01", event_time: STAMP, event },
    ...more,
  });

Deno.test("what Slack tells is read for what concerns channels and the permission", async () => {
  const told = async (body: string, more: Sent = {}) => {
    const heard = await hear({ ...more, body });
    assert.ok(typeof heard === "object");
    return heard;
  };
  const asked = await told(JSON.stringify({ type: "url_verification", challenge: "3eZbrw1a" }));
  assert.deepEqual([asked.answer.status, asked.answer.body, asked.told], [200, "3eZbrw1a", []]);
  const evil = await told(JSON.stringify({ type: "url_verification", challenge: "<script>" }));
  assert.equal(evil.answer.body, "");
  const probe = await hear({
    body: "ssl_check=1&token=x&payload=%7B%7D",
    type: "application/x-www-form-urlencoded",
    signature: null,
  });
  assert.deepEqual(typeof probe === "object" && [probe.answer.status, probe.told], [200, []]);

  const [renamed] = (await told(event({ type: "channel_rename", channel: { id: "C1" } }))).told;
  assert.deepEqual(
    [renamed?.outsideId, renamed?.key, renamed?.recordId, renamed?.kind, renamed?.at],
    ["T01", "Ev01", "C1", "channel_rename", new Date(STAMP * 1000)],
  );
  const archived = event({ type: "channel_archive", channel: "C2", user: "U1" });
  assert.equal((await told(archived)).told[0]?.recordId, "C2");
  assert.equal((await told(event({ type: "app_uninstalled" }))).told[0]?.recordId, "T01");
  const bots = { type: "tokens_revoked", tokens: { oauth: [], bot: ["U0BOT"] } };
  assert.equal((await told(event(bots))).told.length, 1);
  const joined = { type: "member_joined_channel", user: "U0BOT", channel: "C3" };
  const authorizations = [{ team_id: "T01", user_id: "U0BOT", is_bot: true }];
  const own = await told(event(joined, { authorizations }));
  assert.equal(own.told[0]?.recordId, "C3");
  const ignored = [
    event({ ...joined, user: "U77" }, { authorizations }),
    event(joined),
    event({ type: "tokens_revoked", tokens: { oauth: ["U01"] } }),
    event({ type: "message", channel: "C1", text: "hello" }),
    event({ type: "channel_rename" }, { team_id: "../../x" }),
    event({ type: "channel_rename" }, { event_id: "" }),
    event(null),
    "[]",
    JSON.stringify({ type: "block_actions" }),
  ];
  for (const body of ignored) assert.deepEqual((await told(body)).told, [], body);
  assert.deepEqual((await told(archived, { own: "T02" })).told, []);
  assert.equal((await told(archived, { own: "T01" })).told.length, 1);
});

Deno.test("every answer of Slack has its verdict, whatever its status says", () => {
  const verdict = (text: string, status = 200, headers = {}) =>
    judge({ status, text, headers: new Headers(headers) });
  const no = (error: string) => verdict(JSON.stringify({ ok: false, error }));
  assert.equal(verdict('{"ok":true,"extra":null}'), "fine");
  for (const error of ["token_expired", "invalid_auth"]) assert.equal(no(error), "renew");
  for (const error of ["token_revoked", "account_inactive", "not_authed"]) {
    assert.ok("reconnect" in (no(error) as object), error);
  }
  for (const error of ["not_in_channel", "is_archived", "restricted_action", "some_new_error"]) {
    assert.ok("refused" in (no(error) as object), error);
  }
  for (const error of ["ratelimited", "rate_limited", "service_unavailable"]) {
    assert.equal((no(error) as { undone?: true }).undone, true, error);
  }
  const unsure = [
    no("fatal_error"),
    no("internal_error"),
    no("<!doctype html>"),
    verdict("<h1>Sorry</h1>"),
    verdict('{"ok":tr'),
    verdict("", 502),
    verdict("", 302),
  ];
  for (const one of unsure) {
    assert.ok("later" in (one as object) && !("undone" in (one as object)), JSON.stringify(one));
  }
  assert.deepEqual(verdict('{"ok":false,"error":"ratelimited"}', 429, { "retry-after": "7" }), {
    ...{ later: "Slack takes no more calls for now", seconds: 7, undone: true },
  });
  const seconds = (after: string) =>
    (verdict("", 429, { "retry-after": after }) as { seconds: number }).seconds;
  assert.deepEqual(["0", "-3", "soon", "999999"].map(seconds), [1, 30, 30, 3600]);
});

Deno.test("Slack's door asks for three permissions of its bot and keeps no others", async () => {
  await using there = startSlack();
  const out = reachSlack(there) as Partial<Outside> as Outside;
  const ask = {
    ...{ environment: "production" as const, host: null, state: "s", challenge: "c" },
    redirectUri: "https://thread.test/connectors/callback",
  };
  const url = door.address(out, ask);
  assert.equal(url.searchParams.get("scope"), "chat:write,channels:read,groups:read");
  assert.equal(url.searchParams.get("user_scope"), "");
  const enter = async () => {
    const agreed = await fetch(door.address(out, ask), { redirect: "manual" });
    const code = new URL(agreed.headers.get("location")!).searchParams.get("code")!;
    return await door.enter(out, { ...ask, code, verifier: "" });
  };
  const grant = await enter();
  assert.deepEqual([grant.outsideId, grant.outsideName, grant.expiresIn], [
    ...["T01ACME", "Acme workspace"],
    43_200,
  ]);
  const held = { ...ask, address: null, ...grant };
  const next = await door.renew(out, held);
  assert.notEqual(next.refreshToken!.reveal(), grant.refreshToken!.reveal());
  await assert.rejects(door.renew(out, held), { name: "Upstream", retry: false });
  there.orders("oauth.v2.access", { status: 429 }, { html: 503 }, { html: 200 });
  for (let times = 0; times < 3; times++) {
    await assert.rejects(door.renew(out, held), { name: "Upstream", retry: true });
  }
  there.oauth.withheld = ["chat:write"];
  await assert.rejects(enter(), { name: "Refused", message: /did not grant chat:write/ });
  there.oauth.withheld = [];
  there.oauth.enterprise = true;
  await assert.rejects(enter(), { name: "Refused", message: /Choose one workspace/ });
  there.orders("oauth.v2.access", { error: "invalid_code" }, { error: "bad_redirect_uri" });
  await assert.rejects(enter(), { name: "Refused", message: /used before, or too long ago/ });
  await assert.rejects(enter(), { name: "Refused", message: /see Set up/ });
  await door.leave(out, { ...held, ...next });
  assert.equal(there.oauth.grants[0]!.revoked, true);
  await door.leave(out, { ...held, ...next });
  assert.match(door.refusal(new URLSearchParams({ error: "access_denied" })), /not allowed/);
  assert.match(door.refusal(new URLSearchParams()), /no reason/);
});

Deno.test("a text calls nobody and leads nowhere but where it says", () => {
  assert.equal(
    asPosted(
      "# Kickoff & more\n\n**Ann** says <!channel> <@U1> _now_\n\n- one\n- [two](https://x.example/?a=1&b=2)",
    ),
    "*Kickoff &amp; more*\n\n*Ann* says &lt;!channel&gt; &lt;@U1&gt; _now_\n\n• one\n" +
      "• <https://x.example/?a=1&amp;b=2|two>",
  );
  assert.equal(
    asPosted("[see|https://evil.example](https://x.example/|y)"),
    "<https://x.example/%7Cy|see https://evil.example>",
  );
  assert.equal(asPosted("> quoted\n\n1. a\n2. b\n\n`c<d`"), "> quoted\n\n1. a\n2. b\n\n`c&lt;d`");
  assert.equal(asPosted("[x](javascript:alert(1))"), "[x](javascript:alert(1))");
});
