import assert from "node:assert/strict";
import { comeIn, customerOf, onboarding, pdf, wordsOf } from "../tests/portal.ts";
import { plannedAccount } from "../tests/plans.ts";
import { begin, hashOf, largePdf, sendAll, sendPiece, sweep, zipOf } from "../tests/uploads.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const HALF = 512 * 1024;

Deno.test("a file whose line was cut goes on on another device, and every byte is there", async () => {
  await using thread = await testApp();
  const { ann, papers, slot, accountId } = await onboarding(thread);
  const file = largePdf(1_300_000);
  const declared = { slot, size: file.length };
  const { id, received } = await begin(ann, papers, declared);
  assert.equal(received, 0);
  const first = file.subarray(0, HALF);
  assert.equal((await sendPiece(ann, id, 0, first, file.length)).received, HALF);
  assert.doesNotMatch(await ann.page("/p/documents"), /large\.pdf/);
  const words = wordsOf(await ann.page(papers));
  assert.match(
    words,
    /large\.pdf 512 kB of 1\.2 MB arrived\. Choose the same file again to go on\./,
  );

  await thread.pass("3 days");
  const phone = thread.visitor();
  await comeIn(thread, phone, "ann@northwind.example");
  const again = await begin(phone, papers, declared);
  assert.deepEqual([again.id, again.received], [id, HALF]);
  const head = await phone.request(`/p/uploads/${id}`, { method: "HEAD" });
  assert.equal(head.headers.get("upload-offset"), String(HALF));
  const repeated = await sendPiece(phone, id, 0, first, file.length);
  assert.deepEqual([repeated.status, repeated.received], [200, HALF], "the same piece again");
  const ahead = await sendPiece(phone, id, HALF + 10, first, file.length);
  assert.deepEqual([ahead.status, ahead.received], [409, HALF], "what is wanted is told");
  assert.equal((await begin(phone, papers, { ...declared, modified: 5 })).received, 0, "another");

  const last = await sendAll(phone, papers, { slot }, file);
  assert.equal(last.state, "there");
  for (
    const [client, base] of [[phone, "/p"], [thread.as("bob"), `/accounts/${accountId}`]] as const
  ) {
    const page = await client.page(`${base}/documents`);
    const link = new RegExp(`${base}/files/[0-9a-f-]{36}`).exec(page)![0];
    const got = await client.get(link);
    assert.equal(got.headers.get("content-length"), String(file.length));
    assert.equal(hashOf(await got.bytes()), hashOf(file));
    const part = await client.request(link, { headers: { range: "bytes=524280-524299" } });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get("content-range"), `bytes 524280-524299/${file.length}`);
    assert.equal(hashOf(await part.bytes()), hashOf(file.subarray(524_280, 524_300)));
    const end = await client.request(link, { headers: { range: "bytes=-7" } });
    assert.equal(hashOf(await end.bytes()), hashOf(file.subarray(-7)));
    const beyond = await client.request(link, { headers: { range: "bytes=9999999-" } });
    assert.equal(beyond.status, 416);
  }
  const done = await sendPiece(ann, id, 0, first, file.length);
  assert.equal(done.state, "there", "a slow tab hears that it is done");
});

Deno.test("two tabs that send the same file make one, and it is whole", async () => {
  await using thread = await testApp();
  const { ann, papers, slot } = await onboarding(thread);
  const file = largePdf(2_000_000);
  const told = await Promise.all([1, 2].map(() => sendAll(ann, papers, { slot }, file)));
  assert.deepEqual(told.map(({ state }) => state), ["there", "there"]);
  const rows = await thread.rows<{ id: string; hash: string }>(
    `select file_id as id, encode(sha256(string_agg(bytes, '' order by position)), 'hex') as hash
     from file_chunks group by file_id`,
  );
  assert.deepEqual(rows.map(({ hash }) => hash), [hashOf(file)]);
  assert.deepEqual(await used(thread), { bytes: file.length, files: 1 });
});

