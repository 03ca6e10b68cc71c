import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { landed, pressOn } from "../tests/pages.ts";
import { onboarding, pdf, wordsOf } from "../tests/portal.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("THREAD-201 Documents lists all that the customer sent, with every version, and hands it out", async () => {
  await using thread = await testApp();
  const { ann, papers, slot, accountId } = await onboarding(thread);
  const send = (file: File) => ann.post(`${papers}/files/${slot}`, { [`file_${slot}`]: file });
  const empty = wordsOf(await ann.page("/p/documents"));
  assert.match(empty, /Still asked for .* Signed papers .* Send files.* Nothing has been sent yet/);
  await send(pdf("order form.pdf", "%PDF-1.7 first"));
  await send(pdf("terms.pdf", "%PDF-1.7 terms"));
  await send(pdf("order form.pdf", "%PDF-1.7 second"));
  const page = await ann.page("/p/documents");
  const words = wordsOf(page);
  assert.match(
    words,
    /order form\.pdf Received 15 bytes, \d+ \w+ \d{4}, \d\d:\d\d, Ann For Signed papers 1 older version .* terms\.pdf Received/,
  );
  const links = [...page.matchAll(/href="(\/p\/files\/[0-9a-f-]{36})"/g)].map(([, link]) => link!);
  const texts = await Promise.all(links.map(async (link) => await (await ann.get(link)).text()));
  assert.deepEqual(texts, ["%PDF-1.7 second", "%PDF-1.7 first", "%PDF-1.7 terms"]);
  const sent = await ann.get(links[0]!);
  assert.match(sent.headers.get("content-disposition")!, /^attachment; filename="order form\.pdf"/);
  assert.equal(sent.headers.get("content-type"), "application/octet-stream");
  assert.equal(sent.headers.get("x-content-type-options"), "nosniff");
  assert.match(sent.headers.get("content-security-policy")!, /default-src 'none'; sandbox/);

  const bob = thread.as("bob");
  const theirs = await bob.page(`/accounts/${accountId}/documents`);
  assert.match(wordsOf(theirs), /order form\.pdf .* 1 older version .* Signed papers .* Ann/);
  const link = /\/accounts\/[^"]*\/files\/[0-9a-f-]{36}/.exec(theirs)![0];
  assert.equal(await (await bob.get(link)).text(), "%PDF-1.7 second");
  const look = await bob.page(`/accounts/${accountId}/as-customer/documents`);
  assert.match(wordsOf(look), /order form\.pdf Received/);
  const seen = /\/accounts\/[^"]*\/as-customer\/files\/[0-9a-f-]{36}/.exec(look)![0];
  assert.equal(await (await bob.get(seen)).text(), "%PDF-1.7 second");
  const charlie = thread.as("charlie");
  for (const path of [`/accounts/${accountId}/documents`, link]) {
    assert.equal((await charlie.get(path)).status, 404);
  }
});

