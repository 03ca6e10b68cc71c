import assert from "node:assert/strict";
import { type Letterhead, writeLetter } from "../../domain/messages/letters.ts";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, type Page, shots, visit } from "../browser.ts";
import { everyLetter, identityLetters } from "../every_letter.ts";
import { PNG } from "../small_picture.ts";
import { testApp } from "../test_app.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

const values = {
  name: "Ann Lee",
  email: "ann.lee@northwind-traders.example",
  link: `https://thread.example.com/sign-in-links/${"aB3_".repeat(10)}xyz`,
  code: "401938",
};

const LOGO = "https://thread.example.com/brand/acme/logo?v=3";
/** As a picture of a brand often is: dark ink on nothing. */
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="150" height="40">
  <circle cx="20" cy="20" r="16" fill="#13233f"/>
  <text x="46" y="28" font-family="sans-serif" font-size="24" fill="#13233f">Acme</text></svg>`;

const heads: Record<string, Letterhead> = {
  dark: { name: "Acme Cloud", accent: "#10131c" },
  light: { name: "Acme Cloud", accent: "#ffe14d", logoUrl: LOGO },
  long: { name: "Aa".repeat(60), accent: "#0f7373" },
};

Deno.test("every letter is readable on a wide and a narrow, a light and a dark screen", async () => {
  await using tab = await browser.tab();
  for (const [name, write] of everyLetter) {
    const own: [string, Letterhead | undefined][] = Object.hasOwn(identityLetters, name)
      ? [["thread", undefined]]
      : [["thread", undefined], ...Object.entries(heads)];
    for (const [look, head] of own) {
      await show(tab.page, writeLetter(write(values), head).html);
      await check(tab.page, `${name} ${look}`);
      await shots(tab.page, `letter-${name}-${look}`, { widths: [360, 600] });
    }
  }
});

Deno.test("the code of a letter is selected whole, and copied without a gap", async () => {
  await using tab = await browser.tab();
  await show(tab.page, writeLetter(identityLetters.signInLetter(values)).html);
  const code = tab.page.getByText(values.code, { exact: true });
  await code.click();
  assert.equal(await tab.page.evaluate(() => getSelection()!.toString().trim()), values.code);
});

Deno.test("the outbox shows a letter with its organisation's logo, and runs nothing", async () => {
  let answer: (request: Request) => Response | Promise<Response> = () => new Response();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => answer(request),
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  await using thread = await testApp({ PUBLIC_URL: origin });
  answer = thread.app.fetch;
  const { identityId, orgId } = thread.cast.alice!;
  await thread.rows("update identities set operator = true where id = $1", [identityId]);
  await thread.rows(
    "update brandings set logo = $2, logo_type = 'image/png' where org_id = $1",
    [orgId, PNG],
  );
  const alice = thread.as("alice");
  await alice.post("/members/invitations", { email: "nina@acme.test", roles: "csm" });
  const { id } = (await thread.mails()).at(-1)!;
  {
    await using tab = await browser.tab();
    const value = alice.jar.get("thread")!;
    await tab.context.addCookies([{ name: "thread", value, url: origin }]);
    await visit(tab.page, `${origin}/outbox/${orgId}/${id}/html`);
    const logo = tab.page.getByRole("img", { name: "Acme Cloud" });
    assert.equal(await logo.evaluate((img) => (img as HTMLImageElement).naturalWidth), 16);
    assert.equal(await tab.page.evaluate(() => self.origin), "null", "an origin of its own");
  }
  thread.house.streams.stop();
  await server.shutdown();
});

/** A letter is shown inside of a mail program, which has its own. */
const LANDMARKS = ["landmark-one-main", "region"];

async function show(page: Page, html: string) {
  await page.route(LOGO, (route) => route.fulfill({ contentType: "image/svg+xml", body: PICTURE }));
  await page.setContent(html, { waitUntil: "load" });
}

async function check(page: Page, what: string) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccess(page, { reviewed: LANDMARKS });
    for (const width of [360, 600]) {
      await page.setViewportSize({ width, height: 900 });
      assert.equal(await overflows(page), false, `${what} is too wide at ${width}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
}
