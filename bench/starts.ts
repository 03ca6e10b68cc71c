import { eventually, type Program, startProgram } from "../tests/processes.ts";
import { type Figure, inRounds, short } from "./figures.ts";
import { adminSession, type BenchHouse, serve } from "./house.ts";
import { load, request } from "./load.ts";
import { memoryBelow, memoryOf } from "./memory.ts";

/** Goal 15: from nothing to the first page, in the three ways that Thread is started. */
export async function benchStarts({ large }: BenchHouse): Promise<Figure[]> {
  const folder = await Deno.makeTempDir({ prefix: "thread-bench-start-" });
  try {
    let round = 0;
    return await inRounds(async () => {
      const data = `${folder}/${round++}`;
      const external = await timeToPage(() => serve(large));
      const first = await timeToPage(() => startHere(data));
      const warm = await timeToPage(() => startHere(data));
      const figure = (what: string, ms: number, must: number, stretch: number): Figure => ({
        goal: 15,
        what,
        value: ms,
        must,
        stretch,
        better: "less",
        note: "",
      });
      return [
        figure("start to first page, external Postgres, ms", external, 300, 150),
        figure("start to first page, embedded and warm, ms", warm, 600, 300),
        figure("start to first page, first run ever, ms", first, 2500, 1500),
      ];
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Goal 16: what the process keeps in memory, and the Postgres beside it. */
export async function benchMemory({ large, floors, folder }: BenchHouse): Promise<Figure[]> {
  const token = await adminSession(large);
  return await inRounds(async () => {
    await using program = await serve(large);
    await load({
      url: program.url,
      connections: 1,
      seconds: 1,
      requests: [request({ path: "/healthz" })],
      once: true,
    });
    const idle = await memoryOf(program.pid);
    for (const path of ["/members", "/", "/activity"]) {
      const requests = [request({ path, token })];
      await load({ url: program.url, connections: 32, seconds: 3, requests });
    }
    const loaded = await memoryOf(program.pid);
    // Each connection is a process of the server; only those of Thread count.
    for (const { db } of floors) db.pool.replaceAll(new Error("The bench has no use for it now"));
    const postgres = await memoryBelow(
      parseInt(await Deno.readTextFile(`${folder}/database/postmaster.pid`)),
    );
    const figure = (what: string, mb: number, must: number, stretch: number): Figure => ({
      goal: 16,
      what,
      value: mb,
      must,
      stretch,
      better: "less",
      note: "",
    });
    return [
      figure("memory of the idle process, MB", idle, 120, 80),
      figure("memory after 9 s at 32 connections, MB", loaded, 260, 180),
      { ...figure("its Postgres, MB", postgres, 60, 60), note: "shared pages counted once" },
    ];
  });
}

function startHere(data: string): Promise<Program> {
  return startProgram({ command: "start", env: { THREAD_DATA_DIR: data } });
}

async function timeToPage(start: () => Promise<Program>): Promise<number> {
  const since = performance.now();
  const program = await start();
  const response = await fetch(`${program.url}/sign-in`);
  await response.text();
  const ms = performance.now() - since;
  if (response.status !== 200) throw new Error(`/sign-in answered ${short(response.status)}`);
  program.kill("SIGTERM");
  let ended = false;
  program.ended.then(() => ended = true);
  await eventually("the program ends", () => Promise.resolve(ended));
  await program[Symbol.asyncDispose]();
  return ms;
}
