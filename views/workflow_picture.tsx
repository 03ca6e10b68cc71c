import {
  edgesFrom,
  findNode,
  type Graph,
  type GraphNode,
  type Note,
} from "../domain/workflows/graph.ts";
import {
  boundsOf,
  boxOf,
  CARD_WIDTH,
  fitted,
  lengthOf,
  type Look,
  type Looks,
  PORT_GAP,
  portPlace,
  wireOf,
  wrapped,
} from "../domain/workflows/picture_shape.ts";
import { safeUrl } from "./parts/link.tsx";

/** What became of a step in a run. A step without one has not run. */
export interface StepState {
  state: "done" | "failed" | "waiting" | "running" | "skipped";
  /** In place of the word, such as "0.4 s" or "2 h". */
  says?: string;
  /** The way that the run took from here. */
  port?: string;
}

export interface PictureProps {
  graph: Graph;
  looks: Looks;
  /** What the picture shows, said to whoever cannot see it. */
  label: string;
  /** Where a step leads when it is pressed. */
  href?: (nodeId: string) => string;
  /** Steps lead nowhere, and can be walked through by script. */
  focusable?: boolean;
  /** Of a run: each step says what became of it. */
  states?: Map<string, StepState>;
  /** The steps with problems, and how many. */
  problems?: Map<string, { errors: number; warnings: number }>;
  selected?: string[];
  /** Ways have a button to put a step in between, outputs can be pulled. */
  editing?: boolean;
}

/**
 * The drawing of a workflow. Without script it stands there at its size and scrolls; canvas.js
 * makes it one that can be panned and zoomed. Every group keeps its id and its parent, since a
 * morph would give a new one the wrong namespace.
 */
export function Picture(props: PictureProps) {
  const { graph, looks } = props;
  const { x, y, width, height } = boundsOf(graph, looks);
  return (
    <svg
      id="picture"
      class={`picture${props.states ? " of-run" : ""}`}
      viewBox={`${x} ${y} ${width} ${height}`}
      width={width}
      height={height}
      role="group"
      aria-label={props.label}
      data-bounds={`${x} ${y} ${width} ${height}`}
    >
      <defs id="picture-defs">
        <pattern id="dots" width="16" height="16" patternUnits="userSpaceOnUse">
          <circle class="dot" cx="8" cy="8" r="1"></circle>
        </pattern>
      </defs>
      <rect
        id="picture-ground"
        x={x - FAR}
        y={y - FAR}
        width={width + 2 * FAR}
        height={height + 2 * FAR}
        fill="url(#dots)"
      >
      </rect>
      <g id="picture-notes">
        {graph.notes.map((note) => <PictureNote note={note} selected={props.selected} />)}
      </g>
      <g id="picture-wires">{graph.edges.map((edge) => <WireLine edge={edge} {...props} />)}</g>
      <g id="picture-steps">
        {graph.nodes.map((node, at) => <Step node={node} first={at === 0} {...props} />)}
      </g>
      <g id="picture-ghost"></g>
    </svg>
  );
}

/** The ground goes on around the steps. */
const FAR = 1200;

function WireLine(
  { edge, graph, looks, states, editing }: PictureProps & { edge: Graph["edges"][number] },
) {
  const wire = wireOf(graph, edge, looks);
  if (!wire) return null;
  const id = `${edge.from}-${edge.port}`;
  const taken = states?.get(edge.from)?.port === edge.port;
  const { x, y } = wire.middle;
  return (
    <g
      id={`wire-${id}`}
      class={`wire${taken ? " taken" : ""}`}
      data-from={edge.from}
      data-port={edge.port}
      data-to={edge.to}
    >
      <path class="wire-reach" d={wire.path}></path>
      <path class="wire-line" d={wire.path}></path>
      {editing && (
        <g
          id={`between-${id}`}
          class="between"
          data-between={id}
          transform={`translate(${x} ${y})`}
        >
          <circle class="between-reach" r="12"></circle>
          <circle class="between-disc" r="8"></circle>
          <path class="between-plus" d="M-4 0H4M0 -4V4"></path>
        </g>
      )}
    </g>
  );
}

const EDGE = 16;

function Step(props: PictureProps & { node: GraphNode; first: boolean }) {
  const { node, looks, states, href, selected } = props;
  const look = looks.get(node.id) ?? unknownLook(node);
  const { height } = boxOf(node, looks);
  const state = states && (states.get(node.id)?.state ?? "not_run");
  const chosen = selected?.includes(node.id);
  const top = height / 2 - 36;
  const stopsHere = selected?.length ? selected[0] === node.id : props.first;
  return (
    <a
      id={`step-${node.id}`}
      class={`step of-${look.group}${state ? ` is-${state}` : ""}${chosen ? " chosen" : ""}`}
      href={safeUrl(href?.(node.id))}
      transform={`translate(${node.x} ${node.y})`}
      data-step={node.id}
      data-title={node.title || look.label}
      data-x={node.x}
      data-y={node.y}
      data-height={height}
      tabindex={!href && !props.focusable ? undefined : stopsHere ? 0 : -1}
      role={href ? undefined : "group"}
      aria-roledescription="workflow step"
      aria-label={href ? undefined : spoken(props, look)}
      aria-current={chosen ? "true" : undefined}
    >
      <g id={`card-${node.id}`} aria-hidden={href ? undefined : "true"}>
        <rect class="card" width={CARD_WIDTH} height={height} rx="10"></rect>
        <rect class="kind-bar" x="-2" y="10" width="4" height={height - 20} rx="2"></rect>
        <text class="step-kind" x={EDGE} y={top + 21}>
          {fitted(look.label, 110, 11)}
        </text>
        <Corner {...props} y={top + 21} />
        <text class="step-title" x={EDGE} y={top + 41}>
          {fitted(node.title || look.label, CARD_WIDTH - 2 * EDGE, 14)}
        </text>
        <text class="step-summary" x={EDGE} y={top + 59}>
          {fitted(look.summary, CARD_WIDTH - 2 * EDGE, 12)}
        </text>
        {look.group !== "start" && <circle class="port in" cx="0" cy={height / 2} r="6"></circle>}
        {look.ports.map((port, at) => (
          <Output node={node} port={port} at={at} of={look.ports.length} room={props.editing} />
        ))}
      </g>
    </a>
  );
}

