/** Ends this process on the spot: no cleaning up, as a power cut would. */
type Crash = () => void;

let armed: { name: string; left: number; crash: Crash } | undefined;

/**
 * Makes the process die at a named point, or at its third passing for "after-claim:3". Only the
 * chaos suite starts a process so; everywhere else the points do nothing.
 */
export function armCrashpoint(where: string | undefined, crash: Crash = killSelf): void {
  const [name, passing = "1"] = where?.split(":") ?? [];
  armed = name ? { name, left: Number(passing), crash } : undefined;
}

/** A place where dying is hardest to get right, such as between sending a mail and noting it. */
export function crashpoint(name: string): void {
  if (armed?.name === name && --armed.left === 0) armed.crash();
}

function killSelf(): void {
  Deno.kill(Deno.pid, "SIGKILL");
}
