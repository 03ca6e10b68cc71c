/** What is asked of name servers, and nothing else. TXT records come as one text each. */
export type RecordType = "A" | "AAAA" | "CNAME" | "TXT";

/** Answers the values of one kind of record; none where the name has none. Rejects on silence. */
export type ResolveDns = (name: string, type: RecordType) => Promise<string[]>;

export type Looked =
  | { kind: "found"; values: string[] }
  | { kind: "none" }
  /** Nobody answered, which says nothing about the record. */
  | { kind: "silent" };

const PATIENCE_MS = 5000;
const MOST_VALUES = 50;

/** The machine's own name servers, or the one that is set. */
export function dnsResolver(server?: { ipAddr: string; port: number }): ResolveDns {
  return async (name, type) => {
    const options = { ...(server && { nameServer: server }), signal: patience() };
    // A dot at the end: no search list of the machine may be tried behind it.
    const whole = name.endsWith(".") ? name : `${name}.`;
    try {
      return type === "TXT"
        ? (await Deno.resolveDns(whole, "TXT", options)).map((parts) => parts.join(""))
        : await Deno.resolveDns(whole, type, options);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    }
  };
}

export async function lookUp(
  resolve: ResolveDns,
  name: string,
  type: RecordType,
): Promise<Looked> {
  try {
    const values = (await resolve(name, type)).slice(0, MOST_VALUES)
      .map((value) => type === "TXT" ? value : value.toLowerCase().replace(/\.$/, ""));
    return values.length > 0 ? { kind: "found", values } : { kind: "none" };
  } catch {
    return { kind: "silent" };
  }
}

/** "127.0.0.1:5353" or "[::1]:5353"; without a port it is 53. */
export function readNameServer(text: string): { ipAddr: string; port: number } | undefined {
  const found = /^(?:\[([0-9a-f:]+)\]|(\d{1,3}(?:\.\d{1,3}){3}))(?::(\d{1,5}))?$/i.exec(text);
  const port = Number(found?.[3] ?? 53);
  return found && port > 0 && port < 65536 ? { ipAddr: found[1] ?? found[2]!, port } : undefined;
}

function patience(): AbortSignal {
  return AbortSignal.timeout(PATIENCE_MS);
}
