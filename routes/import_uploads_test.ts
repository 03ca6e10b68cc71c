import assert from "node:assert/strict";
import { BROKEN_FILES } from "../tests/broken_files.ts";
import { importAt, matchColumns, sendUpload, upload } from "../tests/imports.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("a hundred broken files are read or refused in words, and none goes wrong", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  assert.equal(BROKEN_FILES.length, 100);
  const ends = new Set<string>();
  for (const { name, bytes } of BROKEN_FILES) {
    const res = await sendUpload(olive, new File([bytes], name));
    const page = await res.text();
    if (res.status === 422) {
      assert.match(page, /field-error/, name);
      ends.add("refused");
      continue;
    }
    assert.equal(res.status, 303, `${name}: ${page.slice(0, 500)}`);
    const at = res.headers.get("location")!.replace(/\/\w+$/, "");
    const { state, problem } = await importAt(thread, at);
    ends.add(state);
    if (state === "unreadable") assert.ok(problem!.length > 20, name);
    else assert.equal(state, "columns", name);
    assert.equal((await olive.get(`${at}/source`)).status, 200, name);
    if (state === "unreadable") continue;
    const matched = await matchColumns(thread, olive, at);
    assert.ok([303, 409].includes(matched.status), name);
    assert.equal((await olive.follow(await olive.get(at))).status, 200, name);
  }
  assert.deepEqual([...ends].sort(), ["columns", "refused", "unreadable"]);
  assert.deepEqual(thread.reported, []);
  assert.deepEqual(await thread.rows("select id from accounts"), []);
});

Deno.test("what is too large, too wide or too long is said with the limit", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const wide = `${Array.from({ length: 201 }, (_, n) => `c${n}`).join(",")}\n1,2`;
  const tooMuch: [string, RegExp][] = [
    [`Company,Note\nOne,"${"x".repeat(9_900_000)}"`, /column 2 holds 9,900,000 characters/],
    [wide, /Line 1 has 201 columns\. An import has at most 200\./],
    ["Company\n" + "One\n".repeat(50_002), /more than 50,000 rows/],
  ];
  for (const [text, says] of tooMuch) {
    const at = await upload(olive, new File([text], "large.csv"));
    await thread.workOff();
    const { state, problem } = await importAt(thread, at);
    assert.equal(state, "unreadable");
    assert.match(problem!, says);
    assert.match(await olive.page(`${at}/source`), says);
  }
  const huge = await sendUpload(olive, new File(["x".repeat(10_500_000)], "huge.csv"));
  assert.equal(huge.status, 422);
  assert.match(await huge.text(), /A file has at most 10 MB\. This one has 10\.5 MB\./);
  const beyond = await sendUpload(olive, new File(["x".repeat(12_500_000)], "beyond.csv"));
  assert.equal(beyond.status, 413);
});

Deno.test("200 columns are matched, and a file is read in the encoding that a person chooses", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const names = ["Company", ...Array.from({ length: 199 }, (_, n) => `c${n}`)];
  const wide = await upload(olive, `${names.join(",")}\nOne${",x".repeat(199)}\n`);
  assert.equal((await matchColumns(thread, olive, wide)).status, 303);
  const western = new Uint8Array([...new TextEncoder().encode("Company\nM"), 0xfc, 0x6c, 10]);
  const at = await upload(olive, new File([western], "old.csv"));
  assert.match(await olive.page(`${at}/source`), /Mül/);
  const { version } = await importAt(thread, at);
  const as = { version: String(version), format: "csv", separator: ",", header: "on" };
  await olive.post(`${at}/source`, { ...as, encoding: "utf-16le" });
  assert.doesNotMatch(await olive.page(`${at}/source`), /Mül/);
  const stale = await olive.post(`${at}/source`, { ...as, encoding: "windows-1252" });
  assert.equal(stale.status, 409);
  assert.match(await stale.text(), /changed this import while you had it open/);
});

Deno.test("an empty upload, and a spreadsheet's own file, are refused beside the field", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const workbook = new Uint8Array([0x50, 0x4b, 3, 4, ...Array(200).fill(7)]);
  const refusals: [string | File, RegExp][] = [
    ["   ", /Paste something, or choose a file\./],
    [new File([""], "empty.csv"), /There is nothing in it\./],
    [new File([workbook], "sheet.xlsx"), /This is an Excel workbook or a ZIP file/],
  ];
  for (const [source, says] of refusals) {
    const res = await sendUpload(olive, source);
    assert.equal(res.status, 422);
    assert.match(await res.text(), says);
  }
  assert.deepEqual(await thread.rows("select id from imports"), []);
});
