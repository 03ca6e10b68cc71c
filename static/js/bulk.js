// Counts the ticked rows of a group and shows its bar.
function recount(group) {
  const named = CSS.escape(group);
  const bar = document.querySelector(`[data-bulk="${named}"]`);
  if (!bar) return;
  const boxes = [...document.querySelectorAll(`[data-select="${named}"]`)];
  const count = boxes.filter((box) => box.checked).length;
  const all = bar.querySelector("[data-bulk-all]")?.checked;
  bar.toggleAttribute("data-any", count > 0 || Boolean(all));
  bar.querySelector("[data-bulk-count]").textContent = all ? "All" : count;
  const page = document.querySelector(`[data-select-page="${named}"]`);
  if (!page) return;
  page.checked = count > 0 && count === boxes.length;
  page.indeterminate = count > 0 && count < boxes.length;
}

function tickPage({ checked, dataset: { selectPage } }) {
  const boxes = document.querySelectorAll(`[data-select="${CSS.escape(selectPage)}"]`);
  for (const box of boxes) box.checked = checked;
  recount(selectPage);
}

document.addEventListener("change", ({ target }) => {
  const { select, selectPage, bulkAll } = target.dataset ?? {};
  if (select) recount(select);
  if (selectPage) tickPage(target);
  if (bulkAll !== undefined) recount(target.form.dataset.bulk);
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
