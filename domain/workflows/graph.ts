import { z } from "zod";

export interface Graph {
  nodes: GraphNode[];
  edges: Edge[];
  notes: Note[];
}

export interface GraphNode {
  /** "n1": short, and never given twice in one workflow. */
  id: string;
  kind: string;
  title: string;
  x: number;
  y: number;
  config: Record<string, unknown>;
}

/** At most one edge leaves a port; a step takes many. */
export interface Edge {
  from: string;
  port: string;
  to: string;
}

export interface Note {
  id: string;
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export const MOST_NODES = 300;
export const MOST_NOTES = 100;
const MOST_CONFIG = 20_000;
const FARTHEST = 100_000;

/** The one port from which a way may lead back, and the kind of step that has it. */
export const LOOP = { kind: "repeat", port: "again" };

export const titleSchema = z.string({ error: "Enter a title." })
  .transform((text) => plain(text).replaceAll(/\s+/g, " ").trim())
  .refine((text) => text.length <= 80, "Use at most 80 characters.");

export const noteTextSchema = z.string({ error: "Enter a text." })
  .transform((text) => plain(text).trim())
  .refine((text) => text.length <= 2000, "Use at most 2,000 characters.");

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, {
  error: "A name has up to 40 small letters, digits, - and _.",
});
const place = z.number({ error: "Enter a number." }).min(-FARTHEST).max(FARTHEST)
  .transform(Math.round);
const size = z.number({ error: "Enter a number." }).min(48).max(2000).transform(Math.round);
const config = z.record(z.string().max(60), z.json()).refine(
  (given) => JSON.stringify(given).length <= MOST_CONFIG,
  "What this step holds is too long.",
).transform(withoutNul);

export const graphSchema: z.ZodType<Graph> = z.strictObject({
  nodes: z.array(z.strictObject({
    id: name,
    kind: name,
    title: titleSchema,
    x: place,
    y: place,
    config,
  })).min(1, "A workflow has at least one step.")
    .max(MOST_NODES, `A workflow has at most ${MOST_NODES} steps.`),
  edges: z.array(z.strictObject({ from: name, port: name, to: name })),
  notes: z.array(z.strictObject({
    id: name,
    text: noteTextSchema,
    x: place,
    y: place,
    width: size,
    height: size,
  })).max(MOST_NOTES, `A workflow has at most ${MOST_NOTES} notes.`),
}).superRefine((graph, context) => {
  for (const { path, message } of knotsIn(graph)) {
    context.addIssue({ code: "custom", path, message });
  }
});

interface Knot {
  path: (string | number)[];
  message: string;
}

function knotsIn(graph: Graph): Knot[] {
  const knots = [...repeated("nodes", graph.nodes), ...repeated("notes", graph.notes)];
  const ids = new Set(graph.nodes.map(({ id }) => id));
  const ports = new Set<string>();
  graph.edges.forEach((edge, at) => {
    const port = `${edge.from} ${edge.port}`;
    const missing = [edge.from, edge.to].find((id) => !ids.has(id));
    const path = ["edges", at];
    if (missing) knots.push({ path, message: `There is no step "${missing}".` });
    else if (ports.has(port)) knots.push({ path, message: "Only one way leaves each output." });
    ports.add(port);
  });
  if (knots.length > 0) return knots;
  const loop = findLoop(graph);
  if (loop) knots.push({ path: ["edges"], message: `${namesOf(loop)} lead in a circle.` });
  graph.edges.forEach((edge, at) => {
    if (!isLoopEdge(graph, edge) || leadsTo(graph, edge.to, edge.from)) return;
    const message = '"Again" leads back to a step before it.';
    knots.push({ path: ["edges", at], message });
  });
  return knots;
}

function repeated(list: string, named: { id: string }[]): Knot[] {
  const seen = new Set<string>();
  return named.flatMap(({ id }, at) => {
    const twice = seen.has(id);
    seen.add(id);
    return twice ? [{ path: [list, at, "id"], message: `"${id}" stands here twice.` }] : [];
  });
}

const namesOf = (nodes: GraphNode[]) => nodes.map(({ title, id }) => `"${title || id}"`).join(", ");

export function findNode(graph: Graph, id: string): GraphNode | undefined {
  return graph.nodes.find((node) => node.id === id);
}

export function edgesFrom(graph: Graph, id: string): Edge[] {
  return graph.edges.filter((edge) => edge.from === id);
}

