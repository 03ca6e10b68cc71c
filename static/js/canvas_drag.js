// Mouse, pen and finger on the canvas. A press that does not move is a click; a second finger zooms.
import {
  boxOf,
  choose,
  chosen,
  frame,
  ghost,
  idOf,
  inputPlace,
  isEditing,
  noGhost,
  picture,
  portPlace,
  say,
  send,
  snapped,
  steps,
  thing,
  wirePath,
} from "./canvas_picture.js";
import { pick } from "./canvas_picker.js";
import { pan, place, scale, zoom } from "./canvas_view.js";

const MOVED = 4;
const fingers = new Map();
let gesture;
let pinch;
/** An output that waits for the click that says where it leads. */
let pulled;

document.addEventListener("pointerdown", (event) => {
  if (!frame()?.contains(event.target) || !picture() || event.button > 1) return;
  fingers.set(event.pointerId, event);
  if (fingers.size === 2) return beginPinch();
  if (fingers.size > 2) return;
  gesture = { ...begin(event), from: event, last: event, at: place(event), moved: false };
});

function begin(event) {
  const element = event.target.closest("[data-step], [data-note]");
  const output = event.target.closest("[data-port]");
  if (pulled) return { kind: "aim" };
  if (isEditing() && event.button === 0) {
    if (output && element) return { kind: "pull", step: element, port: output.dataset.port };
    if (element && !event.shiftKey) return { kind: "drag", element };
    if (!element && event.shiftKey) return { kind: "mark" };
  }
  return { kind: "pan" };
}

document.addEventListener("pointermove", (event) => {
  if (fingers.has(event.pointerId)) fingers.set(event.pointerId, event);
  if (pinch) return movePinch();
  if (pulled) drawPull(event, pulled);
  if (!gesture) return;
  const far = Math.hypot(
    event.clientX - gesture.from.clientX,
    event.clientY - gesture.from.clientY,
  );
  if (!gesture.moved && far < MOVED) return;
  gesture.moved = true;
  frame().classList.add("gesturing");
  MOVES[gesture.kind]?.(event, gesture);
  gesture.last = event;
});

const MOVES = {
  pan: (event, { last }) => pan(last.clientX - event.clientX, last.clientY - event.clientY),
  drag: (event, now) => {
    const id = idOf(now.element);
    now.ids ??= chosen().includes(id) ? chosen() : [id];
    now.boxes ??= new Map(now.ids.map((one) => [one, boxOf(thing(one))]));
    const at = place(event);
    shift(now, at.x - now.at.x, at.y - now.at.y);
  },
  pull: drawPull,
  mark: (event, { at }) => {
    const to = place(event);
    ghost("rect", {
      x: Math.min(at.x, to.x),
      y: Math.min(at.y, to.y),
      width: Math.abs(to.x - at.x),
      height: Math.abs(to.y - at.y),
    });
  },
};

/** Cards and their wires follow the pointer; the server hears of it at the end. */
export function shift({ ids, boxes }, dx, dy) {
  for (const id of ids) {
    const element = thing(id);
    const { x, y } = boxes.get(id);
    element.dataset.x = x + dx;
    element.dataset.y = y + dy;
    element.setAttribute("transform", `translate(${x + dx} ${y + dy})`);
  }
  for (const wire of picture().querySelectorAll(".wire")) {
    const { from, to, port } = wire.dataset;
    if (!ids.includes(from) && !ids.includes(to)) continue;
    const path = wirePath(portPlace(thing(from), port), inputPlace(thing(to)));
    for (const line of wire.querySelectorAll(":scope > path")) line.setAttribute("d", path);
    wire.querySelector(".between")?.setAttribute("visibility", "hidden");
  }
}

function drawPull(event, { step, port }) {
  const aimed = stepAt(event);
  for (const other of steps()) other.classList.toggle("aimed", other === aimed && aimed !== step);
  const to = aimed && aimed !== step ? inputPlace(aimed) : place(event);
  ghost("path", { d: wirePath(portPlace(step, port), to) });
}

function stepAt(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  return under?.closest("[data-step]") ?? undefined;
}

