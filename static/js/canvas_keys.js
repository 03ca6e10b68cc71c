// Everything on the canvas by keyboard. Letters only count while the picture has the focus.
import {
  boxOf,
  choose,
  chosen,
  editor,
  frame,
  ghost,
  GRID,
  idOf,
  inputPlace,
  isEditing,
  noGhost,
  openNow,
  picture,
  portPlace,
  say,
  send,
  showTab,
  steps,
  thing,
  wirePath,
} from "./canvas_picture.js";
import { letGo, shift } from "./canvas_drag.js";
import { pick } from "./canvas_picker.js";
import { fit, reveal, zoom } from "./canvas_view.js";
import { keysAreFree } from "./keys.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** From which step and by which output a way is being drawn, and to which step. */
let drawing;

document.addEventListener("keydown", (event) => {
  if (!picture() || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const inFrame = frame()?.contains(document.activeElement);
  const held = event.ctrlKey || event.metaKey;
  const act = drawing && inFrame
    ? drawKey(event)
    : held
    ? heldKey(event, inFrame)
    : inFrame
    ? plainKey(event)
    : farKey(event);
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}, true);

function farKey(event) {
  if (event.key !== "/" || !keysAreFree(event) || !editor()) return;
  return find;
}

function find() {
  showTab("steps");
  document.getElementById("find-step")?.focus();
}

function heldKey(event, inFrame) {
  const typing = event.target.closest?.("input, textarea, select");
  if (typing || !editor()) return;
  const key = event.key.toLowerCase();
  if (isEditing() && key === "z") return () => press(event.shiftKey ? "redo" : "undo");
  if (isEditing() && key === "y") return () => press("redo");
  if (!inFrame) return;
  if (key === "a") return () => choose(steps().map(idOf));
  if (!isEditing()) return;
  if (key === "c" && !String(getSelection())) return copy;
  if (key === "x") return () => copy().then(() => remove());
  if (key === "v") return () => send({ op: "paste" }, { focus: true });
  if (event.key === "Delete" || event.key === "Backspace") return () => remove("yes");
}

const press = (op) => send({ op });
const copy = () => send({ op: "copy", nodes: selection().join(",") });

function remove(heal = "") {
  const nodes = selection().join(",");
  if (nodes) return send({ op: "delete", nodes, heal }, { focus: true });
}

function plainKey(event) {
  const arrow = ARROWS[event.key];
  if (arrow) {
    if (!event.shiftKey) return () => go(nearest(current(), arrow));
    return isEditing() ? () => nudge(arrow) : undefined;
  }
  if (event.key === "Escape") return escape;
  if (event.key === "Enter" && current()) return settings;
  if (event.key === "Delete" || event.key === "Backspace") {
    return isEditing() ? () => remove() : undefined;
  }
  if (!keysAreFree(event)) return;
  return LETTERS[event.key.toLowerCase()]?.();
}

const LETTERS = {
  "+": () => () => zoom(1.25),
  "=": () => () => zoom(1.25),
  "-": () => () => zoom(0.8),
  "0": () => () => fit(),
  "f": () => () => fit(),
  "/": () => find,
  "c": () => isEditing() && current() ? beginDrawing : undefined,
  "a": () => isEditing() ? () => pick(current() ? { after: idOf(current()) } : {}) : undefined,
};

const current = () =>
  document.activeElement?.closest?.("[data-step]") ?? thing(chosen()[0]) ?? undefined;

/** What is chosen, unless the focus went on to another step. */
function selection() {
  const id = idOf(document.activeElement?.closest?.("[data-step]"));
  return id && !chosen().includes(id) ? [id] : chosen();
}

function go(step) {
  if (!step) return;
  choose([idOf(step)]);
  step.focus({ preventScroll: true });
  reveal(idOf(step));
}

/** The step nearest in that direction: what lies off the line counts double. */
function nearest(from, [dx, dy]) {
  if (!from) return steps()[0];
  const here = boxOf(from);
  const far = (step) => {
    const there = boxOf(step);
    const [x, y] = [there.middleX - here.middleX, there.middleY - here.middleY];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    return along > 4 ? along + 2 * aside : Infinity;
  };
  const best = steps().filter((step) => step !== from)
    .reduce((one, step) => !one || far(step) < far(one) ? step : one, undefined);
  return best && far(best) < Infinity ? best : undefined;
}

let nudged;

/** Steps of one key press become one change. */
function nudge([x, y]) {
  const ids = selection();
  if (ids.length === 0) return;
  nudged ??= { ids, boxes: new Map(ids.map((id) => [id, boxOf(thing(id))])), dx: 0, dy: 0 };
  nudged.dx += x * GRID;
  nudged.dy += y * GRID;
  shift(nudged, nudged.dx, nudged.dy);
  clearTimeout(nudged.timer);
  nudged.timer = setTimeout(() => {
    const { dx, dy } = nudged;
    nudged = undefined;
    send({ op: "move", nodes: ids.join(","), dx, dy });
  }, 200);
}

async function settings() {
  await openNow(idOf(current()));
  document.getElementById("panel-title")?.focus();
}

function escape() {
  letGo();
  choose([]);
}

function beginDrawing() {
  const from = current();
  const ports = [...from.querySelectorAll("[data-port]")].map(({ dataset }) => dataset.port);
  if (ports.length === 0) return say("Nothing leads on from an end.");
  const free = ports.find((port) => !document.getElementById(`wire-${idOf(from)}-${port}`));
  drawing = { from, ports, port: free ?? ports[0] };
  aim(nearest(from, [1, 0]) ?? steps().find((step) => step !== from));
}

function drawKey(event) {
  const arrow = ARROWS[event.key];
  if (arrow) return () => aim(nearest(drawing.to ?? drawing.from, arrow) ?? drawing.to);
  if (event.key === "Tab") return nextPort;
  if (event.key === "Enter") return draw;
  if (event.key === "Escape") return stopDrawing;
  return () => {};
}

function nextPort() {
  const { ports, port } = drawing;
  drawing.port = ports[(ports.indexOf(port) + 1) % ports.length];
  aim(drawing.to);
}

function aim(to) {
  drawing.to = to === drawing.from ? drawing.to : to;
  const { from, port } = drawing;
  noGhost();
  if (!drawing.to) return;
  drawing.to.classList.add("aimed");
  ghost("path", { d: wirePath(portPlace(from, port), inputPlace(drawing.to)) });
  reveal(idOf(drawing.to));
  const label = from.querySelector(`[data-port="${CSS.escape(port)}"]`).dataset.label;
  const output = label ? `${label} of ${titleOf(from)}` : titleOf(from);
  say(`Connect ${output} to ${titleOf(drawing.to)}? Enter connects, Escape cancels.`);
}

const titleOf = (step) => step.dataset.title;

function draw() {
  const { from, port, to } = drawing;
  stopDrawing();
  if (to) send({ op: "connect", node: idOf(from), port, to: idOf(to) });
}

function stopDrawing() {
  drawing = undefined;
  noGhost();
  say("");
}
