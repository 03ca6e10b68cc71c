// Which part of the picture is shown: panned by dragging, wheel and two fingers, zoomed by pinch,
// ctrl and wheel, keys and buttons. It outlives every swap, since it stands on what is around the picture.
import { boxOf, chosen, frame, isEditing, picture, thing } from "./canvas_picture.js";

const [SMALLEST, READABLE, LARGEST] = [0.1, 0.8, 2];
let view;

export function place(event) {
  const box = frame().getBoundingClientRect();
  return {
    x: view.x + (event.clientX - box.left) / view.scale,
    y: view.y + (event.clientY - box.top) / view.scale,
  };
}

export const scale = () => view?.scale ?? 1;

const stage = () => document.getElementById("stage");

/** Moving a layer that is painted already is far cheaper than painting another part of the picture. */
function apply() {
  const svg = picture();
  if (!svg || !view) return;
  const [left, top] = svg.dataset.bounds.split(" ").map(Number);
  const x = (left - view.x) * view.scale;
  const y = (top - view.y) * view.scale;
  stage().style.transform = `translate(${x}px, ${y}px) scale(${view.scale})`;
}

let drawing;

function draw() {
  drawing ??= requestAnimationFrame(() => {
    drawing = undefined;
    apply();
    keep();
  });
}

const KEY = () => `view ${location.pathname.split("/").slice(0, 3).join("/")}`;

function keep() {
  if (isEditing()) sessionStorage.setItem(KEY(), JSON.stringify(view));
}

function remembered() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY()) ?? "null");
    return kept && [kept.x, kept.y, kept.scale].every(Number.isFinite) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** All of it; where that would be too small to read, its beginning. */
export function fit(smallest = SMALLEST) {
  const [x, y, width, height] = picture().dataset.bounds.split(" ").map(Number);
  const { clientWidth, clientHeight } = frame();
  const size = Math.max(smallest, Math.min(clientWidth / width, clientHeight / height, 1));
  const room = clientWidth / size - width;
  view = {
    x: room < 0 ? x : x - room / 2,
    y: y - (clientHeight / size - height) / 2,
    scale: size,
  };
  draw();
}

let resting;

export function pan(dx, dy) {
  view.x += dx / view.scale;
  view.y += dy / view.scale;
  stage().classList.add("moving");
  clearTimeout(resting);
  resting = setTimeout(() => stage()?.classList.remove("moving"), 300);
  draw();
}

/** What is under the pointer stays there. */
export function zoom(factor, at) {
  const box = frame().getBoundingClientRect();
  const point = at ?? { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  const fixed = place(point);
  const next = Math.min(LARGEST, Math.max(SMALLEST, view.scale * factor));
  view.scale = next;
  view.x = fixed.x - (point.clientX - box.left) / next;
  view.y = fixed.y - (point.clientY - box.top) / next;
  draw();
}

/** Brings a step into sight, where it is not. */
export function reveal(id) {
  const element = thing(id);
  if (!element || !view) return;
  const { x, y, width, height, middleX, middleY } = boxOf(element);
  const [wide, high] = [frame().clientWidth / view.scale, frame().clientHeight / view.scale];
  const inside = x > view.x && y > view.y && x + width < view.x + wide &&
    y + height < view.y + high;
  if (inside) return;
  view.x = middleX - wide / 2;
  view.y = middleY - high / 2;
  draw();
}

function start() {
  if (!picture() || !frame()) return;
  for (const part of document.querySelectorAll("[data-scripted][hidden]")) part.hidden = false;
  frame().classList.add("live");
  if (!view) {
    view = isEditing() ? remembered() : undefined;
    if (!view) fit(isEditing() ? READABLE : SMALLEST);
    const [first] = chosen();
    if (first) reveal(first);
  }
  apply();
}

document.addEventListener("wheel", (event) => {
  if (!view || !frame()?.contains(event.target)) return;
  // A page that only shows a picture still scrolls over it.
  if (!event.ctrlKey && !isEditing()) return;
  event.preventDefault();
  const unit = event.deltaMode === 1 ? 16 : 1;
  if (event.ctrlKey) return zoom(Math.exp(-event.deltaY * unit * 0.01), event);
  if (event.shiftKey && !event.deltaX) return pan(event.deltaY * unit, 0);
  pan(event.deltaX * unit, event.deltaY * unit);
}, { passive: false });

document.addEventListener("click", (event) => {
  const way = event.target.closest?.("[data-zoom]")?.dataset.zoom;
  if (way === "fit") fit();
  else if (way) zoom(way === "in" ? 1.25 : 0.8);
});

addEventListener("resize", () => view && draw());
document.addEventListener("htmx:after:swap", () => frame() && start());
start();

// An answer may move the picture's own corner: that is put right before anything is painted.
if (stage()) {
  new MutationObserver(apply).observe(stage(), {
    subtree: true,
    attributeFilter: ["data-bounds"],
  });
}
