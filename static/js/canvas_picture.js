// What the parts of the canvas share: the picture as it stands, what is chosen on it, and the one
// way to change it. The server keeps the workflow; here is only what a person looks at.
export const picture = () => document.getElementById("picture");
export const frame = () => document.querySelector("[data-canvas]");
export const editor = () => document.getElementById("editor");
export const isEditing = () => frame()?.dataset.canvas === "edit";

export const GRID = 16;
export const snapped = (at) => Math.round(at / GRID) * GRID;

export function thing(id) {
  return document.getElementById(`step-${id}`) ?? document.getElementById(`note-${id}`);
}

export const idOf = (element) => element?.dataset.step ?? element?.dataset.note;

/** Where a step or a note is, in the picture's own measure. */
export function boxOf(element) {
  const card = element.querySelector(".card, .note-paper");
  const [x, y] = [Number(element.dataset.x), Number(element.dataset.y)];
  const width = Number(card.getAttribute("width"));
  const height = Number(card.getAttribute("height"));
  return { x, y, width, height, middleX: x + width / 2, middleY: y + height / 2 };
}

export const steps = () => [...picture().querySelectorAll("[data-step]")];

export function chosen() {
  return [...(picture()?.querySelectorAll(".chosen") ?? [])].map(idOf);
}

/** Marks what is chosen. One step alone opens in the panel. */
export function choose(ids, { open = true, now = false } = {}) {
  for (const element of picture().querySelectorAll("[data-step], [data-note]")) {
    element.classList.toggle("chosen", ids.includes(idOf(element)));
  }
  for (const step of steps()) {
    step.setAttribute("tabindex", step.dataset.step === ids[0] ? "0" : "-1");
  }
  if (ids.length === 0) steps()[0]?.setAttribute("tabindex", "0");
  for (const item of document.querySelectorAll("#steps-list li[id]")) {
    item.classList.toggle("chosen", ids.includes(item.id.slice("listed-".length)));
  }
  aimPalette(ids[0]);
  if (open && ids.length === 1) openPanel(ids[0], now);
}

/** A button of the palette adds after the chosen step. */
function aimPalette(id) {
  for (const item of document.querySelectorAll("#palette [data-kind]")) {
    const after = id?.startsWith("n") ? `&after=${id}` : "";
    item.value = `op=place&kind=${item.dataset.kind}${after}`;
  }
}

let opening;

/** A little later, so that whoever walks through the steps does not ask for each. */
function openPanel(id, now) {
  showTab("step");
  clearTimeout(opening);
  if (document.getElementById("panel-step")?.dataset.open === id) return Promise.resolve();
  const address = `${editor().dataset.at}/steps/${id}`;
  const open = () => {
    history.replaceState(history.state, "", address);
    return htmx.ajax("GET", address, {
      source: "#panel",
      target: "#panel-step",
      swap: "outerHTML",
    });
  };
  if (now) return open();
  opening = setTimeout(open, 120);
}

/** Goes on once the panel shows this step. */
export async function openNow(id) {
  choose([id], { open: false });
  await openPanel(id, true);
}

export function showTab(tab) {
  const panel = document.getElementById("panel");
  if (!panel) return;
  panel.dataset.tab = tab;
  for (const link of panel.querySelectorAll("[data-tab-of]")) {
    if (link.dataset.tabOf === tab) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

const revOf = () => document.querySelector("#edit-state [name=rev]")?.value;
/** The revision that the step to be focused is not yet part of. */
let before;

/** One gesture, one request. Its answer is the whole picture and what speaks of it. */
export function send(values, { focus = false } = {}) {
  before = focus ? revOf() : undefined;
  return htmx.ajax("POST", `${editor().dataset.at}/edits`, {
    source: "#edits",
    target: "#picture",
    swap: "outerMorph",
    values,
  });
}

document.addEventListener("htmx:after:swap", () => {
  if (before === undefined || revOf() === before) return;
  before = undefined;
  thing(chosen()[0])?.focus?.({ preventScroll: true });
});

/** Says it beneath the picture and to screen readers, until the server says something. */
export function say(text) {
  const line = document.getElementById("canvas-says");
  if (line) line.textContent = text;
  const said = document.createElement("p");
  said.textContent = text;
  document.getElementById("status")?.replaceChildren(said);
}

const SVG = "http://www.w3.org/2000/svg";

/** A line or a frame that is only there while something is drawn. */
export function ghost(tag, attributes) {
  const place = document.getElementById("picture-ghost");
  let drawn = place.firstElementChild;
  if (drawn?.tagName !== tag) {
    drawn = document.createElementNS(SVG, tag);
    place.replaceChildren(drawn);
  }
  for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, value);
}

export function noGhost() {
  document.getElementById("picture-ghost")?.replaceChildren();
  for (const step of document.querySelectorAll(".aimed")) step.classList.remove("aimed");
}

export function portPlace(step, port) {
  const output = step.querySelector(`[data-port="${CSS.escape(port)}"]`);
  const [x, y] = output.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
  return { x: Number(step.dataset.x) + x, y: Number(step.dataset.y) + y };
}

/** The same curve as the server draws. */
export function wirePath(from, to) {
  const bend = Math.max(40, Math.min(120, Math.abs(to.x - from.x) / 2));
  return `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}

export function inputPlace(step) {
  const { x, y, height } = boxOf(step);
  return { x, y: y + height / 2 };
}
