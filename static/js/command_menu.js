import Combobox from "../vendor/combobox-nav.js";

const menu = document.getElementById("command-menu");
const input = menu?.querySelector("input");
const options = document.getElementById("command-options");
const results = document.getElementById("command-results");
const combobox = menu && new Combobox(input, options, {
  tabInsertsSuggestions: false,
  firstOptionSelectionMode: "selected",
});

function toggled() {
  if (menu.open) filter();
  else combobox.stop();
}

function filter() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const option of document.querySelectorAll("#command-list [role=option]")) {
    const text = option.textContent.toLowerCase();
    option.hidden = !words.every((word) => text.includes(word));
  }
  settle();
}

function settle() {
  if (!input.value.trim()) results.replaceChildren();
  for (const group of options.querySelectorAll("[role=group]")) {
    group.hidden = !group.querySelector("[role=option]:not([hidden])");
  }
  const any = options.querySelector("[role=group]:not([hidden])");
  options.hidden = !any;
  menu.querySelector(".command-empty").hidden = Boolean(any);
  combobox.stop();
  if (any) combobox.start();
}

if (menu) {
  // Emptied before it opens: whoever types at once would lose letters afterwards.
  menu.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") input.value = "";
  });
  menu.addEventListener("toggle", toggled);
  input.addEventListener("input", filter);
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx?.target === results) settle();
  });
  options.addEventListener("combobox-commit", () => menu.close());
  // The form is for people without script: Enter takes the marked option.
  menu.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
}
