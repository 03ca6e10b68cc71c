/** The real program in a process of its own. Disposing it kills it, if nothing did before. */
export interface Program extends AsyncDisposable {
  url: string;
  pid: number;
  /** Resolves when the process has ended, whoever ended it. */
  ended: Promise<Deno.CommandStatus>;
  kill: (signal: Deno.Signal) => void;
  stdout: () => string;
  stderr: () => string;
}

export interface ProgramOptions {
  command?: "serve" | "start";
  args?: string[];
  /** For Deno itself, before the program's name. */
  flags?: string[];
  /** Another program than Thread, which then says itself that it is ready, and where. */
  script?: string;
  env?: Record<string, string>;
  /** Milliseconds until the program must have said that it is ready. */
  patience?: number;
}

const main = new URL("../main.ts", import.meta.url).pathname;
const root = new URL("..", import.meta.url).pathname;

/**
 * Runs Deno itself rather than what npx wraps it in: a signal to a wrapper would leave the server
 * behind it alive.
 */
export async function startProgram(options: ProgramOptions = {}): Promise<Program> {
  const port = options.env?.PORT ?? String(freePort());
  const { command = "serve", args = [], script } = options;
  const words = script ? [script, ...args] : [main, command, ...args];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", ...options.flags ?? [], ...words],
    cwd: root,
    env: {
      HOST: "127.0.0.1",
      PORT: port,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      THREAD_SECRET_KEYS: `k1:${btoa("0".repeat(32))}`,
      NO_COLOR: "1",
      ...options.env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const ready = Promise.withResolvers<string>();
  const stdout = gather(child.stdout, (text) => {
    const url = /Thread is ready at (http[^\s"]+)/.exec(text)?.[1];
    if (url) ready.resolve(url);
  });
  const stderr = gather(child.stderr);
  const program = {
    pid: child.pid,
    ended: child.status,
    kill: (signal: Deno.Signal) => kill(child, signal),
    stdout: stdout.text,
    stderr: stderr.text,
    async [Symbol.asyncDispose]() {
      kill(child, "SIGKILL");
      await Promise.all([child.status, stdout.done, stderr.done]);
    },
  };
  const patience = options.patience ?? 30_000;
  const late = setTimeout(() => ready.reject(new Error("was not ready in time")), patience);
  child.status.then(({ code }) => ready.reject(new Error(`ended with ${code}`)));
  try {
    return { ...program, url: await ready.promise };
  } catch (error) {
    await program[Symbol.asyncDispose]();
    const said = (stderr.text() + stdout.text()).trim();
    throw new Error(`The program ${(error as Error).message}: ${said}`, { cause: error });
  } finally {
    clearTimeout(late);
  }
}

/** A form is only taken from the program's own address, so it must be known before the start. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function gather(stream: ReadableStream<Uint8Array<ArrayBuffer>>, look?: (text: string) => void) {
  let text = "";
  const read = async () => {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      look?.(text);
    }
  };
  return { text: () => text, done: read() };
}

function kill(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // It has ended already.
  }
}

/** Asks again until the answer is yes, for what another process does in its own time. */
export async function eventually(
  what: string,
  question: () => boolean | Promise<boolean>,
  patience = 30_000,
): Promise<void> {
  const deadline = performance.now() + patience;
  while (!await question()) {
    if (performance.now() > deadline) throw new Error(`Not within ${patience} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
