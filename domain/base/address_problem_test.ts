import assert from "node:assert/strict";
import { addressProblem, safeFetchWith } from "./safe_fetch.ts";

const REFUSED = String.raw`
http://example.com/ ftp://example.com/ file:///etc/passwd gopher://example.com/ data:text/html,x
javascript:alert(1) ws://example.com/ wss://example.com/ blob:https://example.com/1 about:blank
https:// https:/// https://? //example.com/ example.com /path https://exa%00mple.com/ https://exa<mple.com/
https://example.com:80/ https://example.com:8443/ https://example.com:22/ https://example.com:0/
https://example.com:65536/ https://user@example.com/ https://user:pass@example.com/ https://:pass@example.com/
https://example.com@127.0.0.1/ https://127.0.0.1@example.com/
https://localhost/ https://LOCALHOST/ https://localhost./ https://a.localhost/ https://intranet/ https://db/
https://printer.local/ https://metadata.google.internal/ https://router.lan/ https://nas.home/
https://wiki.corp/ https://box.home.arpa/ https://service.onion/ https://a.test/ https://a.invalid/
https://127.0.0.1/ https://127.1/ https://127.0.1/ https://0x7f.1/ https://0x7f000001/ https://2130706433/
https://017700000001/ https://0177.0.0.1/ https://127.0.0.1./ https://%31%32%37.0.0.1/ https://１２７.０.０.１/
https://①②⑦.⓪.⓪.①/ https://0/ https://0.0.0.0/ https://10.0.0.1/ https://172.16.0.1/ https://192.168.1.1/
https://169.254.169.254/latest/meta-data/ https://169.254.169.254./ https://0xa9fea9fe/ https://100.64.0.1/
https://198.18.0.1/ https://224.0.0.1/ https://240.0.0.1/ https://255.255.255.255/ https://8.8.8.8/
https://[::]/ https://[::1]/ https://[0:0:0:0:0:0:0:1]/ https://[::ffff:127.0.0.1]/ https://[::ffff:7f00:1]/
https://[64:ff9b::7f00:1]/ https://[2002:7f00:1::]/ https://[2001::1]/ https://[fe80::1]/ https://[fe80::1%25eth0]/
https://[fc00::1]/ https://[fd00:ec2::254]/ https://[ff02::1]/ https://[2606:4700:4700::1111]/
https://ｌｏｃａｌｈｏｓｔ/ https://loc\u0061lhost:443/ https://127。0。0。1/
`.trim().split(/\s+/);

const ACCEPTED = `
https://example.com https://example.com/ https://example.com:443/x?y=1#z https://EXAMPLE.com./
https://hooks.example.co.uk/a/b https://xn--mnchen-3ya.de/ https://münchen.de/ https://1password.com/
https://localhost.example.com/ https://127.0.0.1.example.com/
`.trim().split(/\s+/);

Deno.test("addressProblem() refuses every trick of the table, and safeFetch asks no name server", async () => {
  let asked = 0;
  const fetch = safeFetchWith({
    resolve() {
      asked++;
      return Promise.resolve(["127.0.0.1"]);
    },
    dial() {
      throw new Error("Nothing may be dialled");
    },
  });
  assert.ok(REFUSED.length >= 80, `${REFUSED.length} rows`);
  for (const url of REFUSED) {
    assert.notEqual(addressProblem(url), undefined, url);
    await assert.rejects(fetch(url), { name: "Upstream", retry: false }, url);
  }
  assert.equal(asked, 0);
});

Deno.test("addressProblem() accepts ordinary addresses", () => {
  for (const url of ACCEPTED) assert.equal(addressProblem(url), undefined, url);
});

Deno.test("addressProblem() accepts an allowed origin, and not another port or scheme of it", () => {
  const allowed = ["http://127.0.0.1:4000"];
  assert.equal(addressProblem("http://127.0.0.1:4000/hook", allowed), undefined);
  assert.notEqual(addressProblem("http://127.0.0.1:4001/hook", allowed), undefined);
  assert.notEqual(addressProblem("https://127.0.0.1:4000/hook", allowed), undefined);
  assert.notEqual(addressProblem("http://a@127.0.0.1:4000/hook", allowed), undefined);
});
