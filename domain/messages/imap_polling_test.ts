import assert from "node:assert/strict";
import { startImap } from "../../tests/fakes/imap.ts";
import { inboundApp, mimeOf } from "../../tests/inbound.ts";
import { plannedAccount, ring } from "../../tests/plans.ts";
import { HOUSE } from "../base/db.ts";
import { pollMailbox } from "./imap_polling.ts";

const to = "hello@in.acme.test";

Deno.test("a mailbox is read every minute from where it was left, by one process at a time, and each mail once", async () => {
  await using imap = startImap();
  await using thread = await inboundApp({ INBOUND_IMAP_URL: imap.url });
  const { accountId } = await plannedAccount(thread, { contacts: ["ann@northwind.example"] });
  const bodies = async () =>
    (await thread.rows<{ body: string }>(
      "select body from messages where account_id = $1 and inbound_id is not null order by id",
      [accountId],
    )).map(({ body }) => body);
  for (const text of ["one", "two"]) imap.deliver(mimeOf({ to, text }));
  await ring(thread);
  assert.deepEqual(await bodies(), ["one", "two"]);
  const reads = () => imap.heard.filter((line) => /BODY/.test(line)).length;
  assert.equal(reads(), 2);
  await ring(thread);
  assert.equal(reads(), 2, "nothing is fetched twice");

  imap.remove(1);
  for (const text of ["three", "four"]) imap.deliver(mimeOf({ to, text }));
  imap.cutAfter(1);
  await ring(thread);
  imap.cutAfter(undefined);
  assert.ok((await bodies()).length < 4);
  await thread.pass("10 minutes");
  await ring(thread);
  assert.deepEqual(await bodies(), ["one", "two", "three", "four"], "it goes on after a break");

  imap.renumber();
  imap.deliver(mimeOf({ to, text: "five" }));
  await Promise.all(
    Array.from(
      { length: 3 },
      () => pollMailbox(thread.db, thread.house.outside, new AbortController().signal),
    ),
  );
  await thread.workOff();
  assert.deepEqual(await bodies(), ["one", "two", "three", "four", "five"], "numbered anew");
  assert.ok(imap.heard.every((line) => !/STORE|EXPUNGE|DELETE/.test(line)), "nothing is changed");

  imap.refuseLogins(true);
  await assert.rejects(
    pollMailbox(thread.db, thread.house.outside, new AbortController().signal),
    (error: Error) => /inbox@127\.0\.0\.1/.test(error.message) && !/secret/.test(error.message),
  );
  const [box] = await thread.rows<{ trouble: string; lease_token: string | null }>(
    "select * from imap_mailboxes where org_id = $1",
    [HOUSE],
  );
  assert.ok(box!.trouble.length > 0);
  assert.equal(box!.lease_token, null);
  assert.deepEqual(thread.reported, []);
});
