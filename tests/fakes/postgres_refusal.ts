/** A server that takes connections and refuses every one of them with this code, or says nothing. */
export function startRefusal(code?: string): { url: string; close(): void } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  (async () => {
    for await (const connection of listener) {
      open.add(connection);
      if (code) refuse(connection, code).catch(() => {});
    }
  })();
  return {
    url: `postgres://thread_app:wrong@127.0.0.1:${listener.addr.port}/thread`,
    close() {
      listener.close();
      for (const connection of open) {
        try {
          connection.close();
        } catch {
          // It was refused and is closed.
        }
      }
    },
  };
}

async function refuse(connection: Deno.Conn, code: string): Promise<void> {
  await connection.read(new Uint8Array(1024));
  const fields = ["SFATAL", "VFATAL", `C${code}`, "Mrefused"].map((field) => `${field}\0`).join("");
  const body = new TextEncoder().encode(`${fields}\0`);
  const message = new Uint8Array(5 + body.length);
  message[0] = "E".charCodeAt(0);
  new DataView(message.buffer).setUint32(1, 4 + body.length);
  message.set(body, 5);
  await connection.write(message);
  connection.close();
}
