import { type Program, type ProgramOptions, startProgram } from "./processes.ts";

/** Several real programs over one database. Each that ends is started again where it was. */
export interface Fleet extends AsyncDisposable {
  /** Those that run now. */
  running: () => Program[];
  /** Sends a signal that may well be the program's end, and is not held against it. */
  signal: (program: Program, signal: Deno.Signal) => void;
  /** Ends of programs that nobody asked for: a crash, with the last they said. */
  crashes: string[];
  restarts: () => number;
  size: number;
}

export interface FleetOptions {
  size: number;
  env: Record<string, string>;
  /** What is special about the program in one place. */
  special?: (slot: number) => Pick<ProgramOptions, "flags" | "script" | "env">;
}

export async function openFleet({ size, env, special }: FleetOptions): Promise<Fleet> {
  const running = new Map<number, Program>();
  const asked = new Set<number>();
  const crashes: string[] = [];
  const state = { restarts: 0, closed: false };
  const keepers = new Set<Promise<void>>();

  async function launch(slot: number): Promise<void> {
    const own = special?.(slot);
    const program = await startProgram({ ...own, env: { ...env, ...own?.env } });
    if (state.closed) return await program[Symbol.asyncDispose]();
    running.set(slot, program);
    const keeper = keep(slot, program).finally(() => keepers.delete(keeper));
    keepers.add(keeper);
  }

  async function keep(slot: number, program: Program): Promise<void> {
    const status = await program.ended;
    running.delete(slot);
    await program[Symbol.asyncDispose]();
    if (state.closed) return;
    if (!asked.has(program.pid)) {
      crashes.push(`${program.pid} ended with ${JSON.stringify(status)}: ${last(program)}`);
    }
    state.restarts++;
    while (!state.closed) {
      try {
        return await launch(slot);
      } catch (error) {
        // The database may be away just now; only a program that never starts is a fault.
        if (!/Busy|database|connect|ready in time/i.test(String(error))) crashes.push(`${error}`);
      }
    }
  }

  const fleet: Fleet = {
    running: () => [...running.values()],
    signal(program, signal) {
      asked.add(program.pid);
      program.kill(signal);
    },
    crashes,
    size,
    restarts: () => state.restarts,
    async [Symbol.asyncDispose]() {
      state.closed = true;
      await Promise.all([...running.values()].map((program) => program[Symbol.asyncDispose]()));
      await Promise.all(keepers);
    },
  };
  const launches = Array.from({ length: size }, (_, slot) => launch(slot));
  const failed = (await Promise.allSettled(launches)).find((one) => one.status === "rejected");
  if (!failed) return fleet;
  await fleet[Symbol.asyncDispose]();
  throw failed.reason;
}

function last(program: Program): string {
  return program.stderr().trim().slice(-500);
}
