// A letter presses the button or link of the row that holds the focus: data-row-key names it.
import { keysAreFree } from "./keys.js";

document.addEventListener("keydown", (event) => {
  if (event.key.length !== 1 || !keysAreFree(event)) return;
  const row = document.activeElement?.closest("tr, [data-row]");
  const pressed = row?.querySelector(`[data-row-key="${CSS.escape(event.key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pressed.click();
}, true);
