import { install, uninstall } from "../vendor/hotkey.js";
import { keysAreFree } from "./keys.js";

const installed = new Set();

function refresh() {
  for (const element of installed) {
    if (element.isConnected) continue;
    uninstall(element);
    installed.delete(element);
  }
  for (const element of document.querySelectorAll("[data-hotkey]")) {
    if (installed.has(element)) continue;
    install(element);
    installed.add(element);
  }
}

// Letters rest behind an open dialog, and for people who have switched them off.
document.addEventListener("hotkey-fire", (event) => {
  const holds = event.target.dataset.hotkey.includes("Mod");
  const off = document.documentElement.dataset.hotkeys === "off";
  if (document.querySelector("dialog[open]") || (off && !holds)) event.preventDefault();
}, true);

// Search opens from inside a field as well, where letters belong to the field.
document.addEventListener("keydown", (event) => {
  const held = event.ctrlKey || event.metaKey;
  if (!held || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
  const menu = document.getElementById("command-menu");
  if (!menu || keysAreFree(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (menu.open) menu.close();
  else if (!document.querySelector("dialog[open]")) menu.showModal();
}, true);

document.addEventListener("htmx:after:swap", refresh);
refresh();

if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("kbd")) {
    if (key.textContent.startsWith("Ctrl ")) {
      key.textContent = key.textContent.replace("Ctrl ", "⌘");
    }
  }
}
