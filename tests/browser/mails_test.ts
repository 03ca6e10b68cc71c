import assert from "node:assert/strict";
import { HOUSE, inOrg } from "../../domain/base/db.ts";
import { writeLetter } from "../../domain/messages/letters.ts";
import { type NewMail, postMail } from "../../domain/messages/outbox.ts";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, shots, visit } from "../browser.ts";
import { testApp } from "../test_app.ts";

const thread = await testApp();
const alice = thread.cast.alice!;
await thread.rows("update identities set operator = true where id = $1", [alice.identityId]);
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, thread.app.fetch);
const origin = `http://127.0.0.1:${server.addr.port}`;
const browser = await openBrowser();

Deno.test.afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  thread.house.streams.stop();
  await server.shutdown();
  await thread[Symbol.asyncDispose]();
});

async function signedInTab(javaScriptEnabled = true) {
  const tab = await browser.tab({ javaScriptEnabled });
  const value = thread.as("alice").jar.get("thread")!;
  await tab.context.addCookies([{ name: "thread", value, url: origin }]);
  return tab;
}

function post(orgId: string, more: Partial<NewMail>) {
  return inOrg(thread.db, orgId, { kind: "system" }, (tx) =>
    postMail(tx, {
      class: "customer",
      to: { name: "Ann Lee", address: "ann.lee@a-rather-long-company-name.example" },
      ...writeLetter({
        subject: "Your kick-off on Monday, and what to bring to it",
        paragraphs: ["Hello Ann,", "The agenda is behind this button."],
        button: { label: "Open the agenda", url: "https://thread.test/p/agenda?of=kick-off" },
        code: { label: "Or enter this code", value: "012345" },
        why: "You get this mail because you are a contact of Acme Cloud.",
      }, { name: "Acme Cloud", accent: "#0f7373" }),
      ...more,
    }));
}

Deno.test("the pages of mails hold at every width, in both themes, for everybody", async () => {
  const id = await post(alice.orgId, {});
  const failed = await post(alice.orgId, { subject: "Never left" });
  await thread.rows(
    `update mails set state = case id when $1 then 'unknown' else 'failed' end, attempts = 1,
       error = case id when $1 then 'No answer after the mail: Connection closed'
         else '550 No such mailbox here' end`,
    [id],
  );
  const kept = await post(HOUSE, { class: "sign_in" });
  await thread.rows(
    "update mails set state = 'sent', carrier = 'outbox', sent_at = now() where id = $1",
    [kept],
  );
  const pages = {
    "mails": "/mails",
    "mails-all": "/mails?view=all",
    "mails-empty": "/mails?view=all&to=nobody",
    "mail-unknown": `/mails/${id}`,
    "mail-failed": `/mails/${failed}`,
    "outbox": "/outbox",
    "outbox-mail": `/outbox/${HOUSE}/${kept}`,
    "outbox-letter": `/outbox/${HOUSE}/${kept}/html`,
  };
  for (const [name, path] of Object.entries(pages)) {
    await using tab = await signedInTab();
    assert.equal((await visit(tab.page, origin + path)).status(), 200, path);
    if (name !== "outbox-letter") await checkAccess(tab.page);
    for (const width of [320, 1280]) {
      await tab.page.setViewportSize({ width, height: 800 });
      assert.equal(await overflows(tab.page), false, `${path} is too wide at ${width}`);
    }
    await shots(tab.page, name, { widths: [320, 1280] });
  }
});

Deno.test("a person settles an unknown mail, with script or without", async () => {
  for (const script of [true, false]) {
    const id = await post(alice.orgId, { subject: `Script ${script}` });
    await thread.rows("update mails set state = 'unknown', carrier = 'smtp' where id = $1", [id]);
    await using tab = await signedInTab(script);
    await visit(tab.page, `${origin}/mails`);
    await tab.page.getByRole("link", { name: `Script ${script}` }).click();
    await tab.page.getByRole("button", { name: "It arrived" }).click();
    await tab.page.getByText("Marked as arrived").waitFor();
    const [mail] = await thread.rows("select state, settled_by from mails where id = $1", [id]);
    assert.deepEqual(mail, { state: "sent", settled_by: alice.memberId });
  }
});
