/** Hono alone in a process of its own: what a page without a database can reach on this machine. */
export async function startYardstick(): Promise<{ url: string } & AsyncDisposable> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", new URL("yardstick_server.tsx", import.meta.url).pathname],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await lines.read();
  return {
    url: value!.trim(),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await Promise.all([child.status, lines.cancel()]);
    },
  };
}