export function edgeFrom(graph: Graph, id: string, port: string): Edge | undefined {
  return graph.edges.find((edge) => edge.from === id && edge.port === port);
}

/** The explicit way back of a bounded repeat. */
export function isLoopEdge(graph: Graph, { from, port }: Edge): boolean {
  return port === LOOP.port && findNode(graph, from)?.kind === LOOP.kind;
}

/** Whether a run that is at one step can come to the other without going back. A step leads to itself. */
export function leadsTo(graph: Graph, from: string, to: string): boolean {
  return reachedFrom(graph, [from]).has(to);
}

/** Those and every step after them, ways back left out. */
export function reachedFrom(graph: Graph, starts: string[]): Set<string> {
  return follow(starts, onwards(graph, (edge) => [edge.from, edge.to]));
}

/** Every step that can have run before this one. */
export function ancestorsOf(graph: Graph, id: string): Set<string> {
  const found = follow([id], onwards(graph, (edge) => [edge.to, edge.from]));
  found.delete(id);
  return found;
}

function onwards(graph: Graph, ends: (edge: Edge) => [string, string]): Map<string, string[]> {
  const ways = new Map<string, string[]>();
  const loops = loopNodes(graph);
  for (const edge of graph.edges) {
    if (edge.port === LOOP.port && loops.has(edge.from)) continue;
    const [from, to] = ends(edge);
    ways.set(from, [...ways.get(from) ?? [], to]);
  }
  return ways;
}

function loopNodes(graph: Graph): Set<string> {
  return new Set(graph.nodes.filter(({ kind }) => kind === LOOP.kind).map(({ id }) => id));
}

function follow(starts: string[], ways: Map<string, string[]>): Set<string> {
  const found = new Set(starts);
  for (const id of found) for (const next of ways.get(id) ?? []) found.add(next);
  return found;
}

/**
 * Every step, those before others first, and of two that are free the upper one on the picture:
 * the order in which a person reads them. Undefined where they lead in a circle.
 */
export function inOrder(graph: Graph): GraphNode[] | undefined {
  const ways = onwards(graph, (edge) => [edge.from, edge.to]);
  const waiting = new Map(graph.nodes.map(({ id }) => [id, 0]));
  for (const targets of ways.values()) {
    for (const to of targets) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const rank = (node: GraphNode) => node.kind === "start" ? 0 : 1;
  const free = graph.nodes.filter(({ id }) => waiting.get(id) === 0)
    .sort((a, b) => rank(a) - rank(b) || a.y - b.y || a.x - b.x);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const order: GraphNode[] = [];
  while (free.length > 0) {
    const node = free.shift()!;
    order.push(node);
    const next = (ways.get(node.id) ?? []).filter((to) => {
      waiting.set(to, waiting.get(to)! - 1);
      return waiting.get(to) === 0;
    });
    free.unshift(...next.map((id) => byId.get(id)!).sort((a, b) => a.y - b.y || a.x - b.x));
  }
  return order.length === graph.nodes.length ? order : undefined;
}

/** The steps of one circle, where there is one. */
function findLoop(graph: Graph): GraphNode[] | undefined {
  if (inOrder(graph)) return undefined;
  const ways = onwards(graph, (edge) => [edge.from, edge.to]);
  const onCircle = graph.nodes.filter(({ id }) => follow(ways.get(id) ?? [], ways).has(id));
  const circle = follow([onCircle[0]!.id], ways);
  return onCircle.filter(({ id }) => circle.has(id)).slice(0, 5);
}

/** For a step or a note that is new: one more than every number that was ever seen here. */
export function freeId(graph: Graph, letter: "n" | "t", after = 0): string {
  const used = [...graph.nodes, ...graph.notes]
    .map(({ id }) => id.startsWith(letter) ? Number(id.slice(1)) || 0 : 0);
  return `${letter}${used.reduce((most, one) => Math.max(most, one), after) + 1}`;
}

/** Composed letters, plain line ends, no control characters. */
function plain(text: string): string {
  return text.replaceAll(/\r\n?|[\u2028\u2029]/g, "\n").replaceAll(/[^\P{Cc}\n\t]/gu, "")
    .toWellFormed().normalize("NFC");
}

/** No database text can hold it. */
function withoutNul(given: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(given);
  if (!/\\u0000|\\ud[89a-f]/i.test(text)) return given;
  return JSON.parse(text, (_, value) => typeof value === "string" ? plain(value) : value);
}
