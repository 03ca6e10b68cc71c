import { Refused } from "../base/errors.ts";
import {
  type Edge,
  edgeFrom,
  findNode,
  freeId,
  type Graph,
  type GraphNode,
  graphSchema,
  isLoopEdge,
  leadsTo,
  LOOP,
  reachedFrom,
} from "./graph.ts";
import { CARD_WIDTH, GRID, type Point, snapped } from "./picture_shape.ts";

/** What an edit needs to know of the kinds. */
export interface KindShape {
  label: string;
  empty: Record<string, unknown>;
  ports(config: Record<string, unknown>): { name: string; label: string }[];
  fields?(config: Record<string, unknown>): { name: string; input: string }[];
}

export type KindLookup = (kind: string) => KindShape | undefined;

export interface Edited {
  graph: Graph;
  /** After somebody's name: "moved SMB pool". */
  says: string;
  /** The step or note that a person goes on with. */
  focus?: string;
}

/** Where a new step goes: behind a step, into a way, or just somewhere. */
export interface Spot extends Partial<Point> {
  after?: string;
  /** The output of the step before. Left out, the first free one, or the only one there is. */
  port?: string;
  /** What the way led to stands behind the new step. */
  between?: boolean;
}

const GAP = 6 * GRID;
const COLUMN = CARD_WIDTH + GAP;
const ROW = 7 * GRID;

export function placeStep(
  graph: Graph,
  kinds: KindLookup,
  kind: string,
  spot: Spot,
  lastNode = 0,
): Edited {
  const shape = kinds(kind);
  if (!shape) throw new Refused("There is no such kind of step.");
  if (kind === "start" && graph.nodes.some((node) => node.kind === "start")) {
    throw new Refused("A workflow has one start, and it is there already.");
  }
  const before = kind === "start" || !spot.after ? undefined : findNode(graph, spot.after);
  const port = before && freePort(graph, kinds, before, spot);
  const way = before && port ? edgeFrom(graph, before.id, port) : undefined;
  const node: GraphNode = {
    id: freeId(graph, "n", lastNode),
    kind,
    title: freeTitle(graph, shape.label),
    ...placeFor(graph, spot, before, way !== undefined),
    config: structuredClone(shape.empty),
  };
  const edges = graph.edges.filter((edge) => edge !== way);
  if (before && port) edges.push({ from: before.id, port, to: node.id });
  const [onwards] = shape.ports(node.config);
  if (way && onwards) edges.push({ from: node.id, port: onwards.name, to: way.to });
  const shifted = way ? withRoom(graph, way.to, node) : graph.nodes;
  const says = before
    ? `added ${node.title} after ${nameOf(before, kinds)}`
    : `added ${node.title}`;
  return checked({ ...graph, nodes: [...shifted, node], edges }, says, node.id);
}

function freePort(graph: Graph, kinds: KindLookup, before: GraphNode, spot: Spot) {
  const ports = kinds(before.kind)?.ports(before.config) ?? [];
  if (spot.port !== undefined) {
    if (!ports.some(({ name }) => name === spot.port)) throw new Refused(NO_OUTPUT);
    if (!spot.between && edgeFrom(graph, before.id, spot.port)) throw new Refused(TAKEN);
    return spot.port;
  }
  const free = ports.find(({ name }) => !edgeFrom(graph, before.id, name));
  return free?.name ?? (ports.length === 1 ? ports[0]!.name : undefined);
}

const NO_OUTPUT = "This step has no such output.";
const TAKEN = "This output leads somewhere already. Disconnect it first.";

/** Two steps of one name are told apart on the picture and in what they say. */
function freeTitle(graph: Graph, label: string): string {
  const taken = new Set(graph.nodes.map(({ title }) => title));
  if (!taken.has(label)) return label;
  for (let number = 2;; number++) {
    if (!taken.has(`${label} ${number}`)) return `${label} ${number}`;
  }
}

function placeFor(
  graph: Graph,
  spot: Spot,
  before: GraphNode | undefined,
  between: boolean,
): Point {
  if (spot.x !== undefined && spot.y !== undefined) {
    return { x: snapped(spot.x), y: snapped(spot.y) };
  }
  const rightmost = graph.nodes.reduce((most, { x }) => Math.max(most, x), -COLUMN);
  const at = before ? { x: before.x + COLUMN, y: before.y } : { x: rightmost + COLUMN, y: 0 };
  if (between) return at;
  const covers = (y: number) =>
    graph.nodes.some((node) => Math.abs(node.x - at.x) < CARD_WIDTH && Math.abs(node.y - y) < ROW);
  while (covers(at.y)) at.y += GRID;
  return at;
}

/** Everything behind the new step moves on, where it would stand on it. */
function withRoom(graph: Graph, first: string, node: Point): GraphNode[] {
  const next = findNode(graph, first)!;
  const short = node.x + COLUMN - next.x;
  if (short <= 0) return graph.nodes;
  const behind = reachedFrom(graph, [first]);
  return graph.nodes.map((one) => behind.has(one.id) ? { ...one, x: one.x + short } : one);
}

export function moveThings(graph: Graph, kinds: KindLookup, ids: string[], by: Point): Edited {
  const moved = new Set(ids);
  const shift = <T extends Point & { id: string }>(one: T) =>
    moved.has(one.id) ? { ...one, x: snapped(one.x + by.x), y: snapped(one.y + by.y) } : one;
  const nodes = graph.nodes.map(shift);
  const notes = graph.notes.map(shift);
  return checked({ ...graph, nodes, notes }, `moved ${thingsIn(graph, kinds, ids)}`, ids[0]);
}