Deno.test("what is not what its name says is refused with its first piece, and leaves nothing", async () => {
  await using thread = await testApp();
  const { ann, papers, slot } = await onboarding(thread);
  const file = largePdf(900_000);
  const lie = file.slice();
  lie.set([0x4d, 0x5a]);
  const { id } = await begin(ann, papers, { slot, size: lie.length });
  const refused = await sendPiece(ann, id, 0, lie.subarray(0, HALF), lie.length);
  assert.equal(refused.status, 422);
  assert.match(refused.problem!, /This is no \.pdf file inside/);
  assert.equal((await sendPiece(ann, id, 0, file.subarray(0, HALF), file.length)).status, 404);
  for (
    const [name, words] of [
      ["invoice.pdf.exe", /A \.exe file is not taken here/],
      ["page.html", /A \.html file is not taken here/],
      ["../../etc/passwd", /has no ending/],
      ["mov\u202egpj.exe", /A \.exe file/],
    ] as const
  ) {
    const told = await begin(ann, papers, { slot, name, size: 10 });
    assert.equal(told.status, 409, name);
    assert.match(told.problem!, words);
  }
  const tiny = await begin(ann, papers, { slot, size: 300_000 });
  const crumb = await sendPiece(ann, tiny.id, 0, file.subarray(0, 100), 300_000);
  assert.match(crumb.problem!, /This piece of the file does not fit/);
  const long = await begin(ann, papers, { slot, size: 200_000 });
  const tooLong = await sendPiece(ann, long.id, 0, file.subarray(0, 250_000), 200_000);
  assert.match(tooLong.problem!, /larger than 0\.2 MB/);
  assert.deepEqual(await used(thread), { bytes: 0, files: 0 });
  assert.deepEqual(await thread.rows("select from uploads"), []);
});

Deno.test("an archive is judged by its list and never opened: bombs and false office files are refused", async () => {
  await using thread = await testApp();
  const { ann, form } = await onboarding(thread);
  const slot = "minutes";
  const question = { id: slot, type: "file", label: "Your minutes", help: "", options: [] };
  await thread.rows(
    `update actions set content = jsonb_set(content, '{questions}', content -> 'questions' || $1)
     where label = 'Goals and people'`,
    [[{ ...question, required: true }]],
  );
  assert.match(await ann.page(form), /data-slot="minutes"/);
  const office = (parts: string[], size?: number) =>
    zipOf(["[Content_Types].xml", ...parts].map((name) => ({ name, size })));
  const send = (name: string, bytes: Uint8Array) => sendAll(ann, form, { slot, name }, bytes);
  const truth = await send("minutes.docx", office(["word/document.xml"]));
  assert.equal(truth.state, "there", truth.problem ?? "");
  assert.match(wordsOf(await ann.page(form)), /minutes\.docx/);
  assert.match((await send("a.xlsx", office(["word/document.xml"]))).problem!, /no \.xlsx file/);
  assert.match((await send("b.docx", zipOf([{ name: "x.exe" }]))).problem!, /no \.docx file/);
  const bomb = office(["word/document.xml"], 4_000_000_000);
  assert.match((await send("c.docx", bomb)).problem!, /Far more would come out/);
  const cut = office(["word/document.xml"]).subarray(0, 60);
  assert.match((await send("d.docx", cut)).problem!, /no \.docx file/);
});

