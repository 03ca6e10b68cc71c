import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, shots, visit } from "../browser.ts";
import { onboarding } from "../portal.ts";
import { openSite } from "../site.ts";
import { hashOf, largePdf } from "../uploads.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

Deno.test("files are chosen or dropped, go piece by piece, and go on after a cut and a reload", async () => {
  await using site = await openSite();
  const { thread, origin } = site;
  const { ann, papers, slot } = await onboarding(thread);
  await using tab = await browser.tab({ viewport: { width: 390, height: 844 } });
  const { page } = tab;
  page.on("dialog", (dialog) => dialog.accept());
  await tab.context.addCookies([{ name: "portal", value: ann.jar.get("portal")!, url: origin }]);
  await visit(page, origin + papers);
  const picker = page.locator(`input[type=file][name=file_${slot}]`);
  const small = (name: string, text = "%PDF-1.7") => ({
    name,
    mimeType: "application/pdf",
    buffer: Buffer.from(text),
  });
  await picker.setInputFiles([small("one.pdf"), small("lie.pdf", "MZ"), small("two.pdf")]);
  for (const name of ["one.pdf", "two.pdf"]) await page.getByRole("link", { name }).waitFor();
  const problem = page.locator(".upload-says", { hasText: "This is no .pdf file inside." });
  await problem.waitFor();
  tab.expect(/422/);
  await checkAccess(page);
  assert.equal(await overflows(page), false);
  await page.getByRole("button", { name: "Cancel" }).click();
  await problem.waitFor({ state: "detached" });
  await page.locator("#send-files .button.primary").waitFor();

  await page.evaluate((slot) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File(["%PDF-1.7 dropped"], "dropped.pdf"));
    const box = document.querySelector(`[data-uploads][data-slot="${slot}"]`)!;
    box.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true }));
  }, slot);
  await page.getByRole("link", { name: "dropped.pdf" }).waitFor();
  assert.equal(await page.locator("#status").textContent(), "dropped.pdf is there.");

  const file = largePdf(1_300_000);
  const path = await Deno.makeTempFile({ suffix: ".pdf" });
  await Deno.writeFile(path, file);
  const name = path.split("/").at(-1)!;
  let isCut = true;
  await page.route("**/p/uploads/*", async (route) => {
    const range = route.request().headers()["content-range"] ?? "";
    if (isCut && /^bytes [1-9]/.test(range)) await route.abort("connectionreset");
    else await route.continue();
  });
  await picker.setInputFiles(path);
  await page.getByText("The connection is cut. It goes on by itself.").waitFor();
  await shots(page, "upload-cut");
  await page.reload();
  await page.getByText("Choose the same file again to go on.").waitFor();
  await shots(page, "upload-broken-off");
  isCut = false;
  await picker.setInputFiles(path);
  await page.getByRole("link", { name }).waitFor();
  await Deno.remove(path);
  tab.expect(/ERR_CONNECTION_RESET/);
  const [kept] = await thread.rows<{ hash: string; pieces: number }>(
    `select encode(sha256(string_agg(bytes, '' order by position)), 'hex') as hash
     from file_chunks c join files f on f.id = c.file_id where f.name = $1`,
    [name],
  );
  assert.equal(kept!.hash, hashOf(file));

  await visit(page, `${origin}/p/documents`);
  await page.getByRole("link", { name }).waitFor();
  await checkAccess(page);
  await shots(page, "portal-documents");
});
