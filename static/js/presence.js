// Tells every 15 seconds that somebody looks at this, while they do; the answer names the others.
const EVERY_MS = 15_000;

function tell() {
  if (document.hidden) return;
  for (const place of document.querySelectorAll("[data-presence]")) {
    htmx.ajax("POST", place.dataset.presence, { target: place, swap: "outerMorph" });
  }
}

tell();
setInterval(tell, EVERY_MS);