Deno.test("room is counted as it is taken: what is full says so, and what is given up comes back", async () => {
  await using thread = await testApp();
  const { ann, papers, slot } = await onboarding(thread);
  const file = largePdf(600_000);
  assert.equal((await sendAll(ann, papers, { slot }, file)).state, "there");
  await thread.rows("update file_quotas set most_bytes = 1500000");
  const open = await begin(ann, papers, { slot, name: "second.pdf", size: 800_000 });
  assert.equal(open.status, 200);
  const full = await begin(ann, papers, { slot, name: "third.pdf", size: 200_000 });
  assert.equal(full.status, 409);
  assert.match(full.problem!, /There is no room left for this file\. Ask your contact/);
  const form = await ann.post(`${papers}/files/${slot}`, {
    [`file_${slot}`]: new File([largePdf(200_000)], "third.pdf"),
  });
  assert.match(wordsOf(await form.text()), /There is no room left for this file/);
  assert.deepEqual(await used(thread), { bytes: 1_400_000, files: 2 });

  assert.equal((await ann.delete(`/p/uploads/${open.id}`)).status, 200);
  assert.deepEqual(await used(thread), { bytes: 600_000, files: 1 });
  const half = await begin(ann, papers, { slot, name: "half.pdf", size: 800_000 });
  await sendPiece(ann, half.id, 0, largePdf(HALF), 800_000);
  await thread.pass("6 days");
  await sweep(thread);
  assert.equal((await thread.rows("select from uploads")).length, 2, "it is waited for");
  await thread.pass("2 days");
  await sweep(thread);
  assert.deepEqual(await used(thread), { bytes: 600_000, files: 1 });
  assert.equal((await thread.rows("select from file_chunks")).length, 3);
});

Deno.test("an admin lowers what one file may have, and customers read the limit", async () => {
  await using thread = await testApp();
  const { ann, papers, slot } = await onboarding(thread);
  assert.match(wordsOf(await ann.page(papers)), /PDF.*, up to 500 MB each\./);
  const alice = thread.as("alice");
  assert.equal(
    (await alice.post("/settings/files", { version: "1", megabytes: "501" })).status,
    422,
  );
  assert.equal((await alice.post("/settings/files", { version: "1", megabytes: "2" })).status, 303);
  assert.equal((await alice.post("/settings/files", { version: "1", megabytes: "3" })).status, 409);
  assert.equal((await thread.as("bob").get("/settings/files")).status, 403);
  assert.match(wordsOf(await ann.page(papers)), /up to 2 MB each\./);
  const large = await begin(ann, papers, { slot, size: 3_000_000 });
  assert.match(large.problem!, /This file is larger than 2 MB\./);
  const posted = await ann.post(`${papers}/files/${slot}`, {
    [`file_${slot}`]: new File([largePdf(2_300_000)], "large.pdf"),
  });
  assert.match(wordsOf(await posted.text()), /This file is larger than 2 MB\./);
  assert.deepEqual(await used(thread), { bytes: 0, files: 0 });
});

Deno.test("without script several files go with one form, and one that is refused keeps none out", async () => {
  await using thread = await testApp();
  const { ann, papers, slot } = await onboarding(thread);
  const file = largePdf(1_200_000);
  const form = new FormData();
  for (const one of [pdf("a.pdf"), pdf("lie.pdf", "MZ"), new File([file], "b.pdf")]) {
    form.append(`file_${slot}`, one);
  }
  const post = (body: BodyInit) => ann.request(`${papers}/files/${slot}`, { method: "POST", body });
  const mixed = await post(form);
  assert.equal(mixed.status, 409);
  const words = wordsOf(await mixed.text());
  assert.match(words, /This is no \.pdf file inside/);
  assert.match(words, /a\.pdf .* b\.pdf/);
  const rows = await thread.rows<{ hash: string }>(
    `select encode(sha256(string_agg(bytes, '' order by position)), 'hex') as hash
     from file_chunks group by file_id order by file_id`,
  );
  assert.equal(rows[1]!.hash, hashOf(file));
  const cut = new Uint8Array(await new Response(form).arrayBuffer()).subarray(0, 900_000);
  const headers = { "content-type": new Response(form).headers.get("content-type")! };
  const strange = new FormData();
  strange.append("file_other", pdf());
  assert.equal((await post(strange)).status, 422);
  assert.equal((await post(new FormData())).status, 422);
  const boundary = headers["content-type"].split("boundary=")[1]!;
  const lost = await ann.request(`${papers}/files/${slot}`, {
    method: "POST",
    headers: { "content-type": `multipart/form-data; boundary=${boundaryIn(cut) ?? boundary}` },
    body: cut,
  });
  assert.equal(lost.status, 409);
  assert.match(wordsOf(await lost.text()), /did not arrive whole/);
  const left = await thread.rows("select from uploads where expires_at is not null");
  assert.deepEqual(left, []);
});

