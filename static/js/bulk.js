// Counts the ticked rows of a group and shows its bar.
function recount(group) {
  const bar = document.querySelector(`[data-bulk="${CSS.escape(group)}"]`);
  if (!bar) return;
  const count = document.querySelectorAll(`[data-select="${CSS.escape(group)}"]:checked`).length;
  bar.toggleAttribute("data-any", count > 0);
  bar.querySelector("[data-bulk-count]").textContent = count;
}

document.addEventListener("change", (event) => {
  if (event.target.dataset?.select) recount(event.target.dataset.select);
});

// The boxes are cleared only after the event.
document.addEventListener("reset", (event) => {
  const group = event.target.dataset.bulk;
  if (group) setTimeout(() => recount(group));
});

document.addEventListener("htmx:after:swap", () => {
  for (const bar of document.querySelectorAll("[data-bulk]")) recount(bar.dataset.bulk);
});

for (const bar of document.querySelectorAll("[data-bulk]")) recount(bar.dataset.bulk);
