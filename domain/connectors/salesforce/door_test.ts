import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { reachSalesforce, startSalesforce } from "../../../tests/fakes/salesforce.ts";
import { closedOutside } from "../../../tests/test_app.ts";
import { Refused, Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import { Secret } from "../../base/secret.ts";
import { newToken } from "../../base/tokens.ts";
import type { DoorAsk, Grant } from "../service.ts";
import { myDomain } from "./hosts.ts";
import { salesforce } from "./salesforce.ts";

const { door } = salesforce;

function asking(more: Partial<DoorAsk> = {}) {
  const verifier = newToken();
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const redirectUri = "https://thread.test/connectors/callback";
  return {
    environment: "production" as const,
    host: null,
    state: "state-of-alice",
    challenge,
    redirectUri,
    ...more,
    verifier,
  };
}

async function world() {
  const fake = startSalesforce();
  const out: Outside = { ...closedOutside(), ...reachSalesforce(fake) };
  const acme = fake.addOrg({ name: "Acme Inc", host: "acme.my.salesforce.com" });
  const dev = fake.addOrg({
    name: "Acme Dev",
    host: "acme--dev.sandbox.my.salesforce.com",
    isSandbox: true,
    id: "00Dd0000000devQ",
  });
  const enter = async (ask = asking()): Promise<Grant> => {
    const back = await fake.visit(door.address(out, ask));
    return await door.enter(out, { ...ask, code: back.searchParams.get("code") ?? "" });
  };
  const close = () => fake[Symbol.asyncDispose]();
  return await Promise.resolve({ fake, out, acme, dev, enter, [Symbol.asyncDispose]: close });
}

const heldOf = (grant: Grant, more: Partial<DoorAsk> = {}) => ({
  environment: "production" as const,
  host: null,
  address: grant.address ?? null,
  ...more,
  ...grant,
});

Deno.test("entering asks for three scopes with S256, and learns organisation, name and address", async () => {
  await using one = await world();
  const ask = asking();
  const address = door.address(one.out, ask);
  assert.equal(address.origin, "https://login.salesforce.com");
  assert.equal(address.searchParams.get("code_challenge_method"), "S256");
  assert.equal(address.searchParams.get("scope"), "api refresh_token id");
  assert.ok(!address.href.includes(ask.verifier));
  const back = await one.fake.visit(address);
  assert.equal(back.searchParams.get("state"), "state-of-alice");
  const code = back.searchParams.get("code")!;
  const grant = await door.enter(one.out, { ...ask, code });
  assert.equal(grant.outsideId, "00Dd0000000dtDqEAI");
  assert.equal(grant.outsideName, "Acme Inc");
  assert.equal(grant.address, "https://acme.my.salesforce.com");
  assert.ok(grant.refreshToken);
  assert.ok(grant.scopes.includes("api"));
  await assert.rejects(door.enter(one.out, { ...ask, code }), /took too long/);
});

Deno.test("a code is worth nothing without its verifier", async () => {
  await using one = await world();
  const ask = asking();
  const back = await one.fake.visit(door.address(one.out, ask));
  const code = back.searchParams.get("code")!;
  await assert.rejects(door.enter(one.out, { ...ask, code, verifier: newToken() }), Refused);
});

Deno.test("a sandbox signs in at its own host, and is never taken for production", async () => {
  await using one = await world();
  const grant = await one.enter(asking({ environment: "sandbox" }));
  assert.equal(grant.outsideName, "Acme Dev");
  assert.equal(one.fake.asked[0]!.host, "test.salesforce.com");
  const host = "acme--dev.sandbox.my.salesforce.com";
  await assert.rejects(one.enter(asking({ host })), /signed in to a sandbox/);
  const own = await one.enter(asking({ environment: "sandbox", host }));
  assert.equal(own.outsideId, grant.outsideId);
  const mixed = asking({ environment: "sandbox", host: "acme.my.salesforce.com" });
  await assert.rejects(one.enter(mixed), /signed in to a production organisation/);
});

Deno.test("only an address of My Domain is taken for one", () => {
  assert.equal(myDomain(" https://Acme.my.salesforce.com/ "), "acme.my.salesforce.com");
  assert.equal(
    myDomain("acme--dev.sandbox.my.salesforce.com"),
    "acme--dev.sandbox.my.salesforce.com",
  );
  for (
    const typed of [
      "acme.my.salesforce.com.evil.example",
      "evil.example/.my.salesforce.com",
      "acme.my.salesforce.com:8443",
      "user@acme.my.salesforce.com",
      "http://acme.my.salesforce.com",
      "acme.my.salesforce.com/path",
      "evil.example#.my.salesforce.com",
      "acme.lightning.force.com",
      "127.0.0.1",
      ".my.salesforce.com",
    ]
  ) assert.throws(() => myDomain(typed), Refused, typed);
});

Deno.test("a renewal keeps to its login host, and brings a rotated refresh token", async () => {
  await using one = await world();
  const { fake, out } = one;
  const grant = await one.enter();
  const same = await door.renew(out, heldOf(grant));
  assert.equal(same.refreshToken, undefined);
  await assert.rejects(door.renew(out, heldOf(grant, { environment: "sandbox" })), Upstream);
  fake.login.rotates = true;
  const rotated = await door.renew(out, heldOf(grant));
  assert.notEqual(rotated.refreshToken!.reveal(), grant.refreshToken!.reveal());
  await assert.rejects(
    door.renew(out, heldOf(grant)),
    (error: Upstream) => !error.retry && /ended Thread's permission/.test(error.message),
  );
  assert.ok(await door.renew(out, heldOf({ ...grant, ...rotated })));
});

Deno.test("leaving ends the grant there, and leaving again is no trouble", async () => {
  await using one = await world();
  const grant = await one.enter();
  await door.leave(one.out, heldOf(grant));
  await door.leave(one.out, heldOf(grant));
  await assert.rejects(door.renew(one.out, heldOf(grant)), Upstream);
});

Deno.test("what keeps somebody out is said as an administrator can check it", async () => {
  await using one = await world();
  const { fake, acme } = one;
  const causes: [string, string, RegExp][] = [
    ["invalid_grant", "ip restricted", /Network Access/],
    ["invalid_grant", "user hasn't approved this consumer", /System Administrator/],
    ["OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app", /delegated admin/],
    ["OAUTH_APP_BLOCKED", "this app is blocked by admin", /External Client Apps/],
    ["invalid_client", "invalid client credentials", /operator/],
    ["invalid_grant", "inactive organization", /not active/],
    ["server_said", "something\nnew", /System Administrator.*API access.*Network Access/],
  ];
  for (const [error, description, words] of causes) {
    fake.login.refusals.push({ error, description });
    await assert.rejects(one.enter(), (refused) => {
      assert.ok(refused instanceof Refused);
      assert.match(refused.message, words);
      return true;
    });
  }
  acme.apiDisabled = true;
  await assert.rejects(one.enter(), /no API access.*Professional/);
  acme.apiDisabled = false;
  fake.login.refusals.push({ error: "unavailable", description: "later", status: 503 });
  await assert.rejects(one.enter(), (error: Upstream) => error.retry === true);
  fake.login.scope = "id refresh_token";
  await assert.rejects(one.enter(), /lasting access/);
});

Deno.test("a refusal that comes back is in words", async () => {
  await using one = await world();
  one.fake.decides("deny");
  const back = await one.fake.visit(door.address(one.out, asking()));
  assert.match(door.refusal(back.searchParams), /You chose Deny/);
  assert.match(
    door.refusal(new URLSearchParams({ error: "OAUTH_EC_APP_NOT_FOUND" })),
    /External Client Apps/,
  );
});

Deno.test("without an app at Salesforce nobody is sent there", () => {
  const out = { ...closedOutside(), secret: () => undefined };
  assert.throws(() => door.address(out, asking()), /SALESFORCE_CLIENT_ID/);
  const held = heldOf({ accessToken: new Secret("x"), scopes: [] });
  return assert.rejects(door.renew(out, held), Upstream);
});
