import type { Settings } from "../domain/base/settings.ts";
import type { Traffic } from "../domain/base/traffic.ts";
import { Refused } from "../domain/base/errors.ts";
import type { App } from "./app.tsx";
import type { Streams } from "./streams.ts";

/**
 * A browser or a balancer may send its next request over a connection just as that is closed. So
 * those in use are told to close with their next answer, before the others are closed unasked.
 */
const FAREWELL_MS = 400;

/** Listens, and answers how to stop: streams first, as they would never end by themselves. */
export function listen(app: App, streams: Streams, settings: Settings, traffic: Traffic) {
  let stopping = false;
  async function answer(request: Request, info: Deno.ServeHandlerInfo): Promise<Response> {
    const done = traffic.come();
    const response = await Promise.resolve(app.fetch(request, info)).finally(done);
    if (!stopping) return response;
    const last = new Response(response.body, response);
    last.headers.set("connection", "close");
    return last;
  }
  try {
    const server = Deno.serve({
      hostname: settings.host,
      port: settings.port,
      onListen: () => {},
      onError: () => new Response("Something went wrong", { status: 500 }),
    }, answer);
    return {
      port: server.addr.port,
      async stop(withinMs: number) {
        stopping = true;
        streams.stop();
        await new Promise((done) => setTimeout(done, FAREWELL_MS));
        const closing = server.shutdown();
        await Promise.race([
          closing,
          new Promise((done) => setTimeout(done, withinMs - FAREWELL_MS)),
        ]);
      },
    };
  } catch (cause) {
    if (cause instanceof Deno.errors.AddrInUse) {
      throw new Refused(`Port ${settings.port} is taken; choose another with PORT`, { cause });
    }
    if (cause instanceof Deno.errors.PermissionDenied) {
      throw new Refused(
        `Port ${settings.port} is not allowed for this user; choose another with PORT`,
        {
          cause,
        },
      );
    }
    throw cause;
  }
}

/** Resolves when somebody asks this process to end. */
export function stopSignal(): Promise<Deno.Signal> {
  return new Promise((stop) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => stop(signal));
    }
  });
}
