import { safeFetchWith } from "../../domain/base/safe_fetch.ts";

export interface Heard {
  method: string;
  path: string;
  headers: Headers;
  body: string;
}

/** Another system, as a workflow calls it over the real guard of outgoing calls. */
export function startFarSide() {
  const heard: Heard[] = [];
  let answers: Response[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { method, headers, url } = request;
      heard.push({ method, headers, path: new URL(url).pathname, body: await request.text() });
      return answers.shift() ?? Response.json({ number: heard.length });
    },
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  return {
    origin,
    heard,
    /** In turn; after the last it answers with a number again. */
    answers: (...next: Response[]) => {
      answers = next;
    },
    reach: {
      safeFetch: safeFetchWith({
        resolve: (host) => Promise.reject(new Error(`No fake answers for ${host}`)),
        allowedOrigins: [origin],
      }),
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
