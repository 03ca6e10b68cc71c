import { announce, toast } from "./toasts.js";

const bar = document.getElementById("connection");
const loading = document.createElement("div");
loading.className = "loading-bar";
document.body.append(loading);
let running = 0;

/** A page in another language brings these sentences with it. */
function words(name, english) {
  return bar?.dataset[name] ?? english;
}

function say(text, link) {
  if (!bar || bar.dataset.final || (bar.textContent === text && !bar.hidden)) return;
  bar.replaceChildren(text);
  if (link) bar.append(" ", link);
  bar.hidden = false;
  announce(text, true);
}

/** A bar with a link stays until the link is followed. */
function connected() {
  if (bar && !bar.querySelector("a")) bar.hidden = true;
}

function signedOut() {
  say(
    words("signedOut", "You are signed out."),
    link(bar?.dataset.signIn ?? "/sign-in", words("signInAgain", "Sign in again")),
  );
  if (bar) bar.dataset.final = "yes";
  document.getElementById("live")?.remove();
}

function link(href, text) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  return made;
}

// A session that was ended is told so while its stream is open, or when it comes back for it.
document.addEventListener("signedout", signedOut);
document.addEventListener("htmx:sse:error", (event) => {
  if (event.detail.status === 401) signedOut();
});

// So much was missed that the stream does not tell it again.
document.addEventListener("refresh", () => {
  say(
    words("changed", "Much has changed while you were away."),
    link(location.href, words("showIt", "Show it")),
  );
});

addEventListener(
  "offline",
  () => say(words("offline", "You are offline. What you typed is still here.")),
);
addEventListener("online", connected);
if (!navigator.onLine) say(words("offline", "You are offline. What you typed is still here."));

document.addEventListener("htmx:error", (event) => {
  if (!event.detail.ctx) return;
  say(
    String(event.detail.error) === "timeout"
      ? words(
        "slow",
        "Thread took too long to answer. Look before you try again: it may have been done.",
      )
      : words("unreachable", "Thread cannot be reached. What you typed is still here: try again."),
  );
});

// The answer of a failed request is not swapped in (noSwap), so the page stays whole.
document.addEventListener("htmx:response:error", (event) => {
  const { status } = event.detail.ctx.response;
  if (status === 503) toast(words("busy", "Thread is busy. Try again in a moment."), "bad");
  else if (status >= 500) {
    toast(words("fault", "Something failed on our side. Please try again."), "bad");
  } else if (status === 429) {
    toast(words("tooMany", "Too many tries. Wait a minute, then try again."), "bad");
  }
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
