/** True where a single letter is nobody's typing: not in a field, not behind a dialog, not off. */
export function keysAreFree(event) {
  return !event.ctrlKey && !event.metaKey && !event.altKey &&
    document.documentElement.dataset.hotkeys !== "off" &&
    !document.querySelector("dialog[open]") &&
    !event.target.closest?.(
      "input, select, textarea, [contenteditable]:not([contenteditable=false])",
    );
}
