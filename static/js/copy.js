// Copies what a button holds, and says so on the button for a moment.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  } catch {
    const text = button.parentElement.querySelector("code, input");
    if (text) getSelection().selectAllChildren(text);
    button.textContent = "Marked: copy it by hand";
  }
  setTimeout(() => button.textContent = before, 2000);
});
