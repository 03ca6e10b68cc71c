import assert from "node:assert/strict";
import { openTcpProxy } from "./tcp_proxy.ts";

function echo() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for await (const client of listener) {
      void client.readable.pipeTo(client.writable).catch(() => {});
    }
  })();
  const proxy = openTcpProxy({ hostname: "127.0.0.1", port: listener.addr.port });
  const connections: Deno.Conn[] = [];
  return {
    proxy,
    connect: async () => {
      connections.push(await Deno.connect({ hostname: "127.0.0.1", port: proxy.port }));
      return connections.at(-1)!;
    },
    async [Symbol.asyncDispose]() {
      for (const one of connections) one.close();
      await proxy[Symbol.asyncDispose]();
      listener.close();
      await serving;
    },
  };
}

/** Sends one byte and waits for it; `undefined` where the connection is broken. */
async function ping(connection: Deno.Conn): Promise<number | undefined> {
  const answer = new Uint8Array(1);
  try {
    await connection.write(Uint8Array.of(7));
    return await connection.read(answer) === null ? undefined : answer[0];
  } catch {
    return undefined;
  }
}

Deno.test("the proxy carries what it is given", async () => {
  await using wire = echo();
  assert.equal(await ping(await wire.connect()), 7);
});

Deno.test("a cut breaks the open connections and lets new ones through", async () => {
  await using wire = echo();
  const connection = await wire.connect();
  await ping(connection);
  assert.equal(wire.proxy.cut(), 1);
  assert.equal(await ping(connection), undefined);
  assert.equal(await ping(await wire.connect()), 7);
});

Deno.test("a delay makes each way late", async () => {
  await using wire = echo();
  const connection = await wire.connect();
  wire.proxy.delay(60);
  const start = performance.now();
  assert.equal(await ping(connection), 7);
  assert.ok(performance.now() - start >= 118);
});

Deno.test("while blocked nothing comes through, and later all of it", async () => {
  await using wire = echo();
  const connection = await wire.connect();
  wire.proxy.block(true);
  const answer = ping(connection);
  const nothing = new Promise((done) => setTimeout(() => done("nothing"), 100));
  assert.equal(await Promise.race([answer, nothing]), "nothing");
  wire.proxy.block(false);
  assert.equal(await answer, 7);
});

Deno.test("an answer may be lost though what was asked was done", async () => {
  await using wire = echo();
  const [one, two] = [await wire.connect(), await wire.connect()];
  const called = new AbortController();
  const lost = wire.proxy.loseAnswerTo("\x07", called.signal);
  assert.equal(await ping(one), undefined);
  assert.equal(await lost, true);
  assert.equal(await ping(two), 7);

  const never = wire.proxy.loseAnswerTo("commit", called.signal);
  assert.equal(await ping(two), 7);
  called.abort();
  assert.equal(await never, false);
});
