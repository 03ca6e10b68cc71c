const changed = new Set();

// A second press while a plain form is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) return event.preventDefault();
  changed.delete(form);
  if (form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete], [hx-get]")) return;
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

// A page brought back from the browser's memory can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("form [aria-busy]")) {
    button.removeAttribute("aria-busy");
  }
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-guard]")) changed.add(form);
});

document.addEventListener("reset", (event) => changed.delete(event.target));

addEventListener("beforeunload", (event) => {
  for (const form of changed) if (form.isConnected) event.preventDefault();
});
