// What was pressed in a menu or a panel closes it: the page stays where it is and is drawn anew.
document.addEventListener("submit", (event) => {
  event.target.closest("[popover]")?.hidePopover();
});