export function connectSteps(
  graph: Graph,
  kinds: KindLookup,
  edge: Edge,
  replace = false,
): Edited {
  const [from, to] = [findNode(graph, edge.from), findNode(graph, edge.to)];
  if (!from || !to) throw new Refused("This step is not there any more.");
  const port = kinds(from.kind)?.ports(from.config).find(({ name }) => name === edge.port);
  if (!port) throw new Refused(NO_OUTPUT);
  const [source, target] = [nameOf(from, kinds), nameOf(to, kinds)];
  if (to.kind === "start") {
    throw new Refused(`Not connected: nothing leads to the start, ${target}.`);
  }
  const present = edgeFrom(graph, edge.from, edge.port);
  if (present?.to === edge.to) throw new Refused(`${source} leads to ${target} already.`);
  if (present && !replace) {
    throw new Refused(`Not connected: ${alreadyLeads(graph, kinds, present)}`);
  }
  const back = isLoopEdge(graph, edge);
  if (edge.from === edge.to) throw new Refused("Not connected: a step cannot lead to itself.");
  if (!back && leadsTo(graph, edge.to, edge.from)) {
    throw new Refused(
      `Not connected: ${target} already leads to ${source}, so this would loop. ` +
        "A Repeat step goes back, as often as you say.",
    );
  }
  if (back && !leadsTo(graph, edge.to, edge.from)) {
    throw new Refused(`Not connected: “${LOOP.port}” leads back to a step before ${source}.`);
  }
  const edges = [...graph.edges.filter((one) => one !== present), edge];
  const says = `connected ${port.label} of ${source} to ${target}`;
  return checked({ ...graph, edges }, says, edge.from);
}

function alreadyLeads(graph: Graph, kinds: KindLookup, { from, port, to }: Edge): string {
  const [source, target] = [findNode(graph, from)!, findNode(graph, to)!];
  const label = kinds(source.kind)?.ports(source.config).find(({ name }) => name === port)?.label;
  return `${label ?? port} of ${nameOf(source, kinds)} leads to ${nameOf(target, kinds)}, ` +
    "and one way leaves an output. Disconnect it first.";
}

export function disconnectSteps(
  graph: Graph,
  kinds: KindLookup,
  from: string,
  port: string,
): Edited {
  const edge = edgeFrom(graph, from, port);
  const node = findNode(graph, from);
  if (!edge || !node) throw new Refused("This connection is not there any more.");
  const edges = graph.edges.filter((one) => one !== edge);
  const target = nameOf(findNode(graph, edge.to)!, kinds);
  const says = `disconnected ${nameOf(node, kinds)} from ${target}`;
  return checked({ ...graph, edges }, says, from);
}

/** With `heal`, what led to a step leads on to what came after it. */
export function deleteThings(
  graph: Graph,
  kinds: KindLookup,
  ids: string[],
  heal = false,
): Edited {
  const gone = new Set(ids.filter((id) => findNode(graph, id)?.kind !== "start"));
  if (gone.size === 0) throw new Refused("A workflow begins with its start: it stays.");
  const says = `removed ${thingsIn(graph, kinds, [...gone])}`;
  const focus = neighbourOf(graph, gone);
  const healed = graph.edges.flatMap((edge) => {
    if (gone.has(edge.from)) return [];
    const to = heal ? beyond(graph, kinds, edge.to, gone) : gone.has(edge.to) ? undefined : edge.to;
    return to === undefined || to === edge.from ? [] : [{ ...edge, to }];
  });
  return checked(
    {
      nodes: graph.nodes.filter(({ id }) => !gone.has(id)),
      edges: withoutLostLoops(graph, healed, gone),
      notes: graph.notes.filter(({ id }) => !gone.has(id)),
    },
    says,
    focus,
  );
}

function beyond(graph: Graph, kinds: KindLookup, id: string, gone: Set<string>) {
  let at: string | undefined = id;
  while (at !== undefined && gone.has(at)) {
    const node: GraphNode = findNode(graph, at)!;
    const [first] = kinds(node.kind)?.ports(node.config) ?? [];
    at = first && edgeFrom(graph, at, first.name)?.to;
  }
  return at;
}

/** A way back may have lost the way there. */
function withoutLostLoops(graph: Graph, edges: Edge[], gone: Set<string>): Edge[] {
  const left = { ...graph, nodes: graph.nodes.filter(({ id }) => !gone.has(id)), edges };
  return edges.filter((edge) => !isLoopEdge(left, edge) || leadsTo(left, edge.to, edge.from));
}

/** Where the eye goes on: the step before, else the one nearest. */
function neighbourOf(graph: Graph, gone: Set<string>): string | undefined {
  const before = graph.edges.find(({ from, to }) => gone.has(to) && !gone.has(from))?.from;
  return before ?? graph.nodes.find(({ id }) => !gone.has(id))?.id;
}

export function nameOf(node: GraphNode, kinds: KindLookup): string {
  return node.title || kinds(node.kind)?.label || node.id;
}

export function thingsIn(graph: Graph, kinds: KindLookup, ids: string[]): string {
  const [first, ...others] = ids;
  if (first === undefined) throw new Refused("Choose a step first.");
  const node = findNode(graph, first);
  const note = graph.notes.find(({ id }) => id === first);
  if (!node && !note) throw new Refused("This step is not there any more.");
  if (others.length > 0) return `${ids.length} steps`;
  return node ? nameOf(node, kinds) : "a note";
}

/** Only what grows can pass a limit. */
export function checked(graph: Graph, says: string, focus?: string): Edited {
  const result = graphSchema.safeParse(graph);
  if (!result.success) throw new Refused(result.error.issues[0]!.message);
  return { graph: result.data, says, focus };
}
