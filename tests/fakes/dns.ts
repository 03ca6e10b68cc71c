import { createSocket } from "node:dgram";
import { Buffer } from "node:buffer";
import { dnsResolver, type RecordType } from "../../domain/base/dns.ts";

const TYPES: Record<RecordType, number> = { A: 1, CNAME: 5, TXT: 16, AAAA: 28 };

/** A name server over UDP, with the records that it is told, which may also keep silent. */
export async function openDns() {
  const zone = new Map<string, string[]>();
  const silent = new Set<string>();
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, peer) => {
    const { name, type, end } = readQuestion(query);
    const kind = (Object.keys(TYPES) as RecordType[]).find((one) => TYPES[one] === type);
    asked.push(`${name} ${kind}`);
    if (silent.has(name)) return;
    const values = zone.get(`${name} ${kind}`) ?? [];
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(values.length > 0 || hasName(zone, name) ? 0x8180 : 0x8183, 2);
    head.writeUInt16BE(values.length, 6);
    head.writeUInt32BE(0, 8); // No authority, and none of the query's extras.
    const answers = values.map((value) => answer(type, dataOf(kind!, value)));
    socket.send(
      Buffer.concat([head, query.subarray(12, end), ...answers]),
      peer.port,
      peer.address,
    );
  });
  await new Promise<void>((ready) => socket.bind(0, "127.0.0.1", ready));
  return {
    /** What `Outside` asks, over the real wire. */
    resolve: dnsResolver({ ipAddr: "127.0.0.1", port: socket.address().port }),
    port: socket.address().port,
    set: (name: string, kind: RecordType, ...values: string[]) => {
      if (values.length > 0) zone.set(`${name} ${kind}`, values);
      else zone.delete(`${name} ${kind}`);
    },
    silence: (name: string, on = true) => void (on ? silent.add(name) : silent.delete(name)),
    asked,
    [Symbol.dispose]: () => socket.close(),
  };
}

function hasName(zone: Map<string, string[]>, name: string): boolean {
  return [...zone.keys()].some((key) => key.startsWith(`${name} `));
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString("latin1").toLowerCase());
    at += length + 1;
  }
  return { name: labels.join("."), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** About the name of the question, which stands at byte 12. */
function answer(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function dataOf(kind: RecordType, value: string): Buffer {
  switch (kind) {
    case "A":
      return Buffer.from(value.split(".").map(Number));
    case "AAAA":
      return Buffer.from(value.split(":").map((part) => part.padStart(4, "0")).join(""), "hex");
    case "CNAME":
      return Buffer.concat([
        ...value.split(".").map((label) =>
          Buffer.from(`${String.fromCharCode(label.length)}${label}`, "latin1")
        ),
        Buffer.from([0]),
      ]);
    case "TXT":
      return Buffer.concat(
        (value.match(/.{1,255}/gs) ?? [""]).map((part) =>
          Buffer.concat([Buffer.from([Buffer.byteLength(part)]), Buffer.from(part)])
        ),
      );
  }
}
