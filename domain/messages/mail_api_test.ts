import assert from "node:assert/strict";
import { testSettings } from "../../tests/test_app.ts";
import type { OutgoingMail } from "../base/outside.ts";
import { apiWire } from "./mail_api.ts";

const TOKEN = "c4nary-token";
const mail: OutgoingMail = {
  id: "0192b7c4-0000-7000-8000-000000000001",
  automatic: false,
  fromName: 'Acme "Cloud", <evil@z.test>',
  replyTo: "bob@acme.test",
  to: { name: "Ann\r\nBcc: evil@z.test", address: "ann@globex.test" },
  subject: "Hello\r\nBcc: evil@z.test",
  text: "Hello Ann",
  html: "<p>Hello Ann</p>",
  unsubscribeUrl: "https://thread.test/unsubscribe/abc",
  date: new Date("2026-11-20T10:00:00Z"),
};

/** A mail provider on this machine that answers as told. */
function provider(answer: (request: Request) => Response | Promise<Response>) {
  const requests: { headers: Headers; body: Record<string, unknown> }[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    requests.push({ headers: request.headers, body: await request.clone().json() });
    return await answer(request);
  });
  const url = `http://127.0.0.1:${server.addr.port}/email`;
  return { url, requests, [Symbol.asyncDispose]: () => server.shutdown() };
}

function wireTo(url: string, totalMs = 2000) {
  const settings = testSettings({
    MAIL_API_URL: url,
    MAIL_API_TOKEN: TOKEN,
    MAIL_FROM: "thread@acme.test",
  });
  return apiWire(settings, fetch, totalMs);
}

Deno.test("a mail over HTTP carries its key, its Message-ID and plain addresses", async () => {
  await using there = await provider(() => Response.json({ ErrorCode: 0, Message: "OK" }));
  assert.deepEqual(await wireTo(there.url).send(mail), { kind: "accepted", words: "200 OK" });
  const [{ headers, body }] = there.requests as [typeof there.requests[0]];
  assert.equal(headers.get("idempotency-key"), mail.id);
  assert.equal(headers.get("x-postmark-server-token"), TOKEN);
  assert.deepEqual(body, {
    From: '"Acme Cloud evil z.test" <thread@acme.test>',
    To: '"Ann Bcc evil z.test" <ann@globex.test>',
    ReplyTo: "bob@acme.test",
    Subject: "Hello Bcc: evil@z.test",
    TextBody: "Hello Ann",
    HtmlBody: "<p>Hello Ann</p>",
    Headers: [
      { Name: "List-Unsubscribe", Value: "<https://thread.test/unsubscribe/abc>" },
      { Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" },
      { Name: "Message-ID", Value: `<${mail.id}@acme.test>` },
      { Name: "X-PM-KeepID", Value: "true" },
    ],
    Metadata: { mail: mail.id },
  });
});

const answers: [string, () => Response, unknown][] = [
  ["a provider's own refusal", () => json(422, { ErrorCode: 300, Message: "Bad To" }), {
    kind: "refused",
    again: false,
    words: "422 Bad To",
  }],
  ["a refusal told with 200", () => json(200, { ErrorCode: 406, Message: "Inactive" }), {
    kind: "refused",
    again: false,
    words: "200 Inactive",
  }],
  ["a wrong token, repeated", () => json(401, { Message: `No such token ${TOKEN}` }), {
    kind: "refused",
    again: true,
    words: "401 No such token [hidden]",
  }],
  ["too many", () => json(429, { Message: "Slow down" }, { "retry-after": "90" }), {
    kind: "refused",
    again: true,
    afterSeconds: 90,
    words: "429 Slow down",
  }],
  ["a fault that may come after acceptance", () => json(500, { Message: "Oops" }), {
    kind: "lost",
    words: "500 Oops",
  }],
  ["a redirect, not followed", () => Response.redirect("http://127.0.0.1:1/steal"), {
    kind: "refused",
    again: true,
    words: "302",
  }],
];

for (const [what, answer, expected] of answers) {
  Deno.test(`the answer to ${what}`, async () => {
    await using there = await provider(answer);
    assert.deepEqual(await wireTo(there.url).send(mail), expected);
    assert.equal(there.requests.length, 1);
  });
}

Deno.test("silence may mean that it was taken; nobody listening cannot", async () => {
  const over = Promise.withResolvers<Response>();
  await using there = await provider(() => over.promise);
  assert.equal((await wireTo(there.url, 200).send(mail)).kind, "lost");
  over.resolve(new Response());
  const gone = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  gone.close();
  const answer = await wireTo(`http://127.0.0.1:${gone.addr.port}/email`).send(mail);
  assert.deepEqual({ ...answer, words: "" }, { kind: "refused", again: true, words: "" });
});

function json(status: number, body: unknown, headers: HeadersInit = {}): Response {
  return Response.json(body, { status, headers });
}
