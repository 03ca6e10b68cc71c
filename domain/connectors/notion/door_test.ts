import assert from "node:assert/strict";
import { startNotion } from "../../../tests/fakes/notion.ts";
import { outsideOf } from "../../../tests/fakes/notion_line.ts";
import type { FakeGrant } from "../../../tests/fakes/notion_oauth.ts";
import { Refused } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import { Secret } from "../../base/secret.ts";
import type { DoorAsk, Held } from "../service.ts";
import { notion } from "./notion.ts";

const { door, judge } = notion;
const ASK: DoorAsk = {
  environment: "production",
  host: null,
  state: "st",
  challenge: "c",
  redirectUri: "https://thread.test/connectors/callback",
};

function heldOf({ accessToken, refreshToken }: FakeGrant): Held {
  return {
    environment: "production",
    host: null,
    address: null,
    accessToken: new Secret(accessToken),
    refreshToken: new Secret(refreshToken),
  };
}

Deno.test("the door opens by a code that works once, renews by rotation, and closes", async () => {
  await using there = startNotion();
  const out = outsideOf(there);
  const address = door.address(out, ASK);
  assert.equal(address.pathname, "/v1/oauth/authorize");
  const back = there.oauth.agree(address, []);
  assert.equal(back.searchParams.get("state"), "st");
  const code = back.searchParams.get("code")!;
  const grant = await door.enter(out, { ...ASK, code, verifier: "v" });
  const [kept] = there.oauth.grants as [FakeGrant];
  assert.equal(grant.accessToken.reveal(), kept.accessToken);
  assert.equal(grant.outsideId, kept.botId);
  assert.equal(grant.outsideName, "Acme workspace");
  assert.equal(grant.expiresIn, undefined);
  for (const bodies of ["notion", "oauth"] as const) {
    there.oauth.bodies = bodies;
    await assert.rejects(door.enter(out, { ...ASK, code, verifier: "v" }), {
      name: "Refused",
      message: /used before, or too long ago/,
    });
  }
  const before = heldOf(kept);
  const next = await door.renew(out, before);
  assert.notEqual(next.accessToken.reveal(), before.accessToken.reveal());
  assert.notEqual(next.refreshToken!.reveal(), before.refreshToken!.reveal());
  await assert.rejects(door.renew(out, before), { name: "Upstream", retry: false });
  await door.leave(out, heldOf(kept));
  assert.equal(kept.revoked, true);
  await door.leave(out, heldOf(kept));
  await assert.rejects(door.renew(out, heldOf(kept)), { name: "Upstream", retry: false });
});

Deno.test("what the door refuses it says in words, and what may pass is tried again", async () => {
  await using there = startNotion();
  const wrong = outsideOf(there, { NOTION_CLIENT_SECRET: "other" });
  const enter = (out: Outside) => door.enter(out, { ...ASK, code: "x", verifier: "v" });
  await assert.rejects(enter(wrong), { name: "Refused", message: /client id or secret/ });
  const none = { ...outsideOf(there), secret: () => undefined };
  assert.throws(() => door.address(none, ASK), Refused);
  const held = heldOf(there.grant());
  await assert.rejects(door.renew(wrong, held), { name: "Upstream", retry: true });
  for (const order of [{ status: 503 }, { html: 403 }, { status: 429, code: "rate_limited" }]) {
    there.orders(order as { status: number });
    await assert.rejects(enter(outsideOf(there)), { name: "Upstream", retry: true });
    there.orders(order as { status: number });
    await assert.rejects(door.renew(outsideOf(there), held), { name: "Upstream", retry: true });
  }
  const held2 = { ...held, refreshToken: undefined };
  await assert.rejects(door.renew(outsideOf(there), held2), { name: "Upstream", retry: false });
  assert.match(door.refusal(new URLSearchParams({ error: "access_denied" })), /not allowed/);
  assert.match(door.refusal(new URLSearchParams()), /no reason/);
});

Deno.test("every answer has its verdict", () => {
  const verdict = (status: number, text = "", headers = {}) =>
    judge({ status, text, headers: new Headers(headers) });
  const error = (code: string) => JSON.stringify({ object: "error", code, message: `No: ${code}` });
  const html = "<!doctype html><h1>Blocked</h1>";
  assert.equal(verdict(200, "{}"), "fine");
  assert.equal(verdict(401, error("unauthorized")), "renew");
  assert.deepEqual(verdict(400, error("validation_error")), { refused: "No: validation_error" });
  assert.deepEqual(verdict(403, error("restricted_resource")), {
    refused: "No: restricted_resource",
  });
  assert.deepEqual(verdict(404, error("object_not_found")), { refused: "No: object_not_found" });
  const waits = (status: number, text = "", headers = {}) => {
    const said = verdict(status, text, headers);
    return typeof said === "object" && "later" in said ? said.seconds : undefined;
  };
  assert.equal(waits(403, html), 60);
  assert.equal(waits(409, error("conflict_error")), 2);
  assert.equal(waits(429, error("rate_limited"), { "retry-after": "7" }), 7);
  assert.equal(waits(429, error("rate_limited"), { "retry-after": "soon" }), 30);
  assert.equal(waits(529, error("service_overload"), { "retry-after": "99999" }), 3600);
  for (const status of [500, 502, 503, 504]) assert.equal(waits(status, html), 20);
  assert.equal(waits(302), 60);
});
