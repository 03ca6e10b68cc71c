/** Stands between a program and its database, as the network does, and fails as the network does. */
export interface TcpProxy extends AsyncDisposable {
  port: number;
  /** Breaks every connection of this moment; new ones are let through. */
  cut: () => number;
  /** While blocked, nothing is let through and nothing is said: packets are lost, not refused. */
  block: (blocked: boolean) => void;
  /** Milliseconds by which each packet is late, each way. */
  delay: (ms: number) => void;
  /**
   * The next message of a client with this in it is done and answered, but the connection breaks
   * before the client hears of it. Resolves when that happened; the signal calls it off.
   */
  loseAnswerTo: (text: string, signal: AbortSignal) => Promise<boolean>;
}

export function openTcpProxy(target: { hostname: string; port: number }): TcpProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const pairs = new Set<Deno.Conn[]>();
  const state: Weather = { late: 0, open: Promise.withResolvers<void>() };
  state.open.resolve();
  const serving = (async () => {
    for await (const client of listener) void join(client, target, pairs, state);
  })();
  const cut = () => {
    const broken = pairs.size;
    for (const pair of pairs) pair.forEach(close);
    pairs.clear();
    return broken;
  };
  return {
    port: listener.addr.port,
    cut,
    block(blocked) {
      state.open.resolve();
      state.open = Promise.withResolvers();
      if (!blocked) state.open.resolve();
    },
    delay: (ms) => void (state.late = ms),
    loseAnswerTo(text, signal) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const lost = { text, told: () => resolve(true) };
      state.lost = lost;
      signal.addEventListener("abort", () => {
        if (state.lost === lost) state.lost = undefined;
        resolve(false);
      }, { once: true });
      return promise;
    },
    async [Symbol.asyncDispose]() {
      state.open.resolve();
      listener.close();
      cut();
      await serving;
    },
  };
}

interface Weather {
  late: number;
  open: PromiseWithResolvers<void>;
  lost?: { text: string; told: () => void };
}

const latin = new TextDecoder("latin1");

async function join(
  client: Deno.Conn,
  target: Deno.ConnectOptions,
  pairs: Set<Deno.Conn[]>,
  weather: Weather,
): Promise<void> {
  const pair = [client];
  pairs.add(pair);
  try {
    const server = await Deno.connect(target);
    pair.push(server);
    if (!pairs.has(pair)) return;
    let told: (() => void) | undefined;
    const asks = carry(client, server, weather, (packet) => {
      const { lost } = weather;
      if (!lost || !latin.decode(packet).includes(lost.text)) return false;
      weather.lost = undefined;
      told = lost.told;
      return false;
    });
    const answers = carry(server, client, weather, () => {
      told?.();
      return told !== undefined;
    });
    await Promise.race([asks, answers]);
  } catch {
    // The other end is away: the client sees a broken connection, as it would without us.
  } finally {
    pair.forEach(close);
    pairs.delete(pair);
  }
}

/** Ends before the packet of which `isLost` says so. */
async function carry(
  from: Deno.Conn,
  to: Deno.Conn,
  weather: Weather,
  isLost: (packet: Uint8Array) => boolean,
): Promise<void> {
  for await (const packet of from.readable) {
    if (weather.late > 0) await new Promise((done) => setTimeout(done, weather.late));
    await weather.open.promise;
    if (isLost(packet)) return;
    for (let sent = 0; sent < packet.length;) sent += await to.write(packet.subarray(sent));
  }
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // It was closed from the other side.
  }
}
