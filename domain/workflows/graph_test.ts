import assert from "node:assert/strict";
import {
  ancestorsOf,
  type Edge,
  freeId,
  type Graph,
  graphSchema,
  inOrder,
  leadsTo,
} from "./graph.ts";

Deno.test("graphSchema takes a flow with branches, notes and a bounded way back", () => {
  const graph = flow("start condition repeat end", "n1 out n2,n2 yes n3,n3 again n2,n3 done n4");
  graph.notes.push({ id: "t1", text: "Why", x: 1.4, y: 0, width: 160, height: 80 });
  const read = graphSchema.parse(structuredClone(graph));
  assert.deepEqual(read.nodes, graph.nodes);
  assert.equal(read.notes[0]!.x, 1);
  assert.deepEqual(graphSchema.parse(JSON.parse(JSON.stringify(read))), read);
});

Deno.test("graphSchema refuses what no run could follow, and says why", () => {
  const why = (graph: Graph) => graphSchema.safeParse(graph).error?.issues[0]?.message;
  assert.equal(why({ nodes: [], edges: [], notes: [] }), "A workflow has at least one step.");
  assert.equal(why(flow("start end", "n1 out n9")), 'There is no step "n9".');
  assert.equal(
    why(flow("start end end", "n1 out n2,n1 out n3")),
    "Only one way leaves each output.",
  );
  assert.match(why(flow("start delay delay", "n1 out n2,n2 out n3,n3 out n2"))!, /circle/);
  assert.match(why(flow("start repeat end", "n1 out n2,n2 again n3"))!, /before it/);
  const twice = flow("start end", "");
  twice.nodes[1]!.id = "n1";
  assert.equal(why(twice), '"n1" stands here twice.');
  const long = flow("start", "");
  long.nodes[0]!.title = "x".repeat(81);
  assert.equal(why(long), "Use at most 80 characters.");
  long.nodes[0] = { ...long.nodes[0]!, title: "", config: { text: "x".repeat(20_000) } };
  assert.equal(why(long), "What this step holds is too long.");
  const many = flow("start ".repeat(301).trim(), "");
  assert.equal(why(many), "A workflow has at most 300 steps.");
  assert.match(why({ ...flow("start", ""), more: 1 } as unknown as Graph)!, /Unrecognized key/);
});

Deno.test("graphSchema keeps no character that a database text cannot hold", () => {
  const graph = flow("start", "");
  graph.nodes[0]!.title = " A\u0000  title\n";
  graph.nodes[0]!.config = { rows: [{ text: "a\u0000b\ud800" }] };
  const [node] = graphSchema.parse(graph).nodes;
  assert.equal(node!.title, "A title");
  assert.deepEqual(node!.config, { rows: [{ text: "ab\ufffd" }] });
});

Deno.test("leadsTo() and ancestorsOf() go along the ways, and not back through a repeat", () => {
  const graph = flow(
    "start condition repeat end end",
    "n1 out n2,n2 yes n3,n3 again n2,n3 done n4,n2 no n5",
  );
  assert.ok(leadsTo(graph, "n1", "n4"));
  assert.ok(!leadsTo(graph, "n3", "n2"));
  assert.deepEqual([...ancestorsOf(graph, "n4")].sort(), ["n1", "n2", "n3"]);
  assert.deepEqual([...ancestorsOf(graph, "n5")].sort(), ["n1", "n2"]);
});

Deno.test("inOrder() reads a branch to its end, the upper one first", () => {
  const graph = flow(
    "end condition delay delay start end",
    "n5 out n2,n2 no n3,n2 yes n4,n3 out n1,n4 out n1",
  );
  graph.nodes[2]!.y = 200;
  assert.deepEqual(inOrder(graph)!.map(({ id }) => id), ["n5", "n2", "n4", "n3", "n1", "n6"]);
});

Deno.test("freeId() goes on after the highest number", () => {
  const graph = flow("start end", "");
  assert.equal(freeId(graph, "n"), "n3");
  assert.equal(freeId(graph, "n", 7), "n8");
  assert.equal(freeId(graph, "t"), "t1");
});

function flow(kinds: string, edges: string): Graph {
  return {
    nodes: kinds.split(" ").map((kind, at) => ({
      id: `n${at + 1}`,
      kind,
      title: kind,
      x: at * 16,
      y: 0,
      config: {},
    })),
    edges: edges.split(",").filter(Boolean).map((edge): Edge => {
      const [from, port, to] = edge.split(" ") as [string, string, string];
      return { from, port, to };
    }),
    notes: [],
  };
}
