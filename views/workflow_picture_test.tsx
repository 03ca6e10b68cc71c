import assert from "node:assert/strict";
import type { Graph } from "../domain/workflows/graph.ts";
import {
  boundsOf,
  fitted,
  type Looks,
  wireOf,
  wrapped,
} from "../domain/workflows/picture_shape.ts";
import { Picture } from "./workflow_picture.tsx";

const graph: Graph = {
  nodes: [
    { id: "n1", kind: "start", title: "Deal closed", x: 0, y: 0, config: {} },
    { id: "n2", kind: "queue", title: "Manager <approval>", x: 320, y: 0, config: {} },
    { id: "n3", kind: "end", title: "", x: 640, y: 0, config: {} },
    { id: "n4", kind: "gone", title: "From later", x: 640, y: 160, config: {} },
  ],
  edges: [
    { from: "n1", port: "out", to: "n2" },
    { from: "n2", port: "approved", to: "n3" },
  ],
  notes: [{ id: "t1", text: "Ask Ana first", x: 0, y: 160, width: 160, height: 80 }],
};
const looks: Looks = new Map([
  ["n1", { label: "Start", group: "start", summary: "", ports: [{ name: "out", label: "Next" }] }],
  ["n2", {
    label: "Approval",
    group: "people",
    summary: "Managers, 24 h",
    ports: [{ name: "approved", label: "Approved" }, { name: "rejected", label: "Rejected" }],
  }],
  ["n3", { label: "End", group: "end", summary: "Completed", ports: [] }],
]);

Deno.test("Picture says in words all that it draws", () => {
  const drawn = String(Picture({ graph, looks, label: "Enterprise", focusable: true }));
  assert.match(
    drawn,
    /aria-label="Approval: Manager &lt;approval&gt;\. Managers, 24 h\. Approved goes to End, Rejected goes to nothing\."/,
  );
  assert.match(drawn, /aria-label="Start: Deal closed\. goes on to Manager &lt;approval&gt;\."/);
  assert.match(drawn, /Unknown step: From later\. Kind gone\./);
  assert.match(drawn, /Ask Ana first/);
  assert.equal(drawn.match(/tabindex="0"/g)?.length, 1, "one tab stop");
  assert.doesNotMatch(drawn, /between-reach|style=/);
});

Deno.test("Picture shows a run by sign, word and way taken", () => {
  const states = new Map([
    ["n1", { state: "done", says: "0.4 s", port: "out" } as const],
    ["n2", { state: "failed" } as const],
  ]);
  const drawn = String(Picture({ graph, looks, label: "Run 7", states }));
  assert.match(drawn, /class="step of-start is-done"/);
  assert.match(drawn, />0\.4 s</);
  assert.match(drawn, />Failed</);
  assert.match(drawn, />Not run</);
  assert.match(drawn, /Status: failed\./);
  assert.match(drawn, /id="wire-n1-out" class="wire taken"/);
  assert.match(drawn, /id="wire-n2-approved" class="wire"/);
});

Deno.test("boundsOf() and wireOf() give every card, note and way back its place", () => {
  assert.deepEqual(boundsOf(graph, looks), { x: -48, y: -48, width: 960, height: 336 });
  const loop: Graph = {
    nodes: [{ ...graph.nodes[0]! }, { ...graph.nodes[1]!, kind: "repeat" }],
    edges: [{ from: "n2", port: "again", to: "n1" }],
    notes: [],
  };
  assert.equal(wireOf(loop, loop.edges[0]!, looks)?.middle.y, 104, "it goes below the cards");
});

Deno.test("fitted() and wrapped() keep to their room", () => {
  assert.equal(fitted("Short", 192, 14), "Short");
  assert.match(
    fitted("A very long title that nobody can read on one card", 192, 14),
    /^A very.*…$/,
  );
  assert.deepEqual(wrapped("one two three four", 60, 12, 9), ["one two", "three four"]);
  assert.equal(wrapped("a b c d e f g h i j k l m n", 20, 12, 2).length, 2);
});