addEventListener("pointerup", (event) => end(event, true));
addEventListener("pointercancel", (event) => end(event, false));

function end(event, done) {
  fingers.delete(event.pointerId);
  if (pinch) {
    if (fingers.size === 0) pinch = gesture = undefined;
    return;
  }
  const now = gesture;
  gesture = undefined;
  frame()?.classList.remove("gesturing");
  if (!now) return;
  if (!done) return noGhost();
  if (now.moved) ENDS[now.kind]?.(event, now);
  else press(event, now);
}

const ENDS = {
  drag: (event, { ids, at }) => {
    const to = place(event);
    const [dx, dy] = [snapped(to.x - at.x), snapped(to.y - at.y)];
    choose(ids, { open: false });
    suppressClick();
    send({ op: "move", nodes: ids.join(","), dx, dy });
  },
  pull: (event, now) => {
    suppressClick();
    lead(event, now);
  },
  mark: (event, { at }) => {
    const to = place(event);
    const [left, right] = [Math.min(at.x, to.x), Math.max(at.x, to.x)];
    const [top, bottom] = [Math.min(at.y, to.y), Math.max(at.y, to.y)];
    noGhost();
    choose(
      [...picture().querySelectorAll("[data-step], [data-note]")].filter((element) => {
        const { x, y, width, height } = boxOf(element);
        return x < right && x + width > left && y < bottom && y + height > top;
      }).map(idOf),
    );
  },
  pan: suppressClick,
  aim: (event) => press(event, { kind: "aim" }),
};

/** To a step, or to one that is chosen now and put there. */
function lead(event, { step, port }) {
  const target = stepAt(event);
  const at = place(event);
  const after = step.dataset.step;
  noGhost();
  if (target && target !== step) {
    send({ op: "connect", node: after, port, to: target.dataset.step });
  } else if (!target) pick({ after, port, x: snapped(at.x), y: snapped(at.y - 36) }, event);
}

function press(event, { kind, step, port, element }) {
  if (kind === "pull") {
    suppressClick();
    pulled = { step, port };
    return say("Choose the step that it leads to. Escape cancels.");
  }
  if (kind === "aim") {
    suppressClick();
    const from = pulled;
    pulled = undefined;
    return lead(event, from);
  }
  const between = event.target.closest?.("[data-between]");
  if (between && isEditing()) {
    const { from, port: way } = between.closest(".wire").dataset;
    return pick({ after: from, port: way, between: "yes" }, event);
  }
  const pressed = element ?? event.target.closest?.("[data-step], [data-note]");
  if (!pressed) return frame().contains(event.target) && isEditing() ? choose([]) : undefined;
  const id = idOf(pressed);
  const others = chosen();
  if (!event.shiftKey) return choose([id]);
  choose(others.includes(id) ? others.filter((one) => one !== id) : [...others, id]);
}

/** The link of a step is followed by whoever has no script. */
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-step]") && editing(event)) event.preventDefault();
}, true);

const editing = (event) =>
  !event.ctrlKey && !event.metaKey && document.getElementById("editor")?.contains(event.target);

function suppressClick() {
  const stop = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }), 0);
}

export function letGo() {
  pulled = undefined;
  noGhost();
}

// The browser would drag the link itself.
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("[data-step]")) event.preventDefault();
});

const apart = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
const middle = ([a, b]) => ({
  clientX: (a.clientX + b.clientX) / 2,
  clientY: (a.clientY + b.clientY) / 2,
});

function beginPinch() {
  if (gesture?.boxes) shift(gesture, 0, 0);
  gesture = undefined;
  noGhost();
  const both = [...fingers.values()];
  pinch = { apart: apart(both), middle: middle(both), scale: scale() };
}

function movePinch() {
  const both = [...fingers.values()];
  if (both.length < 2) return;
  const now = middle(both);
  pan(pinch.middle.clientX - now.clientX, pinch.middle.clientY - now.clientY);
  zoom((pinch.scale * apart(both) / pinch.apart) / scale(), now);
  pinch.middle = now;
}
