// Where reading goes on after a part of the page was replaced.
let left;

document.addEventListener("htmx:before:swap", () => {
  const active = document.activeElement;
  if (!active || active === document.body) return;
  const row = active.closest("tr, li, [data-row]");
  left = { id: active.id, beside: [row?.nextElementSibling, row?.previousElementSibling] };
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx?.target;
  const wanted = target instanceof Element && within(target, "[data-focus]");
  if (wanted) return wanted.focus();
  if (!left || document.activeElement !== document.body) return;
  const neighbour = left.beside.find((row) => row?.isConnected);
  const next = (left.id && document.getElementById(left.id)) ||
    (neighbour && within(neighbour, "a[href], button:not(:disabled), input")) ||
    document.querySelector("main");
  left = undefined;
  next.focus({ preventScroll: next.matches("main") });
});

function within(element, selector) {
  return element.matches(selector) ? element : element.querySelector(selector);
}
