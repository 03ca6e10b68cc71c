import { type Edge, type Graph, type GraphNode, isLoopEdge } from "./graph.ts";

/** How one step looks on a picture: what its kind says of it, in words. */
export interface Look {
  /** The kind in words, such as "Condition". */
  label: string;
  group: "start" | "logic" | "people" | "actions" | "end";
  summary: string;
  ports: { name: string; label: string }[];
}

/** By the id of the step. */
export type Looks = Map<string, Look>;

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

export const GRID = 16;
export const CARD_WIDTH = 224;
export const PORT_GAP = 24;
const CARD_HEIGHT = 72;
const MARGIN = 48;

export function snapped(at: number): number {
  return Math.round(at / GRID) * GRID;
}

/** A card with many outputs is as high as they need. */
export function cardHeight(ports: number): number {
  return Math.max(CARD_HEIGHT, PORT_GAP * ports + PORT_GAP);
}

export function boxOf(node: GraphNode, looks: Looks): Box {
  const height = cardHeight(looks.get(node.id)?.ports.length ?? 0);
  return { x: node.x, y: node.y, width: CARD_WIDTH, height };
}

/** Where an output is on its card. */
export function portPlace(ports: number, at: number): Point {
  const y = cardHeight(ports) / 2 + (at - (ports - 1) / 2) * PORT_GAP;
  return { x: CARD_WIDTH, y };
}

export interface Wire {
  path: string;
  /** Where something can be put in between. */
  middle: Point;
}

export function wireOf(graph: Graph, edge: Edge, looks: Looks): Wire | undefined {
  const from = graph.nodes.find(({ id }) => id === edge.from);
  const to = graph.nodes.find(({ id }) => id === edge.to);
  if (!from || !to) return undefined;
  const ports = looks.get(from.id)?.ports ?? [];
  const at = ports.findIndex(({ name }) => name === edge.port);
  const port = portPlace(ports.length, Math.max(at, 0));
  const start = { x: from.x + port.x, y: from.y + port.y };
  const target = boxOf(to, looks);
  const end = { x: target.x, y: target.y + target.height / 2 };
  if (!isLoopEdge(graph, edge)) return forwards(start, end);
  const source = boxOf(from, looks);
  return back(start, end, Math.max(source.y + source.height, target.y + target.height) + 2 * GRID);
}

/** With an arrow's head before the circle of the step that it leads to. */
function forwards(start: Point, end: Point): Wire {
  const bend = Math.max(40, Math.min(120, Math.abs(end.x - start.x) / 2));
  const path = `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ` +
    `${end.x} ${end.y}`;
  return {
    path: path + head(end),
    middle: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
  };
}

/** Below the steps that it goes back over. */
function back(start: Point, end: Point, low: number): Wire {
  const path = `M${start.x} ${start.y}C${start.x + 48} ${start.y} ${start.x + 48} ${low} ` +
    `${start.x} ${low}L${end.x} ${low}C${end.x - 48} ${low} ${end.x - 48} ${end.y} ` +
    `${end.x} ${end.y}`;
  return { path: path + head(end), middle: { x: (start.x + end.x) / 2, y: low } };
}

const head = ({ x, y }: Point) => `M${x - 13} ${y - 4}L${x - 7} ${y}L${x - 13} ${y + 4}`;

/** What the whole picture takes, with room around it. */
export function boundsOf(graph: Graph, looks: Looks): Box {
  const boxes = [...graph.nodes.map((node) => boxOf(node, looks)), ...graph.notes];
  const loops = graph.edges.some((edge) => isLoopEdge(graph, edge)) ? 3 * GRID : 0;
  const left = Math.min(...boxes.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...boxes.map(({ y }) => y)) - MARGIN;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + MARGIN;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + MARGIN + loops;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** A text as long as the room for it, for a picture cannot break lines. Widths are Inter's, about. */
export function fitted(text: string, room: number, size: number): string {
  const most = room / size;
  let width = 0;
  let end = 0;
  for (const letter of text) {
    width += widthOf(letter);
    if (width > most) return `${text.slice(0, end).trimEnd()}…`;
    if (width + 0.9 <= most) end += letter.length;
  }
  return text;
}

export function lengthOf(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += widthOf(letter);
  return Math.round(width * size);
}

function widthOf(letter: string): number {
  if (/[ijl.,:;'|!It()[\]\u00b7 fr]/.test(letter)) return 0.34;
  if (/[mwMW@%&\u2014]/.test(letter)) return 0.9;
  if (/[A-Z\u00c0-\u00de]/.test(letter)) return 0.69;
  return letter > "\u2e80" ? 1.05 : 0.58;
}

/** A text in lines, for the notes. */
export function wrapped(text: string, room: number, size: number, most: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (line && fitted(longer, room, size) !== longer) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    lines.push(fitted(line, room, size));
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1] ?? ""}…`];
}
