import assert from "node:assert/strict";
import { testApp } from "../tests/test_app.ts";
import { drawn, gesture, newWorkflow, rowOf } from "../tests/drawings.ts";

Deno.test("without script buttons and lists build a flow, and its settings are saved", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await newWorkflow(thread, "By hand");
  const press = (does: string) => gesture(thread, olive, at, { do: does });
  const taken = await press("op=place&kind=condition&after=n1&port=next");
  assert.equal(taken.status, 422, "this output leads somewhere already");
  assert.match(await taken.text(), /leads somewhere already/);
  await press("op=place&kind=condition&after=n1");
  assert.deepEqual((await drawn(thread, at)).edges, [
    { from: "n1", port: "next", to: "n3" },
    { from: "n3", port: "yes", to: "n2" },
  ], "put in between");
  const page = await (await olive.follow(await press("op=place&kind=end&after=n3"))).text();
  assert.match(page, /Added End 2 after Condition/);
  const { edges } = await drawn(thread, at);
  assert.deepEqual(edges.at(-1), { from: "n3", port: "otherwise", to: "n4" });

  await gesture(thread, olive, at, {
    op: "configure",
    node: "n1",
    title: "Deal closed",
    has: ["on", "fields"],
    "c.on": "manual",
    "c.fields.0.label": "Amount",
    "c.fields.0.type": "money",
  });
  const when = {
    has: ["when", "label"],
    "c.when.match": "all",
    "c.when.0.left": "{{n1.amount}}",
    "c.when.0.operator": "greater",
    "c.when.0.right": "100000",
  };
  await gesture(thread, olive, at, {
    op: "configure",
    node: "n3",
    title: "Large?",
    ...when,
    press: "group:when",
  });
  const { nodes } = await drawn(thread, at);
  assert.deepEqual(nodes.find(({ id }) => id === "n3")!.config.when, {
    match: "all",
    rows: [
      { left: "{{n1.amount}}", operator: "greater", right: "100000" },
      { match: "any", rows: [{ left: "", operator: "is", right: "" }] },
    ],
  });
  const panel = await olive.page(`${at}/steps/n3`);
  assert.match(panel, /Amount · amount of money, such as 150,000/, "type and sample");
  assert.match(panel, /If Amount is greater than 100,000 and/);
});

Deno.test("a bad gesture changes nothing and is answered in words", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await newWorkflow(thread, "Routing", "segment-routing");
  const before = await drawn(thread, at);
  const refusals: [Record<string, string>, RegExp][] = [
    [
      { op: "connect", node: "n7", port: "next", to: "n2" },
      /leads to .* already|Disconnect it first/,
    ],
    [{ op: "connect", node: "n3", port: "yes", to: "n6" }, /one way leaves an output/],
    [{ op: "connect", node: "n4", port: "next", to: "n3", replace: "yes" }, /so this would loop/],
    [
      { op: "connect", node: "n2", port: "next", to: "n1", replace: "yes" },
      /nothing leads to the start/,
    ],
    [{ op: "connect", node: "n2", port: "no", to: "n4" }, /no such output/],
    [{ op: "delete", nodes: "n1" }, /begins with its start/],
    [{ op: "place", kind: "start" }, /one start/],
    [{ op: "place", kind: "magic" }, /no such kind/],
    [{ op: "undo" }, /nothing to undo/],
    [{ op: "paste" }, /Nothing is copied/],
    [{ op: "dance" }, /Press one of the buttons/],
  ];
  for (const [fields, why] of refusals) {
    const res = await gesture(thread, olive, at, fields);
    assert.equal(res.status, 422, JSON.stringify(fields));
    assert.match(await res.text(), why);
  }
  assert.deepEqual(await drawn(thread, at), before);
  const { rev } = await rowOf(thread, at);
  const answer = await olive.fragment("POST", `${at}/edits`, {
    rev: String(rev),
    op: "connect",
    node: "n4",
    port: "next",
    to: "n3",
    replace: "yes",
  });
  assert.equal(answer.status, 422);
  const part = await answer.text();
  assert.match(part, /^<svg id="picture"/, "the picture as it is");
  assert.match(part, /hx-target="#alert"/);
});

