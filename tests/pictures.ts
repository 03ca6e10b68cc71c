import { DEMO_PASSWORD } from "../domain/people/demo.ts";
import { openBrowser, type Page, shots, visit } from "./browser.ts";
import { startProgram } from "./processes.ts";

/** The pictures of the README: a page of the demo, by an address or by links from one. */
export const PICTURES: { name: string; at: string; links?: string[] }[] = [
  { name: "home", at: "/" },
  { name: "accounts", at: "/accounts" },
  { name: "account", at: "/accounts", links: ["Northwind Traders"] },
  { name: "review", at: "/review" },
  { name: "template", at: "/templates", links: ["Enterprise onboarding"] },
  { name: "portal", at: "/accounts", links: ["Northwind Traders", "View as customer"] },
];

export const FOLDER = ".pictures";

if (import.meta.main) await takePictures();

/** Starts a demo of its own, signs in as its CSM and takes each page, light and dark. */
async function takePictures() {
  const data = await Deno.makeTempDir({ prefix: "thread-pictures-" });
  try {
    await Deno.mkdir(FOLDER, { recursive: true });
    await using program = await startProgram({
      command: "start",
      args: ["--data", data],
      env: { DATABASE_URL: "", THREAD_SECRET_KEYS: "", HOST: "", OTEL_DENO: "false" },
      patience: 60_000,
    });
    await using browser = await openBrowser();
    await using tab = await browser.tab({ viewport: { width: 1280, height: 800 } });
    await signIn(tab.page, program.url);
    for (const picture of PICTURES) await take(tab.page, program.url, picture);
    program.kill("SIGTERM");
    await program.ended;
  } finally {
    await Deno.remove(data, { recursive: true });
  }
}

async function signIn(page: Page, url: string) {
  await visit(page, `${url}/sign-in`);
  await page.getByLabel("Work email").fill("maya@acme-cloud.example");
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((at) => at.pathname === "/");
}

async function take(page: Page, url: string, { name, at, links = [] }: typeof PICTURES[number]) {
  await visit(page, url + at);
  for (const link of links) {
    const found = page.getByRole("link", { name: link }).first();
    await visit(page, new URL((await found.getAttribute("href"))!, url).href);
  }
  await shots(page, name, { folder: FOLDER, widths: [1280] });
  console.log(`${name} is taken`);
}
