// Puts a variable where somebody was writing last.
const WRITTEN = "input[type=text], textarea";
let last;

document.addEventListener("focusin", (event) => {
  const form = event.target.closest?.("[data-takes-variables]");
  if (form && event.target.matches(WRITTEN)) last = event.target;
});

document.addEventListener("click", (event) => {
  const text = event.target.closest("[data-insert]")?.dataset.insert;
  if (!text) return;
  const field = last?.isConnected
    ? last
    : document.querySelector("[data-takes-variables] textarea") ??
      document.querySelector(`[data-takes-variables] ${WRITTEN}`);
  if (!field) return;
  field.focus();
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
