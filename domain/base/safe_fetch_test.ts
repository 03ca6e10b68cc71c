import assert from "node:assert/strict";
import { TEST_AUTHORITY, TEST_CERTIFICATE, TEST_KEY } from "../../tests/fakes/certificates.ts";
import { Upstream } from "./errors.ts";
import {
  type Resolve,
  type SafeFetchOptions,
  safeFetchWith,
  type SafeRequest,
} from "./safe_fetch.ts";

const PUBLIC = "93.184.216.34";
const HOOKS = "https://hooks.example.com";

type Handler = (request: Request) => Response | Promise<Response>;

/** A TLS server that answers for every public address; what is dialled is written down. */
function internet(handler: Handler, options: Partial<SafeFetchOptions> = {}) {
  const seen: Request[] = [];
  const dialled: string[] = [];
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    cert: TEST_CERTIFICATE,
    key: TEST_KEY,
    onListen() {},
  }, async (request) => {
    const copy = new Request(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body && await request.arrayBuffer(),
    });
    seen.push(copy);
    return await handler(copy);
  });
  const fetch = safeFetchWith({
    resolve: (_, type) => Promise.resolve(type === "A" ? [PUBLIC] : []),
    caCerts: [TEST_AUTHORITY],
    dial(address, port) {
      dialled.push(`${address}:${port}`);
      return Deno.connect({ hostname: "127.0.0.1", port: server.addr.port });
    },
    ...options,
  });
  return {
    fetch,
    seen,
    dialled,
    port: server.addr.port,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A server on loopback that must never be asked. */
function canary() {
  let hits = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    hits++;
    return new Response("canary");
  });
  return {
    port: server.addr.port,
    hits: () => hits,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function closedPort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function refusal(retry: boolean, message = "Thread cannot reach this address") {
  return (error: unknown) => {
    assert.ok(error instanceof Upstream, String(error));
    assert.equal(error.message, message);
    assert.equal(error.retry, retry);
    return true;
  };
}

Deno.test("safeFetch() asks the address it resolved, with the certificate checked for the name", async () => {
  await using net = internet(() => new Response("fine", { headers: { "x-a": "1" } }));
  const response = await net.fetch(`${HOOKS}/in?a=1`, { headers: { accept: "text/plain" } });
  assert.equal(await response.text(), "fine");
  assert.equal(response.headers.get("x-a"), "1");
  assert.deepEqual(net.dialled, [`${PUBLIC}:443`]);
  assert.equal(net.seen[0]!.url, `${HOOKS}/in?a=1`);
  assert.equal(net.seen[0]!.headers.get("user-agent"), "Thread");
});

Deno.test("safeFetch() refuses a certificate for another name, and one of an unknown authority", async () => {
  await using net = internet(() => new Response("no"));
  await assert.rejects(net.fetch("https://stranger.example.com/"), refusal(true));
  await using wild = internet(() => new Response("no"), { caCerts: undefined });
  await assert.rejects(wild.fetch(HOOKS), refusal(true));
  assert.deepEqual([net.seen.length, wild.seen.length], [0, 0]);
});

Deno.test("safeFetch() sends bodies, and neither cookies nor headers that steer the connection", async () => {
  await using net = internet(async (request) =>
    new Response(await request.text(), { status: 201, headers: { "set-cookie": "a=1" } })
  );
  const response = await net.fetch(HOOKS, {
    method: "post",
    body: "grüße",
    headers: { cookie: "s=1", host: "inside", "content-length": "1", authorization: "Bearer x" },
  });
  assert.equal(response.status, 201);
  assert.equal(await response.text(), "grüße");
  assert.equal(response.headers.get("set-cookie"), null);
  const { headers, url } = net.seen[0]!;
  assert.equal(headers.get("cookie"), null);
  assert.equal(headers.get("authorization"), "Bearer x");
  assert.equal(url, `${HOOKS}/`);
});

Deno.test("a name with one private address among its addresses is refused before any connection", async () => {
  const inside = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:8.8.8.8", "fd00::1"];
  for (const address of inside) {
    const resolve: Resolve = (_, type) =>
      Promise.resolve(type === "A" ? [PUBLIC] : ["2606:4700:4700::1111", address]);
    await using net = internet(() => new Response("no"), { resolve });
    await assert.rejects(net.fetch(HOOKS), refusal(false), address);
    assert.deepEqual(net.dialled, [], address);
  }
});

Deno.test("a name that changes to loopback after it was checked still reaches the checked address only", async () => {
  await using bait = canary();
  let asked = 0;
  const resolve: Resolve = (_, type) => {
    if (type === "AAAA") return Promise.resolve([]);
    return Promise.resolve([asked++ === 0 ? PUBLIC : "127.0.0.1"]);
  };
  await using net = internet(
    (request) => Response.redirect(new URL("/again", request.url)),
    { resolve },
  );
  await assert.rejects(net.fetch(HOOKS), refusal(false));
  assert.equal(asked, 2);
  assert.deepEqual(net.dialled, [`${PUBLIC}:443`]);
  assert.equal(bait.hits(), 0);
});

Deno.test("every step of a redirect ladder is checked, and loopback is never asked", async () => {
  await using bait = canary();
  const doors = [
    `http://127.0.0.1:${bait.port}/`,
    `https://127.0.0.1:${bait.port}/`,
    `https://localhost:${bait.port}/`,
    `http://[::1]:${bait.port}/`,
    `https://2130706433/`,
    `http://hooks.example.com/`,
    `https://hooks.example.com:${bait.port}/`,
    `https://user:pass@hooks.example.com/`,
    "file:///etc/passwd",
    "data:text/plain,hello",
    "https://",
    "//localhost/",
  ];
  for (const door of doors) {
    for (const status of [301, 302, 303, 307, 308]) {
      await using net = internet((request) =>
        new Response(null, {
          status,
          headers: { location: request.url.endsWith("/2") ? door : "/2" },
        })
      );
      await assert.rejects(net.fetch(HOOKS), refusal(false), `${status} ${door}`);
      assert.equal(net.seen.length, 2);
    }
  }
  assert.equal(bait.hits(), 0);
});

Deno.test("safeFetch() follows three redirects and not four", async () => {
  await using net = internet((request) => {
    const step = Number(new URL(request.url).pathname.slice(1));
    if (step === 0) return new Response("end");
    return Response.redirect(new URL(`/${step - 1}`, request.url));
  });
  assert.equal(await (await net.fetch(`${HOOKS}/3`)).text(), "end");
  await assert.rejects(net.fetch(`${HOOKS}/4`), refusal(false));
});

Deno.test("a redirect changes method, body and credentials by its kind", async () => {
  const to = (status: number, location: string): Handler => (request) =>
    new URL(request.url).pathname === "/end"
      ? new Response("end")
      : new Response(null, { status, headers: { location } });
  const post: SafeRequest = {
    method: "POST",
    body: "b",
    headers: { authorization: "x", "content-type": "text/plain", "x-key": "y" },
  };
  const cases = [
    [302, "/end", "GET", "", "x"],
    [303, "/end", "GET", "", "x"],
    [307, "/end", "POST", "b", "x"],
    [308, "/end", "POST", "b", "x"],
    [302, "https://other.example.com/end", "GET", "", null],
  ] as const;
  for (const [status, location, method, body, authorization] of cases) {
    await using net = internet(to(status, location));
    await net.fetch(HOOKS, post);
    const last = net.seen.at(-1)!;
    assert.deepEqual(
      [last.method, await last.text(), last.headers.get("authorization")],
      [method, body, authorization],
      `${status} ${location}`,
    );
    assert.equal(last.headers.get("x-key"), authorization && "y");
  }
  await using net = internet(to(307, "https://other.example.com/end"));
  await assert.rejects(net.fetch(HOOKS, post), refusal(false));
  assert.equal(net.seen.length, 1);
});

Deno.test("an answer of more than 1 MB is refused, plain, chunked or packed", async () => {
  const packed = (bytes: number) =>
    new Response(
      new Response(new Uint8Array(bytes)).body!.pipeThrough(new CompressionStream("gzip")),
      { headers: { "content-encoding": "gzip" } },
    );
  const endless = () =>
    new Response(
      new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }),
    );
  const tooMuch = refusal(false, "The server answered with more than Thread reads");
  for (const big of [() => new Response(new Uint8Array(1_000_001)), endless, () => packed(64e6)]) {
    await using net = internet(big);
    await assert.rejects(net.fetch(HOOKS), tooMuch);
  }
  for (const fits of [() => new Response(new Uint8Array(1_000_000)), () => packed(1_000_000)]) {
    await using net = internet(fits);
    assert.equal((await (await net.fetch(HOOKS)).bytes()).length, 1_000_000);
  }
});

