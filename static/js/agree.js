// Somebody agrees at a service in a window of its own; this page goes on when they are back. Where
// the window is blocked, or there is no script, the link leads there in this tab.
const channel = new BroadcastChannel("agree");
const MARK = "agreeing";

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-agree]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // A new window begins with a copy of what this one remembers, and knows by it what it is for.
  sessionStorage.setItem(MARK, link.dataset.agree);
  const opened = open(link.href, "_blank", "popup,width=760,height=820");
  sessionStorage.removeItem(MARK);
  if (!opened) return;
  event.preventDefault();
  const waiting = document.getElementById(link.dataset.waiting);
  if (waiting) waiting.hidden = false;
  waitFor(link.dataset.agree);
});

/** Both know which connection it is about. */
function waitFor(connection) {
  channel.onmessage = ({ data }) => {
    if (data?.connection !== connection || !/^\/connectors(\/|$)/.test(data.path)) return;
    location.assign(data.path);
  };
}

const connection = sessionStorage.getItem(MARK);
if (connection && location.pathname.startsWith("/connectors")) {
  sessionStorage.removeItem(MARK);
  channel.postMessage({ connection, path: location.pathname });
  close();
}