/** A kind that this release does not know is shown, not hidden. */
function unknownLook(node: GraphNode): Look {
  return { label: "Unknown step", group: "logic", summary: `Kind ${node.kind}`, ports: [] };
}

function Output(
  { node, port, at, of, room }: {
    node: GraphNode;
    port: Look["ports"][number];
    at: number;
    of: number;
    room?: boolean;
  },
) {
  const { x, y } = portPlace(of, at);
  return (
    <g
      id={`port-${node.id}-${port.name}`}
      class="output"
      data-port={port.name}
      data-label={of > 1 ? port.label : undefined}
      transform={`translate(${x} ${y})`}
    >
      {of > 1 && (
        <text class="port-label" x="11" y="-7">
          {fitted(port.label, 116, 11)}
        </text>
      )}
      <circle class="port" r="6"></circle>
      {room && <circle class="port-reach" r={PORT_GAP / 2}></circle>}
    </g>
  );
}

/** Each sign is a shape of its own within 10 by 10, for no font has them all. */
const STATES = {
  done: { sign: "M1 5.5L4 8.5L9 2", word: "Done" },
  failed: { sign: "M1.5 1.5L8.5 8.5M8.5 1.5L1.5 8.5", word: "Failed" },
  waiting: { sign: "M5 .5A4.5 4.5 0 1 1 4.99 .5M5 2V5H7.5", word: "Waiting" },
  running: { sign: "M2 1L8.5 5L2 9Z", word: "Running" },
  skipped: { sign: "M1 1.5L5 5L1 8.5M5 1.5L9 5L5 8.5", word: "Skipped" },
  not_run: { sign: "M1.5 5H8.5", word: "Not run" },
} as const;

const PROBLEM = "M5 .5L9.5 9H.5ZM5 3.5V6M5 7.2V7.8";

/** Upper right on the card: what became of it in a run, or that something is wrong with it. */
function Corner({ node, states, problems, y }: PictureProps & { node: GraphNode; y: number }) {
  const found = problems?.get(node.id);
  const state = states && STATES[states.get(node.id)?.state ?? "not_run"];
  const words = state ? states.get(node.id)?.says ?? state.word : found && problemWords(found);
  if (!words) return null;
  const shown = fitted(words, 80, 11);
  const kind = state ? "" : found!.errors > 0 ? " bad" : " warn";
  const left = CARD_WIDTH - 30 - lengthOf(shown, 11);
  return (
    <g id={`state-${node.id}`} class={`step-state${kind}`}>
      <path class="sign" transform={`translate(${left} ${y - 9})`} d={state?.sign ?? PROBLEM}>
      </path>
      <text x={CARD_WIDTH - 14} y={y}>{shown}</text>
    </g>
  );
}

function problemWords({ errors, warnings }: { errors: number; warnings: number }): string {
  const many = errors + warnings;
  return many === 1 ? (errors > 0 ? "1 problem" : "1 warning") : `${many} problems`;
}

/** All that the card and its wires show, as a sentence each. */
function spoken(
  { node, graph, looks, states, problems }: PictureProps & { node: GraphNode },
  look: Look,
) {
  const ways = look.ports.map(({ name, label }) => {
    const edge = edgesFrom(graph, node.id).find(({ port }) => port === name);
    const target = edge && findNode(graph, edge.to);
    const to = target ? target.title || looks.get(target.id)?.label : "nothing";
    return look.ports.length > 1 ? `${label} goes to ${to}` : `goes on to ${to}`;
  });
  const state = states && STATES[states.get(node.id)?.state ?? "not_run"].word;
  const found = problems?.get(node.id);
  return [
    `${look.label}: ${node.title || look.label}.`,
    look.summary && `${look.summary}.`,
    ways.length > 0 && `${ways.join(", ")}.`,
    state && `Status: ${state.toLowerCase()}.`,
    found && `${problemWords(found)}.`,
  ].filter(Boolean).join(" ");
}

const LINE = 18;

function PictureNote({ note, selected }: { note: Note; selected?: string[] }) {
  const most = Math.floor((note.height - 16) / LINE);
  const lines = wrapped(note.text, note.width - 24, 12, most);
  return (
    <g
      id={`note-${note.id}`}
      class={`note${selected?.includes(note.id) ? " chosen" : ""}`}
      transform={`translate(${note.x} ${note.y})`}
      data-note={note.id}
      data-x={note.x}
      data-y={note.y}
    >
      <rect class="note-paper" width={note.width} height={note.height} rx="6"></rect>
      {Array.from(
        { length: most },
        (_, at) => <text class="note-line" x="12" y={24 + at * LINE}>{lines[at]}</text>,
      )}
    </g>
  );
}
