// j and k walk the rows of a list by the link that names each; x ticks the row.
import { keysAreFree } from "./keys.js";

document.addEventListener("keydown", (event) => {
  if (!["j", "k", "x"].includes(event.key) || !keysAreFree(event)) return;
  const links = [...document.querySelectorAll("main tbody th a[href], main [data-row] a[href]")];
  const row = document.activeElement?.closest("tr, [data-row]");
  if (event.key === "x") {
    const box = row?.querySelector("[data-select]");
    if (!box) return;
    box.click();
  } else {
    const here = links.findIndex((link) => link.closest("tr, [data-row]") === row);
    const next = links[here + (event.key === "j" ? 1 : -1)] ?? (here < 0 ? links[0] : undefined);
    next?.focus();
  }
  event.preventDefault();
});
