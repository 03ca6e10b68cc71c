import assert from "node:assert/strict";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { isOwnRequest } from "./security.ts";

const HTTPS = { PUBLIC_URL: "https://thread.test" };
const PRIVATE = "default-src 'none'";

Deno.test("a change asked for by another site is refused on every route", async () => {
  await using thread = await testApp();
  const routes = unsafeRoutes(thread);
  assert.ok(routes.length > 0);
  for (const { method, path } of routes) {
    for (const headers of FOREIGN) {
      for (const type of ["application/x-www-form-urlencoded", "text/plain", "application/json"]) {
        const res = await thread.app.request(new URL(path, thread.settings.publicUrl).href, {
          method,
          headers: { ...headers, "content-type": type },
          body: type.includes("json") ? "{}" : "a=1",
        });
        assert.equal(res.status, 403, `${method} ${path} ${JSON.stringify(headers)} ${type}`);
      }
    }
  }
});

Deno.test("our own pages pass, by what the browser says or by their origin", () => {
  const own = new URL("https://thread.test");
  const from = (headers: Record<string, string>) =>
    isOwnRequest(new Request("https://thread.test/x", { method: "POST", headers }), own);
  assert.equal(from({ "sec-fetch-site": "same-origin" }), true);
  assert.equal(from({ origin: "https://thread.test" }), true);
  assert.equal(from({ origin: "http://thread.test" }), false);
  assert.equal(from({ "sec-fetch-site": "same-site", origin: "https://thread.test" }), false);
  assert.equal(from({ origin: "null" }), false);
  assert.equal(from({}), false);
});

Deno.test("THREAD-096 plain HTTP is sent to HTTPS, with HSTS and Secure cookies", async () => {
  await using thread = await testApp(HTTPS);
  const plain = await thread.app.request("http://thread.test/sign-in?next=%2Fmembers");
  assert.equal(plain.status, 308);
  assert.equal(plain.headers.get("location"), "https://thread.test/sign-in?next=%2Fmembers");
  const proxied = await thread.app.request("http://thread.test/sign-in", {
    headers: { "x-forwarded-proto": "https" },
  });
  assert.equal(proxied.status, 200);
  assert.match(proxied.headers.get("strict-transport-security")!, /max-age=(\d{8,})/);
  const stranger = thread.visitor();
  stranger.jar.set("__Host-thread", "a".repeat(43));
  const gone = await stranger.get("/sign-in");
  assert.match(gone.headers.getSetCookie().join(), /__Host-thread=;.*Secure/);
});

Deno.test("every page carries the same hard headers and is kept by nobody", async () => {
  await using thread = await testApp();
  for (const path of ["/sign-in", "/nowhere", "/", "/live", "/healthz", "/readyz"]) {
    for (const client of [thread.visitor(), thread.as("alice")]) {
      const res = await client.get(path);
      await res.body?.cancel();
      const policy = res.headers.get("content-security-policy")!;
      assert.ok(policy.startsWith(PRIVATE), path);
      assert.doesNotMatch(policy, /unsafe/);
      assert.equal(res.headers.get("cache-control"), "no-store", path);
      assert.equal(res.headers.get("x-content-type-options"), "nosniff", path);
      assert.equal(res.headers.get("referrer-policy"), "no-referrer", path);
      assert.match(policy, /frame-ancestors 'none'/);
    }
  }
});

Deno.test("no answer repeats the Host it was asked under, and plain HTTP leads to the public one", async () => {
  for (const environment of [{}, HTTPS]) {
    await using thread = await testApp(environment);
    const { protocol } = thread.settings.publicUrl;
    for (const host of ["evil.test", "thread.test.evil.test", "thread.test:81", "evil.test:443"]) {
      for (const path of ["/", "/sign-in?next=/members", "/password-resets", "/nowhere", "/live"]) {
        const headers = {
          host,
          "x-forwarded-host": host,
          forwarded: `host=${host}`,
          cookie: [...thread.as("alice").jar].map((pair) => pair.join("=")).join("; "),
        };
        for (const scheme of new Set(["http:", protocol])) {
          const res = await thread.app.request(`${scheme}//${host}${path}`, { headers });
          const said = JSON.stringify([...res.headers]);
          assert.ok(!said.includes(host), `${host}${path} ${said}`);
          const isStranger = !host.startsWith("thread.test:");
          assert.equal(res.status === 421, isStranger, `${host}${path}`);
          if (!isStranger && scheme !== protocol) {
            assert.equal(res.headers.get("location"), `https://thread.test${path}`);
          }
          if (path === "/live") await res.body?.cancel();
          else assert.ok(!(await res.text()).includes(host), `${host}${path}`);
        }
      }
    }
  }
});

Deno.test("no two answers share a nonce", async () => {
  await using thread = await testApp();
  const nonces = new Set<string>();
  for (let n = 0; n < 50; n++) {
    const res = await thread.visitor().get("/sign-in");
    nonces.add(res.headers.get("content-security-policy")!.match(/nonce-([\w-]+)/)![1]!);
  }
  assert.equal(nonces.size, 50);
});

Deno.test("an expired session sends a fragment's browser to sign in, never a login page", async () => {
  await using thread = await testApp();
  await thread.rows("delete from sessions");
  const res = await thread.as("alice").fragment("GET", "/members");
  assert.equal(res.status, 401);
  assert.match(res.headers.get("HX-Redirect")!, /^\/sign-in\?next=/);
  assert.equal(await res.text(), "");
});

Deno.test("an endless or huge body is refused", async () => {
  await using thread = await testApp();
  const res = await thread.visitor().request("/sign-in", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "email=" + "x".repeat(3_000_000),
  });
  assert.equal(res.status, 413);
});

const FOREIGN: Record<string, string>[] = [
  { "sec-fetch-site": "cross-site", origin: "https://elsewhere.test" },
  { "sec-fetch-site": "same-site", origin: "http://thread.test" },
  { "sec-fetch-site": "none" },
  { origin: "null" },
  {},
];

/** Asked for by programs, and let in by a secret or a signature instead of a cookie. */
const FOR_PROGRAMS = /^\/(unsubscribe|hooks)\//;

function unsafeRoutes(thread: TestApp) {
  const unsafe = thread.app.routes.filter(({ method, path }) =>
    /^(POST|PUT|PATCH|DELETE)$/.test(method) && !FOR_PROGRAMS.test(path)
  );
  return unsafe.map(({ method, path }) => ({
    method,
    path: path.replace(/:\w+(\{[^}]*\}+)?/g, crypto.randomUUID()).replace(/\*/g, "x"),
  }));
}
