import { type Client, openClient } from "../client.ts";
import { type Program, startProgram } from "../processes.ts";
import { type TestApp, testSettings } from "../test_app.ts";

/** Two real servers over the database of a test, and browsers that may go to either. */
export async function openNeighbours(thread: TestApp, env: Record<string, string> = {}) {
  const one = await startNeighbour(thread, env);
  try {
    const two = await startNeighbour(thread, env);
    return {
      one,
      two,
      async [Symbol.asyncDispose]() {
        await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()]);
      },
    };
  } catch (error) {
    await one[Symbol.asyncDispose]();
    throw error;
  }
}

export function startNeighbour(thread: TestApp, env: Record<string, string> = {}) {
  return startProgram({ env: { DATABASE_URL: thread.urls.appUrl, DATABASE_POOL: "5", ...env } });
}

/** One cookie jar; `at` moves the browser from one server to the other, as a balancer does. */
export function openBrowserAt(thread: TestApp, program: Pick<Program, "url">, name?: string) {
  let here = program.url;
  const answers = {
    request: (url: string, init: RequestInit) => {
      const { pathname, search } = new URL(url);
      return fetch(here + pathname + search, { ...init, redirect: "manual" });
    },
  };
  const token = name && thread.as(name).jar.get("thread");
  const client: Client = openClient(answers, testSettings({ PUBLIC_URL: program.url }), token);
  return { ...client, at: ({ url }: Pick<Program, "url">) => void (here = url) };
}
