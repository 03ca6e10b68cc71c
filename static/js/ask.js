// Every `hx-confirm`, and every plain form with `data-ask`, is asked in our own dialog.
const dialog = document.getElementById("ask");

function ask(text, button, yes, no = () => {}) {
  dialog.querySelector("[data-ask-text]").textContent = text;
  const go = dialog.querySelector("[data-ask-yes]");
  go.textContent = button?.textContent.trim() || "Continue";
  go.className = button?.matches(".danger") ? "button danger" : "button primary";
  let agreed = false;
  go.onclick = () => {
    agreed = true;
    dialog.close();
  };
  dialog.addEventListener("close", () => (agreed ? yes() : no()), { once: true });
  dialog.showModal();
}

if (dialog) {
  document.addEventListener("htmx:confirm", (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    if (!ctx.confirm) return;
    event.preventDefault();
    const source = ctx.sourceElement;
    const button = source.matches("form") ? ctx.sourceEvent?.submitter : source;
    ask(ctx.confirm, button, issueRequest, dropRequest);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const text = event.submitter?.dataset.ask ?? form.dataset.ask;
    if (!text || form.dataset.asked) return delete form.dataset.asked;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(text, event.submitter, () => {
      form.dataset.asked = "yes";
      form.requestSubmit(event.submitter);
    });
  }, true);
}
