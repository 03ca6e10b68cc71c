// The canvas of a workflow. Each gesture is one request; what it was made on is read when it leaves,
// for the answer of the one before may have changed that.
import {
  chosen,
  editor,
  isEditing,
  openNow,
  picture,
  send,
  showTab,
  thing,
} from "./canvas_picture.js";
import { letGo } from "./canvas_drag.js";
import { place, reveal } from "./canvas_view.js";
import "./canvas_keys.js";

const PRESENCE = 15_000;

document.addEventListener("htmx:before:request", (event) => {
  const { request } = event.detail.ctx;
  if (!editor() || !request.action?.endsWith("/edits")) return;
  const { body } = request;
  const state = document.getElementById("edit-state");
  const open = document.getElementById("panel-step")?.dataset.open ?? "";
  body.set("rev", state.querySelector("[name=rev]").value);
  body.set("chosen", chosen().join(","));
  body.set("open", open);
  const stamp = document.getElementById("step-stamp");
  // A form that was left for another step was drawn from what it says itself.
  if (stamp && (body.get("op") !== "configure" || body.get("node") === open)) {
    body.set("was", stamp.value);
  }
});

document.addEventListener("click", (event) => {
  if (!editor()?.contains(event.target) || event.ctrlKey || event.metaKey) return;
  const link = event.target.closest("a[data-go]");
  const tab = event.target.closest("a[data-tab-of]");
  if (link) go(link);
  else if (tab) showTab(tab.dataset.tabOf);
  else if (event.target.closest("[data-note]:not(g)")) addNote();
  else return;
  event.preventDefault();
});

/** From a list or a problem to its step, and to the field that it speaks of. */
async function go({ dataset }) {
  letGo();
  await openNow(dataset.go);
  reveal(dataset.go);
  const field = dataset.field && document.getElementById(`field-c.${dataset.field}`);
  if (field) field.focus();
  else thing(dataset.go)?.focus?.({ preventScroll: true });
}

async function addNote() {
  const box = document.getElementById("frame").getBoundingClientRect();
  const { x, y } = place({ clientX: box.left + box.width / 3, clientY: box.top + box.height / 3 });
  await send({ op: "note", x: Math.round(x), y: Math.round(y) });
  document.querySelector("#note-form textarea")?.focus();
}

document.addEventListener("input", (event) => {
  if (event.target.id === "find-step") filter(event.target.value);
});

document.addEventListener("keydown", (event) => {
  if (event.target.id !== "find-step") return;
  if (event.key === "Enter") {
    event.preventDefault();
    document.querySelector("#steps-list li:not([hidden]) a[data-go]")?.click();
  } else if (event.key === "Escape") {
    event.target.value = "";
    filter("");
  }
});

function filter(words) {
  for (const item of document.querySelectorAll("#steps-list li[data-step-name]")) {
    item.hidden = !item.dataset.stepName.includes(words.trim().toLowerCase());
  }
}

document.addEventListener("htmx:after:swap", () => {
  const find = document.getElementById("find-step");
  if (find?.value) filter(find.value);
});

function beSeen() {
  if (!editor() || document.hidden) return;
  htmx.ajax("POST", `${editor().dataset.at}/presence`, {
    source: "#others",
    target: "#others",
    swap: "outerHTML",
  });
}

if (editor()) {
  setInterval(beSeen, PRESENCE);
  setTimeout(beSeen, 500);
  document.addEventListener("workflow", () => setTimeout(beSeen, 300));
}

if (picture() && isEditing()) document.documentElement.classList.add("drawing");
