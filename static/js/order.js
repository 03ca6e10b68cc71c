// Lists that people order: by dragging, or with Alt and an arrow. The server keeps the order; every
// move is one request, and its answer is the list as it is then.
let dragged;

document.addEventListener("keydown", (event) => {
  const step = event.altKey && { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const row = step && event.target.closest?.("[data-order]");
  if (!row || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  document.getElementById(`${step}-${row.dataset.order}`)?.click();
});

// A row can be dragged by its surface, while words in it can still be marked with the mouse.
document.addEventListener("pointerdown", (event) => {
  if (event.pointerType === "touch" || event.target.closest("button, input, dd, summary")) return;
  const row = event.target.closest("[data-position]");
  if (row) row.draggable = true;
});

document.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.("[data-position]")) return;
  dragged = event.target;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.order);
  dragged.classList.add("dragged");
});

document.addEventListener("dragover", (event) => {
  const place = placeAt(event);
  if (!place) return;
  event.preventDefault();
  if (place.before !== dragged) place.list.insertBefore(dragged, place.before);
});

document.addEventListener("drop", (event) => {
  if (dragged) event.preventDefault();
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  const row = dragged;
  dragged = undefined;
  row.classList.remove("dragged");
  row.draggable = false;
  const list = row.parentElement;
  const index = [...list.children].indexOf(row);
  const milestone = list.closest("[data-order]")?.dataset.order;
  htmx.ajax("POST", row.dataset.position, {
    source: "#order",
    target: "#template-editor",
    swap: "outerMorph",
    values: { index, ...milestone && { milestone } },
  });
});

/** The list of the same kind under the pointer, and the row that the dragged one goes before. */
function placeAt(event) {
  if (!dragged) return;
  const kind = dragged.parentElement.dataset.sortable;
  const section = event.target.closest?.(".milestone");
  const list = kind === "actions"
    ? section?.querySelector("[data-sortable=actions]")
    : dragged.parentElement;
  if (!list) return;
  const after = [...list.children].filter((row) => row !== dragged).find((row) => {
    const box = row.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  return { list, before: after ?? null };
}
