// Kinds of steps: a list that opens where a step is wanted, and the palette, from which they can be
// dragged onto the picture.
import { frame, ghost, isEditing, noGhost, send, snapped, steps } from "./canvas_picture.js";
import { place } from "./canvas_view.js";

const CARD = { width: 224, height: 72 };
let spot;

export function pick(where, event) {
  const dialog = document.getElementById("picker");
  if (!dialog) return;
  spot = where;
  const filter = document.getElementById("picker-filter");
  filter.value = "";
  narrow("");
  dialog.showModal();
  if (event?.clientX !== undefined) {
    const { offsetWidth, offsetHeight } = dialog;
    dialog.style.left = `${Math.max(8, Math.min(event.clientX, innerWidth - offsetWidth - 8))}px`;
    dialog.style.top = `${Math.max(8, Math.min(event.clientY, innerHeight - offsetHeight - 8))}px`;
  }
  filter.focus();
}

const items = () => [...document.querySelectorAll("#picker [data-pick]")];

function narrow(words) {
  for (const item of items()) {
    item.parentElement.hidden = !item.textContent.toLowerCase().includes(words.toLowerCase());
  }
}

document.addEventListener("input", (event) => {
  if (event.target.id === "picker-filter") narrow(event.target.value);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("#picker")) return;
  const shown = items().filter((item) => !item.parentElement.hidden);
  if (event.key === "Enter" && event.target.id === "picker-filter") shown[0]?.click();
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const at = shown.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
    (shown[at] ?? document.getElementById("picker-filter")).focus();
  } else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const kind = event.target.closest?.("[data-pick]")?.dataset.pick;
  if (!kind) return;
  document.getElementById("picker").close();
  send({ op: "place", kind, ...spot }, { focus: true });
});

let carried;

// A finger scrolls the palette; a mouse or a pen takes the item along.
document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest?.("#palette [data-kind]");
  if (!item || event.button !== 0 || event.pointerType === "touch" || !isEditing()) return;
  carried = { kind: item.dataset.kind, x: event.clientX, y: event.clientY };
});

document.addEventListener("pointermove", (event) => {
  if (!carried) return;
  const far = Math.hypot(event.clientX - carried.x, event.clientY - carried.y);
  if (!carried.moved && far < 6) return;
  carried.moved = true;
  document.body.classList.add("carrying");
  if (!isOver(event)) return noGhost();
  const { x, y } = place(event);
  ghost("rect", {
    x: snapped(x - CARD.width / 2),
    y: snapped(y - CARD.height / 2),
    rx: 10,
    ...CARD,
  });
});

addEventListener("pointerup", (event) => {
  const now = carried;
  carried = undefined;
  document.body.classList.remove("carrying");
  if (!now?.moved) return;
  noGhost();
  if (!isOver(event)) return;
  const { x, y } = place(event);
  const at = { x: snapped(x - CARD.width / 2), y: snapped(y - CARD.height / 2) };
  send({ op: "place", kind: now.kind, ...at, ...near(at) });
});

function isOver(event) {
  const box = frame().getBoundingClientRect();
  return event.clientX > box.left && event.clientX < box.right && event.clientY > box.top &&
    event.clientY < box.bottom;
}

/** Put down just behind a step that leads nowhere yet, it is connected to that. */
function near({ x, y }) {
  const before = steps().find((step) => {
    const gap = x - Number(step.dataset.x) - CARD.width;
    return gap > 0 && gap < 160 && Math.abs(y - Number(step.dataset.y)) < 64 && isFree(step);
  });
  return before ? { after: before.dataset.step } : {};
}

function isFree(step) {
  const ports = [...step.querySelectorAll("[data-port]")];
  return ports.length === 1 &&
    !document.getElementById(`wire-${step.dataset.step}-${ports[0].dataset.port}`);
}