Deno.test("nobody else goes on with an upload, reads a file, or sends one by looking", async () => {
  await using thread = await testApp();
  const { ann, papers, slot, accountId } = await onboarding(thread);
  const file = largePdf(700_000);
  const { id } = await begin(ann, papers, { slot, size: file.length });
  await sendPiece(ann, id, 0, file.subarray(0, HALF), file.length);
  const uma = await customerOf(thread, accountId, "uma@northwind.example");
  const { accountId: elsewhere } = await plannedAccount(thread, {
    contacts: ["max@other.example"],
  });
  const max = await customerOf(thread, elsewhere, "max@other.example");
  for (const client of [uma, max]) {
    assert.equal((await client.get(`/p/uploads/${id}`)).status, 404);
    const piece = await sendPiece(client, id, HALF, file.subarray(HALF), file.length);
    assert.equal(piece.status, 404);
    assert.equal((await client.delete(`/p/uploads/${id}`)).status, 404);
  }
  assert.equal((await begin(max, papers, { slot, size: 10 })).status, 404);
  const sent = await sendAll(ann, papers, { slot }, file);
  assert.equal(sent.state, "there");
  assert.equal((await uma.get(`/p/files/${id}`)).status, 200, "a teammate reads it");
  assert.equal((await max.get(`/p/files/${id}`)).status, 404);
  assert.equal((await thread.as("charlie").get(`/accounts/${accountId}/files/${id}`)).status, 404);
  assert.equal((await thread.as("bob").get(`/accounts/${elsewhere}/files/${id}`)).status, 404);

  const bob = thread.as("bob");
  const look = `/accounts/${accountId}/as-customer`;
  const page = await bob.page(look + papers.slice(2));
  assert.doesNotMatch(page, /data-uploads|type="file"/);
  assert.equal((await bob.post(`${look}${papers.slice(2)}/uploads`, { slot })).status, 404);
  assert.equal((await bob.post(`${papers}/uploads`, { slot })).status, 303, "no member is in it");
});

async function used(thread: TestApp): Promise<{ bytes: number; files: number }> {
  const [row] = await thread.rows<{ bytes: number; files: number }>(
    "select used_bytes as bytes, used_files as files from file_quotas",
  );
  return row ?? { bytes: 0, files: 0 };
}

function boundaryIn(body: Uint8Array): string | undefined {
  return /^--(\S+)/.exec(new TextDecoder().decode(body.subarray(0, 200)))?.[1];
}

Deno.test("somebody who may only read the portal sends no file, and is offered no way to", async () => {
  await using thread = await testApp();
  const { ann, papers, slot, accountId } = await onboarding(thread);
  await sendAll(ann, papers, { slot }, largePdf(100_000));
  const uma = await customerOf(thread, accountId, "uma@northwind.example");
  await thread.rows(
    `update portal_access set role = 'viewer' where contact_id =
       (select id from contacts where email = 'uma@northwind.example')`,
  );
  assert.doesNotMatch(await uma.page(papers), /data-uploads|type="file"/);
  assert.equal((await begin(uma, papers, { slot, size: 1000 })).status, 403);
  const form = await uma.post(`${papers}/files/${slot}`, { [`file_${slot}`]: pdf() });
  assert.equal(form.status, 403);
  assert.match(wordsOf(await uma.page("/p/documents")), /large\.pdf/);
  assert.equal((await thread.rows("select from uploads")).length, 1);
});
