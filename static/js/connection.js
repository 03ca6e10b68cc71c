import { announce, toast } from "./toasts.js";

const bar = document.getElementById("connection");
const loading = document.createElement("div");
loading.className = "loading-bar";
document.body.append(loading);
let running = 0;

function say(text, link) {
  if (!bar || bar.dataset.final || (bar.textContent === text && !bar.hidden)) return;
  bar.replaceChildren(text);
  if (link) bar.append(" ", link);
  bar.hidden = false;
  announce(text, true);
}

function connected() {
  if (bar && !bar.dataset.final) bar.hidden = true;
}

// The server ends the live stream with this when the session is revoked or has run out.
document.addEventListener("signedout", () => {
  const link = document.createElement("a");
  link.href = "/sign-in";
  link.textContent = "Sign in again";
  say("You are signed out.", link);
  if (bar) bar.dataset.final = "yes";
});

addEventListener("offline", () => say("You are offline. What you typed is still here."));
addEventListener("online", connected);
if (!navigator.onLine) say("You are offline. What you typed is still here.");

document.addEventListener("htmx:error", (event) => {
  if (!event.detail.ctx) return;
  say(
    String(event.detail.error) === "timeout"
      ? "Thread took too long to answer. Look before you try again: it may have been done."
      : "Thread cannot be reached. What you typed is still here: try again.",
  );
});

// The answer of a failed request is not swapped in (noSwap), so the page stays whole.
document.addEventListener("htmx:response:error", (event) => {
  const { status } = event.detail.ctx.response;
  if (status === 503) toast("Thread is busy. Try again in a moment.", "bad");
  else if (status >= 500) {
    toast("Something failed on our side. Please try again.", "bad");
  } else if (status === 429) toast("Too many tries. Wait a minute, then try again.", "bad");
});

document.addEventListener("htmx:before:request", () => {
  running++;
  loading.toggleAttribute("data-busy", true);
});

document.addEventListener("htmx:after:request", connected);
document.addEventListener("htmx:finally:request", () => {
  running = Math.max(0, running - 1);
  loading.toggleAttribute("data-busy", running > 0);
});
