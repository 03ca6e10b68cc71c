import assert from "node:assert/strict";
import { Refused, Upstream } from "../../base/errors.ts";
import { closedOutside } from "../../../tests/test_app.ts";
import { reachHubspot, startHubspot } from "../../../tests/fakes/hubspot.ts";
import { ASK, comeBack, enter, outsideOf, VERIFIER } from "../../../tests/fakes/hubspot_line.ts";
import { hubspot } from "./hubspot.ts";
import { SCOPES } from "./scopes.ts";

const PORTAL = 62_515;

Deno.test("who agrees at HubSpot lets Thread in for their account, with rights to read only", async () => {
  await using fake = startHubspot();
  fake.portal(PORTAL, "acme.example");
  const out = outsideOf(fake);
  const address = hubspot.door.address(out, ASK);
  const asked = address.searchParams.get("scope")!.split(" ");
  assert.deepEqual(asked, SCOPES.map(({ scope }) => scope));
  assert.ok(asked.every((scope) => scope === "oauth" || scope.endsWith(".read")));
  assert.ok(!address.href.includes("client_secret"));

  const back = await comeBack(address);
  assert.equal(back.get("state"), "a-state");
  const wrong = { ...ASK, code: back.get("code")!, verifier: "another-verifier" };
  await assert.rejects(hubspot.door.enter(out, wrong), Refused);
  const grant = await enter(fake);
  assert.equal(grant.outsideId, String(PORTAL));
  assert.equal(grant.expiresIn, 1800);
  const code = (await comeBack(address)).get("code")!;
  await hubspot.door.enter(out, { ...ASK, code, verifier: VERIFIER });
  const twice = hubspot.door.enter(out, { ...ASK, code, verifier: VERIFIER });
  await assert.rejects(twice, (error: Error) => {
    assert.ok(error instanceof Refused);
    assert.match(error.message, /Connect it once more/);
    return true;
  });

  fake.grants.tellsHub = false;
  const quiet = await enter(fake);
  assert.deepEqual([quiet.outsideId, quiet.outsideName], [String(PORTAL), "acme.example"]);
  assert.ok(quiet.scopes.includes("crm.objects.deals.read"));
});

Deno.test("a refusal at HubSpot is told in words that an administrator can act on", async () => {
  await using fake = startHubspot();
  fake.portal(PORTAL);
  fake.grants.declines = { error: "access_denied", description: "No" };
  const back = await comeBack(hubspot.door.address(outsideOf(fake), ASK));
  assert.match(hubspot.door.refusal(back), /declined there.*super admin/);
  const other = new URLSearchParams({ error: "x", error_description: "Scopes do not match" });
  assert.match(hubspot.door.refusal(other), /Scopes do not match/);
  fake.grants.declines = undefined;
  const code = (await comeBack(hubspot.door.address(outsideOf(fake), ASK))).get("code")!;
  const unknown = { ...closedOutside(), ...reachHubspot(fake, { HUBSPOT_CLIENT_SECRET: "old" }) };
  const entering = hubspot.door.enter(unknown, { ...ASK, code, verifier: VERIFIER });
  await assert.rejects(entering, /HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET/);
  assert.throws(
    () => hubspot.door.address({ ...closedOutside(), secret: () => undefined }, ASK),
    /no app at HubSpot yet/,
  );
});

Deno.test("the permission is renewed until it is taken back, and ends where it is left", async () => {
  await using fake = startHubspot();
  fake.portal(PORTAL);
  fake.grants.rotates = true;
  const out = outsideOf(fake);
  const grant = await enter(fake);
  const held = { environment: "production" as const, host: null, address: null, ...grant };
  const renewed = await hubspot.door.renew(out, { ...held, address: null });
  assert.notEqual(renewed.refreshToken!.reveal(), grant.refreshToken!.reveal());
  assert.equal(renewed.outsideId, undefined);

  fake.orders(/token$/, { status: 503 }, { html: "<h1>Bad gateway</h1>" });
  for (let times = 0; times < 2; times++) {
    await rejectsAs(hubspot.door.renew(out, { ...held, ...renewed, address: null }), true);
  }
  await hubspot.door.leave(out, { ...held, ...renewed, address: null });
  await rejectsAs(hubspot.door.renew(out, { ...held, ...renewed, address: null }), false);
  await hubspot.door.leave(out, { ...held, ...renewed, address: null }); // It is over already.
  const fresh = await enter(fake);
  fake.uninstall(PORTAL);
  const gone = hubspot.door.renew(out, { ...held, ...fresh, address: null });
  await assert.rejects(gone, /took the permission back/);
});

async function rejectsAs(promise: Promise<unknown>, retry: boolean) {
  await assert.rejects(promise, (error: Error) => {
    assert.ok(error instanceof Upstream, String(error));
    assert.equal(error.retry, retry, error.message);
    return true;
  });
}
