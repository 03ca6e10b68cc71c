import assert from "node:assert/strict";
import fc from "fast-check";
import { addressBytes, isPublicAddress } from "./addresses.ts";

const PRIVATE = `
0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255
169.254.0.1 169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1
192.168.0.0 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1
239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:7f00:1 ::127.0.0.1 ::8.8.8.8 64:ff9b::8.8.8.8
64:ff9b::a00:1 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1
2001:20::1 2001:1ff:ffff::1 2001:db8::1 2002:7f00:1:: 2002:808:808::1 3fff::1 3fff:fff::1 4000::1
5f00::1 fc00::1 fd12:3456:789a::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 ff0e::1
2620:4f:8000::1 1fff::1
`.trim().split(/\s+/);

const PUBLIC = `
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0
198.17.255.255 198.20.0.0 223.255.255.255 2001:200::1 2001:4860:4860::8888 2606:4700:4700::1111
2a00:1450:4001:80b::200e 2003::1 2000::1 3ffe::1
`.trim().split(/\s+/);

const NOT_ADDRESSES = [
  "",
  "localhost",
  "127.1",
  "0x7f.0.0.1",
  "017.0.0.1",
  "2130706433",
  "1.2.3",
  "::g",
];

Deno.test("isPublicAddress() refuses every special range, at both of its ends", () => {
  assert.deepEqual(PRIVATE.filter(isPublicAddress), []);
});

Deno.test("isPublicAddress() lets the neighbours of special ranges pass", () => {
  assert.deepEqual(PUBLIC.filter((address) => !isPublicAddress(address)), []);
});

Deno.test("isPublicAddress() refuses what is not an address in plain notation", () => {
  assert.deepEqual(NOT_ADDRESSES.filter(isPublicAddress), []);
});

Deno.test("addressBytes() reads every IPv6 notation of the same address alike", () => {
  const property = fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
    const group = (at: number) => (bytes[at]! * 256 + bytes[at + 1]!).toString(16);
    const full = [0, 2, 4, 6, 8, 10, 12, 14].map(group).join(":");
    const short = new URL(`http://[${full}]/`).hostname.slice(1, -1);
    const dotted = `${full.split(":").slice(0, 6).join(":")}:${[...bytes.slice(12)].join(".")}`;
    for (const text of [full, full.toUpperCase(), short, dotted]) {
      assert.deepEqual(addressBytes(text), bytes, text);
    }
  });
  fc.assert(property);
});
