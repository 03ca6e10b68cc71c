import type { Settings } from "../domain/base/settings.ts";
import { Refused } from "../domain/base/errors.ts";
import type { App } from "./app.tsx";
import type { Streams } from "./streams.ts";

/** Listens, and answers how to stop: streams first, as they would never end by themselves. */
export function listen(app: App, streams: Streams, settings: Settings) {
  try {
    const server = Deno.serve({
      hostname: settings.host,
      port: settings.port,
      onListen: () => {},
      onError: () => new Response("Something went wrong", { status: 500 }),
    }, (request, info) => app.fetch(request, info));
    return {
      port: server.addr.port,
      async stop(withinMs: number) {
        streams.stop();
        const closing = server.shutdown();
        await Promise.race([closing, new Promise((done) => setTimeout(done, withinMs))]);
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
