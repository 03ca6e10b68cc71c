// Browsers that do not know `commandfor` yet get the two commands that we use.
if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!(dialog instanceof HTMLDialogElement)) return;
    if (button.getAttribute("command") === "show-modal" && !dialog.open) dialog.showModal();
    if (button.getAttribute("command") === "close") dialog.close();
  });
}
