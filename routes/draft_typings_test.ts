import assert from "node:assert/strict";
import { dueAction } from "../tests/drafts.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("what a CSM types is kept for them on every device, and a conflict is said in words", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread);
  await thread.workOff();
  const [desk, phone] = [thread.as("bob"), thread.as("bob")];
  const open = async (client: typeof desk, path = `${action.at}?edit`) => {
    const hidden = (name: string) => hiddenOn(client, path, name);
    return {
      version: await hidden("version"),
      page: await hidden("page"),
      typing: await hidden("typing"),
    };
  };
  const words = { to: "priya@northwind", cc: "", bcc: "", subject: "Hal", body: "Half a sen" };
  const type = (client: typeof desk, page: Record<string, string>, body: string) =>
    client.fragment("POST", `${action.at}/typing`, { ...page, ...words, body });
  const atDesk = await open(desk);
  assert.match(await (await type(desk, atDesk, "Half a")).text(), /Kept for you/);
  assert.match(await (await type(desk, atDesk, "Half a sen")).text(), /Kept for you/);
  const { body, version } = await action.draft();
  assert.doesNotMatch(body, /Half a/, "the draft changes only when it is saved");

  const again = await phone.page(`/review?at=${action.id}&edit`);
  assert.match(again, /You have not saved this yet[^]*>\s*Half a sen<\/textarea>/);
  assert.match(again, /value="priya@northwind"/, "whatever it is");
  assert.doesNotMatch(await thread.as("olive").page(`${action.at}?edit`), /Half a sen/);
  const onPhone = await open(phone);
  assert.equal((await type(phone, onPhone, "Half a sentence")).status, 200);
  const late = await type(desk, atDesk, "Half a semicolon");
  assert.equal(late.status, 409);
  assert.match(await late.text(), /You have typed on another page since/);

  const saved = await thread.as("olive").post(action.at, {
    version: String(version),
    ...{ ...words, to: "priya@northwind.example", body: "As Olive wants it" },
  });
  assert.equal(saved.status, 303);
  const conflict = await phone.page(`${action.at}?edit`);
  assert.match(conflict, /Olive changed this draft after you began[^]*As Olive wants it/);
  assert.match(conflict, />\s*Half a sentence<\/textarea>/);
  const now = await open(phone);
  const queue = `for=me&at=${action.id}`;
  const wrong = await phone.post(action.at, { ...now, ...words, queue });
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /class="review-list"/, "it is put right within the queue");
  await landed(
    phone,
    await phone.post(action.at, { ...now, ...words, to: "priya@northwind.example" }),
  );
  assert.match(await desk.page(`${action.at}?edit`), />\s*Half a sen<\/textarea>/);
  assert.doesNotMatch(await desk.page(`${action.at}?edit`), /You have not saved this/);
  assert.equal((await thread.rows("select from draft_typings")).length, 0);
});