Deno.test("two editors: the second is told who did what, and nothing is lost", async () => {
  await using thread = await testApp();
  const [olive, alice] = [thread.as("olive"), thread.as("alice")];
  const at = await newWorkflow(thread, "Routing", "segment-routing");
  const { rev } = await rowOf(thread, at);
  const move = { op: "move", nodes: "n6", dx: "0", dy: "64", rev: String(rev) };
  await alice.fragment("POST", `${at}/edits`, move);
  const late = await olive.fragment("POST", `${at}/edits`, { ...move, nodes: "n3" });
  assert.equal(late.status, 409);
  const answer = await late.text();
  assert.match(answer, /Alice moved SMB pool, so your change was not made/);
  assert.match(answer, /id="step-n6"[^>]*transform="translate\(960 288\)"/, "the newest picture");
  assert.match(answer, new RegExp(`name="rev" value="${rev + 1}"`));

  const news = await olive.fragment("GET", `${at}/news?rev=${rev}&chosen=n3`);
  assert.match(await news.text(), /Alice moved SMB pool/);
  assert.equal((await olive.fragment("GET", `${at}/news?rev=${rev + 1}`)).status, 204);

  await alice.post(`${at}/presence`);
  const seen = await (await olive.post(`${at}/presence`)).text();
  assert.match(seen, /Also here: Alice/);

  const stamp = /id="step-stamp" value="(\w+)"/.exec(await olive.page(`${at}/steps/n3`))![1]!;
  await gesture(thread, alice, at, { op: "rename", node: "n3", title: "Is it large?" });
  const form = { op: "configure", node: "n3", title: "Mine", was: stamp };
  const both = await gesture(thread, olive, at, form);
  assert.match(await both.text(), /Somebody else changed this step/);
  assert.equal((await drawn(thread, at)).nodes[2]!.title, "Is it large?");
});

Deno.test("undo and redo go through everything, also what was removed, and across people", async () => {
  await using thread = await testApp();
  const [olive, alice] = [thread.as("olive"), thread.as("alice")];
  const at = await newWorkflow(thread, "Routing", "segment-routing");
  const drawings = [await drawn(thread, at)];
  const edits: Record<string, string>[] = [
    { op: "move", nodes: "n6,n7", dx: "32", dy: "48" },
    { op: "delete", nodes: "n5", heal: "yes" },
    { op: "tidy" },
    { op: "note", text: "Why" },
  ];
  for (const fields of edits) {
    assert.equal((await gesture(thread, olive, at, fields)).status, 303);
    drawings.push(await drawn(thread, at));
  }
  assert.ok(drawings[2]!.edges.some(({ from, to }) => from === "n4" && to === "n8"), "joined");
  for (let back = 3; back >= 0; back--) {
    assert.equal((await gesture(thread, alice, at, { op: "undo" })).status, 303);
    assert.deepEqual(await drawn(thread, at), drawings[back]);
  }
  await gesture(thread, olive, at, { op: "redo" });
  assert.deepEqual(await drawn(thread, at), drawings[1]);
  const page = await olive.page(at);
  assert.match(page, /Undo: moved 2 steps/);
  assert.match(page, /Redo: removed Enterprise template/);
  await gesture(thread, olive, at, { op: "place", kind: "end" });
  const gone = await gesture(thread, olive, at, { op: "redo" });
  assert.match(await gone.text(), /nothing to redo/, "a new change ends what was undone");
  assert.equal((await drawn(thread, at)).nodes.at(-1)!.id, "n9", "no number is given twice");
});

Deno.test("steps are copied into another workflow, with what they take from each other", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const from = await newWorkflow(thread, "From", "segment-routing");
  const to = await newWorkflow(thread, "To");
  await gesture(thread, olive, from, {
    op: "configure",
    node: "n7",
    title: "SMB template",
    has: "template",
    "c.template": "{{n6.csm}}",
  });
  const copied = await gesture(thread, olive, from, { op: "copy", nodes: "n1,n6,n7" });
  assert.match(await (await olive.follow(copied)).text(), /Copied 2 steps/);
  await gesture(thread, olive, to, { op: "paste", x: "400", y: "200" });
  const { nodes, edges } = await drawn(thread, to);
  assert.deepEqual(nodes.slice(2).map(({ id, title, x }) => [id, title, x]), [
    ["n3", "SMB pool", 400],
    ["n4", "SMB template", 720],
  ]);
  assert.equal(nodes[3]!.config.template, "{{n3.csm}}");
  assert.deepEqual(edges.at(-1), { from: "n3", port: "next", to: "n4" });
});
