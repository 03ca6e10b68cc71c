import assert from "node:assert/strict";
import { contrast } from "../domain/people/colours.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { invite, onboarding } from "../tests/portal.ts";
import { PNG } from "../tests/small_picture.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const ANN = "ann@northwind.example";

Deno.test("THREAD-194 the portal and the mails show the logo that was chosen last", async () => {
  await using thread = await testApp();
  const { ann, accountId } = await onboarding(thread);
  const { orgId } = thread.cast.alice!;
  assert.doesNotMatch(await ann.page("/p"), /<img/);
  const wider = PNG.with(19, 32);
  for (const [version, picture] of [[2, PNG], [3, wider]] as const) {
    await brand(thread, "#2257c9", new File([picture], "logo.png", { type: "image/png" }));
    const url = `/brand/${orgId}/logo?v=${version}`;
    assert.deepEqual(await pictureAt(thread, url), new Uint8Array(picture));
    for (const client of [ann, thread.visitor()]) {
      const page = client === ann ? "/p" : `/p/${orgId}`;
      assert.match(
        await client.page(page),
        new RegExp(`<img[^>]*src="${url.replace("?", "\\?")}"`),
      );
    }
    await thread.pass("2 minutes");
    await invite(thread, accountId, ANN);
    const [mail] = await thread.rows<{ body_html: string }>(
      "select body_html from mails order by created_at desc, id desc limit 1",
    );
    assert.ok(mail!.body_html.includes(`src="http://thread.test${url}"`), mail!.body_html);
  }
});

Deno.test("THREAD-195 the accent that is chosen colours the portal and the mails, and stays readable", async () => {
  await using thread = await testApp();
  const { ann, accountId } = await onboarding(thread);
  for (const accent of ["#8a1253", "#ffd54a", "#ffffff", "#000000", "#808080"]) {
    await brand(thread, accent);
    const href = /href="(\/brand\/[^"]*\.css[^"]*)"/.exec(await ann.page("/p"))![1]!;
    const css = await thread.visitor().page(href);
    const pair = (name: string) =>
      new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)!.slice(1);
    assert.equal(pair("accent")[0], accent);
    const surfaces = ["#ffffff", "#18191c"];
    for (const theme of [0, 1]) {
      const of = (name: string) => pair(name)[theme]!;
      const ratios = [
        contrast(of("on-accent"), of("accent")),
        contrast(of("accent-text"), surfaces[theme]!),
        contrast(of("accent-text"), of("accent-weak")),
      ];
      assert.ok(ratios.every((ratio) => ratio >= 4.5), `${accent}: ${ratios}`);
    }
    await thread.pass("2 minutes");
    await invite(thread, accountId, ANN);
    const [mail] = await thread.rows<{ body_html: string }>(
      "select body_html from mails order by created_at desc, id desc limit 1",
    );
    const [, fill, text] = /background: (#\w{6}); color: (#\w{6})/.exec(
      mail!.body_html.slice(mail!.body_html.indexOf('class="button"')),
    )!;
    assert.equal(fill, accent);
    assert.ok(contrast(fill!, text!) >= 4.5, `${accent}: ${text}`);
  }
});

async function brand(thread: TestApp, accent: string, logo?: File) {
  const alice = thread.as("alice");
  const version = await hiddenOn(alice, "/settings/branding", "version");
  const fields = { version, accent, ...logo ? { logo } : {} };
  await landed(alice, await alice.post("/settings/branding", fields));
}

async function pictureAt(thread: TestApp, url: string) {
  return new Uint8Array(await (await thread.visitor().get(url)).arrayBuffer());
}
