const MB = 1024;

/** What a process holds in memory, in MB, pages that it shares with others included. */
export async function memoryOf(pid: number): Promise<number> {
  return await kilobytes(`/proc/${pid}/status`, "VmRSS") / MB;
}

/** A process and all that it started, with what they share counted once. */
export async function memoryBelow(pid: number): Promise<number> {
  let sum = await kilobytes(`/proc/${pid}/smaps_rollup`, "Pss");
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = await Deno.readTextFile(`/proc/${name}/status`);
      if (status.includes(`\nPPid:\t${pid}\n`)) {
        sum += await kilobytes(`/proc/${name}/smaps_rollup`, "Pss");
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // It has ended meanwhile.
    }
  }
  return sum / MB;
}

async function kilobytes(file: string, field: string): Promise<number> {
  const text = await Deno.readTextFile(file);
  const value = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1];
  if (!value) throw new Error(`${file} does not tell ${field}`);
  return Number(value);
}