Deno.test("a CSM accepts a file or asks for another, and the customer reads why and can send again", async () => {
  await using thread = await testApp();
  const { ann, papers, slot, accountId, action: find } = await onboarding(thread);
  const send = (file: File) => ann.post(`${papers}/files/${slot}`, { [`file_${slot}`]: file });
  await send(pdf("order form.pdf"));
  await send(pdf("terms.pdf"));
  assert.equal((await ann.post(`${papers}/submission`, { version: "0" })).status, 303);
  await thread.workOff();
  assert.equal((await find("Signed papers")).state, "completed");

  const bob = thread.as("bob");
  const action = await bob.page(
    `/accounts/${accountId}/actions/${(await find("Signed papers")).id}`,
  );
  assert.match(
    wordsOf(action),
    /What came in Answers and files All documents .* Order form 2 files/,
  );
  const documents = `/accounts/${accountId}/documents`;
  const fileOf = async (name: string) => {
    const page = await bob.page(documents);
    return new RegExp(`href="([^"]*/files/[0-9a-f-]{36})" download[^>]*>${name}<`).exec(page)![1]!;
  };
  const terms = await fileOf("terms.pdf");
  const order = await fileOf("order form.pdf");
  const accepted = wordsOf(await pressOn(bob, documents, `${terms}/acceptance`));
  assert.match(accepted, /terms\.pdf 15 bytes .* Accepted Bob .* terms\.pdf is accepted\./);
  assert.equal((await bob.post(`${terms}/acceptance`)).status, 409, "once is enough");
  assert.equal((await thread.as("lea").post(`${terms}/acceptance`)).status, 403);
  assert.equal((await thread.as("lea").get(`${terms}/returns`)).status, 403);
  assert.equal((await thread.as("charlie").post(`${terms}/acceptance`)).status, 404);

  assert.equal((await bob.post(`${order}/returns`, { body: " " })).status, 422);
  assert.match(wordsOf(await bob.page(`${order}/returns`)), /Ask again for order form\.pdf/);
  const why = "Page 3 is missing";
  const asked = wordsOf(await landed(bob, await bob.post(`${order}/returns`, { body: why })));
  assert.match(asked, /Asked again Bob Page 3 .* is asked for another order form\.pdf\./);
  assert.equal((await bob.post(`${order}/returns`, { body: "Twice" })).status, 409);
  const letter = await letterTo(thread, "ann@northwind.example");
  assert.match(letter.subject, /Another file, please: "order form\.pdf"/);
  assert.match(letter.text, /Page 3 is missing/);
  const { id, state } = await find("Signed papers");
  assert.equal(letter.path, `/p/${thread.cast.bob!.orgId}/tasks/${id}`);
  assert.notEqual(state, "completed");

  assert.match(wordsOf(await ann.page("/p")), /Asked again: order form\.pdf: Page 3 is missing/);
  assert.match(
    wordsOf(await ann.page(papers)),
    /order form\.pdf .* Asked again Page 3 is missing .*terms\.pdf .* Accepted/,
  );
  assert.equal((await send(pdf("order form.pdf", "%PDF-1.7 all pages"))).status, 303);
  assert.equal((await bob.post(`${order}/acceptance`)).status, 409, "a newer one is there");
  assert.equal((await ann.post(`${papers}/submission`, { version: "0" })).status, 303);
  await thread.workOff();
  assert.equal((await find("Signed papers")).state, "completed");
  assert.match(
    wordsOf(await ann.page("/p/documents")),
    /order form\.pdf Received .* 1 older version/,
  );
  const told = wordsOf(await bob.page(`/accounts/${accountId}/activity`));
  assert.match(told, /Bob asked the customer for another order form\.pdf/);
  assert.match(told, /Bob accepted terms\.pdf/);
});

Deno.test("a file that was asked for again does not count, so the task cannot be sent without another", async () => {
  await using thread = await testApp();
  const { ann, papers, slot, accountId } = await onboarding(thread);
  await ann.post(`${papers}/files/${slot}`, { [`file_${slot}`]: pdf("order form.pdf") });
  const [file] = await thread.rows<{ id: string }>("select id from files");
  const bob = thread.as("bob");
  const at = `/accounts/${accountId}/files/${file!.id}/returns`;
  assert.equal((await bob.post(at, { body: "Blurred" })).status, 303);
  assert.equal((await ann.post(`${papers}/submission`, { version: "0" })).status, 422);
  await ann.post(`${papers}/files/${slot}`, { [`file_${slot}`]: pdf("sharp.pdf") });
  assert.equal((await ann.post(`${papers}/submission`, { version: "0" })).status, 303);
  const [sent] = await thread.rows<{ answers: Record<string, string[]> }>(
    "select answers from submissions",
  );
  assert.equal(sent!.answers[slot]!.length, 1);
  assert.notEqual(sent!.answers[slot]![0], file!.id);
});
