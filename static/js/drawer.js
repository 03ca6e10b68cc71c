// A link to a draft opens it beside the list that it stands in. Without script, or where the page
// has no drawer, it leads to the draft's own page.
const drawer = document.getElementById("drawer");

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-drawer]");
  if (!link || !drawer || event.defaultPrevented || isForNewTab(event)) return;
  event.preventDefault();
  drawer.querySelector("h2").textContent = link.dataset.drawer;
  const swap = { target: "#drawer-body", select: "#draft", swap: "innerHTML" };
  htmx.ajax("GET", link.getAttribute("href"), swap);
  drawer.showModal();
});

const isForNewTab = ({ button, ctrlKey, metaKey, shiftKey }) =>
  button !== 0 || ctrlKey || metaKey || shiftKey;

drawer?.addEventListener("close", () => {
  drawer.querySelector("#drawer-body").replaceChildren();
});
