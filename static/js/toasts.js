const STAYS = 6000;
const timers = new WeakMap();

/** Shows a toast. Failures stay until they are dismissed. */
export function toast(text, kind = "ok") {
  const made = document.getElementById(`toast-${kind}`)?.content.firstElementChild.cloneNode(true);
  if (!made) return;
  made.querySelector("p").textContent = text;
  document.getElementById("toasts").append(made);
}

/** Puts a sentence where screen readers hear it. */
export function announce(text, urgent = false) {
  const said = document.createElement("p");
  said.textContent = text;
  document.getElementById(urgent ? "alert" : "status")?.replaceChildren(said);
}

function appeared(element) {
  announce(element.querySelector("p").textContent, element.dataset.toast === "bad");
  start(element);
}

function start(element) {
  if (element.dataset.toast === "bad") return;
  stop(element);
  timers.set(element, setTimeout(() => element.remove(), STAYS));
}

function stop(element) {
  clearTimeout(timers.get(element));
}

const region = document.getElementById("toasts");
if (region) {
  for (const element of region.querySelectorAll("[data-toast]")) appeared(element);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.dataset?.toast) appeared(node);
    }
  }).observe(region, { childList: true });
  const each = (work) => (event) => {
    const element = event.target.closest("[data-toast]");
    if (element) work(element, event);
  };
  region.addEventListener("mouseover", each(stop));
  region.addEventListener("focusin", each(stop));
  region.addEventListener("mouseout", each(start));
  region.addEventListener("focusout", each(start));
  region.addEventListener(
    "click",
    each((element, event) => {
      if (event.target.closest("[data-dismiss]")) element.remove();
    }),
  );
}

// The server says `HX-Trigger: {"toast":{"text":"Saved"}}`.
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.kind));
