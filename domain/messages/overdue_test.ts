import assert from "node:assert/strict";
import { postOffice } from "../../tests/post_office.ts";
import { inOrg, type OrgDb } from "../base/db.ts";
import { sendAgain, settleAsArrived } from "./unsettled.ts";

Deno.test("a customer mail whose sender fell silent is unknown and stays so", async () => {
  await using office = await postOffice();
  office.sink.always({ hang: "after-data" });
  const id = await office.post("customer");
  const silent = office.deliver(id);
  await office.sink.waitFor(1);
  assert.equal(await office.sweep(), 0, "its lease still holds");
  assert.equal(await office.deliver(id), "underway");
  await office.thread.pass("2 minutes");
  assert.equal(await office.sweep(), 1);
  assert.equal((await office.mail(id)).state, "unknown");
  assert.equal(await office.deliver(id), "settled");
  await silent;
  assert.equal((await office.mail(id)).state, "unknown");
  assert.equal(office.sink.received.length, 1);
  assert.equal((await office.jobs(id)).length, 1, "only the first job was ever made");
});

Deno.test("an unknown mail whose sender fell silent can be settled by a person", async () => {
  await using office = await postOffice();
  office.sink.always({ hang: "after-data" });
  const ids = [await office.post("customer"), await office.post("customer")];
  const silent = ids.map(office.deliver);
  await office.sink.waitFor(2);
  await office.thread.pass("2 minutes");
  assert.equal(await office.sweep(), 2);
  const { memberId } = office.thread.cast.alice!;
  const decide = (work: (tx: OrgDb) => Promise<unknown>) =>
    inOrg(office.thread.db, office.orgId, { kind: "member", id: memberId }, work);
  await decide((tx) => settleAsArrived(tx, ids[0]!, memberId));
  await decide((tx) => sendAgain(tx, ids[1]!, memberId));
  await Promise.all(silent);
  assert.deepEqual(
    await Promise.all(ids.map(async (id) => (await office.mail(id)).state)),
    ["sent", "approved"],
    "the silent ones come back to what a person has decided, and leave it",
  );
  office.recover();
  assert.equal(await office.deliver(ids[1]!), "sent");
});

Deno.test("a sign-in mail whose sender fell silent goes out again, as the same mail", async () => {
  await using office = await postOffice();
  office.sink.always({ hang: "after-data" });
  const id = await office.post("sign_in");
  const silent = office.deliver(id);
  await office.sink.waitFor(1);
  await office.thread.pass("2 minutes");
  office.recover();
  assert.equal(await office.sweep(), 1);
  assert.equal((await office.jobs(id)).length, 2);
  assert.equal(await office.deliver(id), "sent");
  await silent;
  assert.equal((await office.mail(id)).state, "sent", "the late one changes nothing");
  assert.equal(new Set(office.sink.received.map((one) => one.messageId)).size, 1);
});

Deno.test("an answer that comes after all tells what became of an unknown mail", async () => {
  await using office = await postOffice({ silenceMs: 4500 });
  office.sink.always({ slow: 500 });
  const id = await office.post("customer");
  const slow = office.deliver(id);
  await office.sink.waitFor(1);
  await office.thread.pass("2 minutes");
  await office.sweep();
  assert.equal((await office.mail(id)).state, "unknown");
  assert.equal(await slow, "sent");
  assert.equal((await office.mail(id)).state, "sent");
  assert.deepEqual(await office.events(id), ["mail.unknown", "mail.sent"]);
});
