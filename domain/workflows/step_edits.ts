import { Refused } from "../base/errors.ts";
import { edgesFrom, findNode, freeId, type Graph, leadsTo, LOOP, type Note } from "./graph.ts";
import { checked, type Edited, type KindLookup, nameOf } from "./graph_edits.ts";
import { withoutSecrets } from "./secret_fields.ts";
import { GRID, type Point, snapped } from "./picture_shape.ts";

/** Title and settings of one step. An output that its settings no longer give takes its way along. */
export function configureStep(
  graph: Graph,
  kinds: KindLookup,
  id: string,
  change: { title?: string; config?: Record<string, unknown> },
): Edited {
  const node = findNode(graph, id);
  if (!node) throw new Refused("This step is not there any more.");
  const after = {
    ...node,
    title: change.title ?? node.title,
    config: change.config ?? node.config,
  };
  const ports = kinds(after.kind)?.ports(after.config).map(({ name }) => name);
  const edges = graph.edges.filter(({ from, port }) =>
    from !== id || !ports || ports.includes(port)
  );
  const nodes = graph.nodes.map((one) => one === node ? after : one);
  const renamed = after.title !== node.title && change.config === undefined;
  const says = renamed
    ? `renamed ${nameOf(node, kinds)} to ${nameOf(after, kinds)}`
    : `changed ${nameOf(after, kinds)}`;
  return checked({ ...graph, nodes, edges }, says, id);
}

export function addNote(graph: Graph, at: Point, text: string): Edited {
  const note: Note = {
    id: freeId(graph, "t"),
    text,
    x: snapped(at.x),
    y: snapped(at.y),
    width: 208,
    height: 96,
  };
  return checked({ ...graph, notes: [...graph.notes, note] }, "added a note", note.id);
}

/** Higher where the text needs it. */
export function writeNote(graph: Graph, id: string, text: string): Edited {
  if (!graph.notes.some((note) => note.id === id)) {
    throw new Refused("This note is not there any more.");
  }
  const lines = text.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 28), 0);
  const height = Math.max(96, Math.min(480, Math.ceil((lines * 18 + 24) / GRID) * GRID));
  const notes = graph.notes.map((note) => note.id === id ? { ...note, text, height } : note);
  return checked({ ...graph, notes }, "wrote a note", id);
}

/** Steps that were copied, with the ways between them. They never hold a start. */
export function copyThings(graph: Graph, kinds: KindLookup, ids: string[]) {
  const chosen = new Set(ids);
  const copied = graph.nodes.filter(({ id, kind }) => chosen.has(id) && kind !== "start");
  const nodes = withoutSecrets(copied, kinds);
  const notes = graph.notes.filter(({ id }) => chosen.has(id));
  if (nodes.length + notes.length === 0) {
    throw new Refused("Choose the steps to copy. A start cannot be copied.");
  }
  const kept = new Set(nodes.map(({ id }) => id));
  const edges = graph.edges.filter(({ from, to }) => kept.has(from) && kept.has(to));
  const [first] = nodes;
  const many = nodes.length + notes.length;
  const says = many === 1 && first ? `copied ${nameOf(first, kinds)}` : `copied ${many} steps`;
  return { fragment: { nodes, edges, notes }, says };
}

/** A copied part with numbers of its own. What its steps take from each other goes along. */
export function pasteThings(
  graph: Graph,
  fragment: Graph,
  at: Point | undefined,
  lastNode = 0,
): Edited {
  const things = [...fragment.nodes, ...fragment.notes];
  if (things.length === 0) throw new Refused("Nothing is copied yet.");
  const left = Math.min(...things.map(({ x }) => x));
  const top = Math.min(...things.map(({ y }) => y));
  const shift = at
    ? { x: snapped(at.x - left), y: snapped(at.y - top) }
    : freeShift(graph, fragment.nodes);
  const numbers = newNumbers(graph, fragment, lastNode);
  const moved = <T extends Point & { id: string }>(one: T) => ({
    ...one,
    id: numbers.get(one.id)!,
    x: one.x + shift.x,
    y: one.y + shift.y,
  });
  const nodes = fragment.nodes.map((node) => ({
    ...moved(node),
    config: renumbered(node.config, numbers),
  }));
  const edges = fragment.edges.map(({ from, port, to }) => ({
    from: numbers.get(from)!,
    port,
    to: numbers.get(to)!,
  }));
  const pasted = {
    nodes: [...graph.nodes, ...nodes],
    edges: [...graph.edges, ...edges],
    notes: [...graph.notes, ...fragment.notes.map(moved)],
  };
  const says = things.length === 1 ? "pasted a step" : `pasted ${things.length} steps`;
  return checked(pasted, says, nodes[0]?.id ?? numbers.get(fragment.notes[0]!.id));
}

/** Beside what stands there already, by as little as shows both. */
function freeShift(graph: Graph, nodes: Point[]): Point {
  const covers = (by: number) =>
    nodes.some(({ x, y }) =>
      graph.nodes.some((one) => Math.abs(one.x - x - by) < GRID && Math.abs(one.y - y - by) < GRID)
    );
  let by = 2 * GRID;
  while (covers(by)) by += 2 * GRID;
  return { x: by, y: by };
}

function newNumbers(graph: Graph, fragment: Graph, lastNode: number): Map<string, string> {
  const first = { n: freeId(graph, "n", lastNode), t: freeId(graph, "t") };
  const numbers = new Map<string, string>();
  fragment.nodes.forEach(({ id }, at) => numbers.set(id, `n${Number(first.n.slice(1)) + at}`));
  fragment.notes.forEach(({ id }, at) => numbers.set(id, `t${Number(first.t.slice(1)) + at}`));
  return numbers;
}

function renumbered(config: Record<string, unknown>, numbers: Map<string, string>) {
  const text = JSON.stringify(config).replaceAll(
    /\{\{\s*(n\d+)\./g,
    (whole, id: string) => numbers.has(id) ? `{{${numbers.get(id)}.` : whole,
  );
  return JSON.parse(text) as Record<string, unknown>;
}

/** The steps that an output can lead to: none before it, unless the output is a way back. */
export function targetsOf(graph: Graph, id: string, port: string) {
  const node = findNode(graph, id);
  const back = node?.kind === LOOP.kind && port === LOOP.port;
  const taken = edgesFrom(graph, id).find((edge) => edge.port === port)?.to;
  return graph.nodes.filter((one) =>
    one.id === taken ||
    one.id !== id && one.kind !== "start" && leadsTo(graph, one.id, id) === back
  );
}