Deno.test("a server that never ends, a name server that never answers: the deadline ends both", async () => {
  const late = refusal(true, "The server did not answer within 1 s");
  const silent = () => new Promise<never>(() => {});
  const dripping = () =>
    new Response(
      new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(9)) }),
    );
  for (const options of [{ resolve: silent }, {}]) {
    await using net = internet(dripping, { ...options, deadlineMs: 150 });
    await assert.rejects(net.fetch(HOOKS), late);
  }
});

Deno.test("another address is tried when the first refuses the connection", async () => {
  await using net = internet(() => new Response("second"), {
    resolve: (_, type) => Promise.resolve(type === "A" ? [PUBLIC] : ["2606:4700:4700::1111"]),
    dial: (address) =>
      Deno.connect({ hostname: "127.0.0.1", port: address === PUBLIC ? closedPort() : net.port }),
  });
  assert.equal(await (await net.fetch(HOOKS)).text(), "second");
});

Deno.test("an origin the operator allowed may be plain, local and on any port", async () => {
  await using bait = canary();
  const origin = `http://127.0.0.1:${bait.port}`;
  const fetch = safeFetchWith({
    resolve: () => Promise.reject(new Error("No DNS")),
    allowedOrigins: [origin],
  });
  assert.equal(await (await fetch(`${origin}/x`)).text(), "canary");
  await assert.rejects(fetch(`http://localhost:${bait.port}/x`), refusal(false));
  assert.equal(bait.hits(), 1);
});
