import { isIPv4, isIPv6 } from "node:net";

/** From the special-purpose registries: everything here is not the public internet. */
const SPECIAL_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
].map(range);

/** Only 2000::/3 is handed out; these parts of it are tunnels, tests and documentation. */
const GLOBAL_V6 = range("2000::/3");
const SPECIAL_V6 = [
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "2620:4f:8000::/48",
  "3fff::/20",
].map(range);

interface Range {
  bytes: Uint8Array;
  bits: number;
}

/**
 * Whether an address is on the public internet. IPv6 forms that carry an IPv4 address (mapped,
 * NAT64, 6to4, Teredo) are not, whatever they carry.
 */
export function isPublicAddress(address: string): boolean {
  const bytes = addressBytes(address);
  if (!bytes) return false;
  if (bytes.length === 4) return !SPECIAL_V4.some((special) => contains(special, bytes));
  return contains(GLOBAL_V6, bytes) && !SPECIAL_V6.some((special) => contains(special, bytes));
}

/** Four or sixteen bytes, or nothing where the text is not an address in plain notation. */
export function addressBytes(address: string): Uint8Array | undefined {
  if (isIPv4(address)) return Uint8Array.from(address.split("."), Number);
  if (!isIPv6(address) || address.includes("%")) return;
  const [head, tail] = withoutDottedEnd(address).split("::") as [string, string?];
  const first = groups(head);
  const last = groups(tail ?? "");
  const middle = new Array<number>(8 - first.length - last.length).fill(0);
  return Uint8Array.from(
    [...first, ...middle, ...last].flatMap((group) => [group >> 8, group & 255]),
  );
}

function withoutDottedEnd(address: string): string {
  return address.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, ...parts: string[]) => {
      const [a, b, c, d] = parts.slice(0, 4).map(Number) as [number, number, number, number];
      return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
    },
  );
}

function groups(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => parseInt(group, 16));
}

function contains({ bytes, bits }: Range, address: Uint8Array): boolean {
  for (let bit = 0; bit < bits; bit += 8) {
    const mask = 255 << Math.max(0, 8 - (bits - bit)) & 255;
    if (((bytes[bit / 8]! ^ address[bit / 8]!) & mask) !== 0) return false;
  }
  return true;
}

function range(text: string): Range {
  const [address, bits] = text.split("/") as [string, string];
  return { bytes: addressBytes(address)!, bits: Number(bits) };
}
