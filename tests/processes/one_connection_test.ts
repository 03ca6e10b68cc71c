import assert from "node:assert/strict";
import { eventually } from "../processes.ts";
import { openSmtpSink } from "../smtp_sink.ts";
import { type TestApp, testApp } from "../test_app.ts";
import { openBrowserAt, startNeighbour } from "./neighbours.ts";

const AT_ONCE = 20;
/** Whoever waits for a second connection while holding the only one is refused after 2 seconds. */
const SOON_MS = 10_000;

Deno.test("a server with one connection serves every page, many at once, and works beside", async () => {
  await using thread = await testApp();
  await using sink = await openSmtpSink();
  await using server = await startNeighbour(thread, {
    DATABASE_POOL: "1",
    SMTP_URL: sink.url,
    MAIL_FROM: "thread@thread.test",
  });
  const alice = openBrowserAt(thread, server, "alice");
  const stream = await alice.request("/live");
  for (const path of pages(thread)) {
    const start = performance.now();
    const response = await alice.get(path);
    await response.body?.cancel();
    assert.ok(response.status < 500, `${path} answers ${response.status}`);
    assert.ok(performance.now() - start < SOON_MS, `${path} took too long`);
  }
  const crowd = Array.from({ length: AT_ONCE }, (_, nth) => alice.get(nth % 2 ? "/" : "/members"));
  for (const response of await Promise.all(crowd)) {
    await response.body?.cancel();
    assert.equal(response.status, 200);
  }

  const acts: [string, Record<string, string>][] = [
    ["/profile", { name: "Alice Again", theme: "dark" }],
    ["/theme", { theme: "light", back: "/" }],
    ["/members/invitations", { email: "new@acme.test", roles: "csm" }],
    ["/settings/holidays", { day: "2027-05-01", name: "May Day" }],
    ["/sign-in-links", { email: "bob@acme.test", next: "/" }],
    ["/password-resets", { email: "bob@acme.test" }],
    ["/sign-up", { email: "someone@fresh-company.test" }],
    ["/profile/sessions/revocation", {}],
  ];
  for (const [path, fields] of acts) {
    const response = await alice.post(path, fields);
    assert.equal(
      response.status,
      303,
      `${path} answers ${response.status} ${await response.text()}`,
    );
  }
  await sink.waitFor(4, 30_000);
  const letter = sink.received.find(({ to }) => to.includes("someone@fresh-company.test"));
  const [path] = /\/verification\/[\w-]{43}/.exec(letter!.raw.replaceAll("=\r\n", "")) ?? [""];
  const visitor = openBrowserAt(thread, server);
  const opened = await visitor.get(path);
  assert.equal(opened.status, 200, `${path} leads to ${opened.headers.get("location")}`);
  await eventually("every job is done", async () => {
    return (await thread.rows("select from jobs where kind = 'send_mail'")).length === 0;
  }, 30_000);
  await stream.body?.cancel();
});

/** Every page that is found without an id, so that new ones come along by themselves. */
function pages(thread: TestApp): string[] {
  const own = thread.app.routes.filter(({ method, path }) =>
    method === "GET" && !/[:*]/.test(path)
  );
  const paths = [...new Set(own.map(({ path }) => path))];
  return paths.filter((path) => !["/live", "/step-up/code"].includes(path));
}
