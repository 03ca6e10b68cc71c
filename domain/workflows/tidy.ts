import dagre from "@dagrejs/dagre";
import { edgesFrom, type Graph, type GraphNode, inOrder, isLoopEdge } from "./graph.ts";
import { boxOf, GRID, type Looks, type Point, snapped } from "./picture_shape.ts";

/** Lays the steps out from left to right. Notes keep their place beside the step nearest to them. */
export function tidied(graph: Graph, looks: Looks): Graph {
  const layout = new dagre.graphlib.Graph({ multigraph: true });
  layout.setGraph({ rankdir: "LR", nodesep: 3 * GRID, ranksep: 7 * GRID });
  layout.setDefaultEdgeLabel(() => ({}));
  const order = inOrder(graph) ?? graph.nodes;
  for (const node of order) {
    const { width, height } = boxOf(node, looks);
    layout.setNode(node.id, { width, height });
  }
  for (const node of order) {
    for (const { port, to } of inReverse(graph, node, looks)) {
      layout.setEdge(node.id, to, {}, port);
    }
  }
  dagre.layout(layout);
  const nodes = graph.nodes.map((node) => {
    const { x, y, width, height } = layout.node(node.id) as Point & {
      width: number;
      height: number;
    };
    return { ...node, x: snapped(x - width / 2), y: snapped(y - height / 2) };
  });
  return { ...graph, nodes, notes: graph.notes.map((note) => beside(note, graph.nodes, nodes)) };
}

/** In the order of the outputs the ways of a branch would cross. */
function inReverse(graph: Graph, node: GraphNode, looks: Looks) {
  const ports = looks.get(node.id)?.ports.map(({ name }) => name) ?? [];
  return edgesFrom(graph, node.id).filter((edge) => !isLoopEdge(graph, edge))
    .sort((a, b) => ports.indexOf(b.port) - ports.indexOf(a.port));
}

function beside<T extends Point>(note: T, before: GraphNode[], after: GraphNode[]): T {
  const far = (node: Point) => Math.hypot(node.x - note.x, node.y - note.y);
  const nearest = before.reduce((best, node) => far(node) < far(best) ? node : best, before[0]!);
  const now = after.find(({ id }) => id === nearest.id)!;
  return { ...note, x: note.x + now.x - nearest.x, y: note.y + now.y - nearest.y };
}
