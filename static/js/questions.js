// A question that depends on another shows itself only while that one is answered so. Without script
// all of them stand there, each with the words that say when it counts.
function answerOf(form, name) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((field) => !/^(radio|checkbox)$/.test(field.type) || field.checked)
    .filter((field) => !field.closest("[data-when][hidden]"))
    .map((field) => field.value);
}

function show(form) {
  for (const part of form.querySelectorAll("[data-when]")) {
    part.hidden = !answerOf(form, part.dataset.when).includes(part.dataset.is);
    part.toggleAttribute("data-scripted", true);
  }
}

function showAll() {
  for (const form of document.querySelectorAll("form[data-questions]")) show(form);
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-questions]")) show(form);
});

document.addEventListener("htmx:after:swap", showAll);
showAll();
