// Files go piece by piece, so that a line that is cut costs one piece and no file. The server says
// how far it got; the same file chosen again goes on from there.
const PIECE = 512 * 1024;
const AT_ONCE = 2;
const WAITS = [500, 1000, 2000, 4000, 8000, 16000];
const under = new Set();

document.documentElement.toggleAttribute("data-scripted", true);

document.addEventListener("change", (event) => {
  const picker = event.target;
  if (!picker.matches?.("[data-picker]")) return;
  const files = [...picker.files];
  picker.value = "";
  take(picker.closest("[data-uploads]"), files);
});

// The answers around a picker are saved as they are typed; a choice of files is none of them.
document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-picker]")) event.stopPropagation();
}, true);

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const box = event.target.closest?.("[data-uploads]");
    if (!box || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    box.toggleAttribute("data-over", kind === "dragover");
    if (kind === "drop") take(box, [...event.dataTransfer.files]);
  });
}

document.addEventListener("click", (event) => {
  const upload = [...under].find(({ row }) => row.contains(event.target));
  if (!upload) return;
  if (event.target.closest("[data-upload-cancel]")) cancel(upload);
  if (event.target.closest("[data-upload-retry]")) start(upload);
});

addEventListener("beforeunload", (event) => {
  if ([...under].some(({ state }) => state === "sending")) event.preventDefault();
});

function take(box, files) {
  for (const file of files) {
    const row = document.querySelector("#upload-row").content.firstElementChild.cloneNode(true);
    const upload = { box, file, row, picker: box.querySelector("[data-picker]"), state: "waiting" };
    row.querySelector(".upload-name").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", file.name);
    box.querySelector("[data-upload-rows]").append(row);
    under.add(upload);
    show(upload, words("waits", upload));
  }
  goOn();
}

function start(upload) {
  upload.state = "waiting";
  goOn();
}

function goOn() {
  const sending = [...under].filter(({ state }) => state === "sending").length;
  const next = [...under].filter(({ state }) => state === "waiting").slice(0, AT_ONCE - sending);
  for (const upload of next) run(upload);
}

async function run(upload) {
  upload.state = "sending";
  upload.stop = new AbortController();
  announce(words("begun", upload));
  try {
    await send(upload);
    finish(upload);
  } catch (problem) {
    if (!under.has(upload)) return; // It was cancelled.
    upload.state = "failed";
    show(upload, problem.says ?? words("failed", upload));
    announce(`${words("failed", upload)} ${problem.says ?? ""}`, "#alert");
  } finally {
    goOn();
  }
}

async function send(upload) {
  const { file, box } = upload;
  let { received, state } = await begin(upload);
  while (state !== "there") {
    show(upload, words("percent", upload, Math.floor(100 * received / file.size)), received);
    const piece = file.slice(received, received + PIECE);
    const range = `bytes ${received}-${received + piece.size - 1}/${file.size}`;
    const answer = await ask(upload, upload.address, {
      method: "PUT",
      body: piece,
      headers: { "content-range": range, "content-type": "application/octet-stream" },
    });
    if (answer.status === 404) ({ received, state } = await begin(upload));
    else ({ received, state } = answer);
  }
  return box;
}

async function begin(upload) {
  const { file, box } = upload;
  const body = new URLSearchParams({
    slot: box.dataset.slot,
    name: file.name,
    size: file.size,
    modified: Math.max(0, file.lastModified),
  });
  const begun = await ask(upload, box.dataset.uploads, { method: "POST", body });
  if (begun.status === 404) throw { says: words("failed", upload) };
  upload.address = `/p/uploads/${begun.id}`;
  document.querySelector(`[data-broken-off="${CSS.escape(begun.id)}"]`)?.remove();
  return begun;
}

// A piece that may not have arrived is sent again: the server knows it. Only what the server says in
// words ends an upload.
async function ask(upload, address, init) {
  for (let tries = 0;; tries++) {
    let answer;
    try {
      answer = await fetch(address, { ...init, signal: upload.stop.signal });
    } catch (problem) {
      if (upload.stop.signal.aborted || tries === WAITS.length) throw problem;
      show(upload, words("cut", upload));
      await pause(WAITS[tries], upload.stop.signal);
      continue;
    }
    if (answer.redirected || answer.status === 401) throw { says: words("signedOut", upload) };
    if (answer.status >= 500 || answer.status === 429) {
      if (tries === WAITS.length) throw {};
      await pause(WAITS[tries], upload.stop.signal);
      continue;
    }
    if (answer.status === 404) return { status: 404 };
    const told = await answer.json().catch(() => ({ problem: words("failed", upload) }));
    if (told.problem) {
      upload.address = undefined; // Nothing is kept of it.
      throw { says: told.problem };
    }
    return told;
  }
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
    addEventListener("online", resolve, { once: true, signal });
    signal.addEventListener("abort", resolve, { once: true });
  });
}

function finish(upload) {
  announce(words("there", upload));
  leave(upload);
  document.body.dispatchEvent(new Event("filesent", { bubbles: true }));
}

function cancel(upload) {
  upload.stop?.abort();
  if (upload.address) fetch(upload.address, { method: "DELETE" }).catch(() => {});
  announce(words("discarded", upload));
  leave(upload);
  goOn();
}

function leave(upload) {
  under.delete(upload);
  if (upload.row.contains(document.activeElement)) upload.picker.focus();
  upload.row.remove();
}

function show({ row, file, state }, says, received) {
  row.classList.toggle("bad", state === "failed");
  row.querySelector(".upload-says").textContent = says;
  row.querySelector("[data-upload-retry]").hidden = state !== "failed";
  if (received !== undefined) row.querySelector("progress").value = received / file.size;
}

function words(kind, { file }, percent) {
  const said = document.querySelector("#upload-row").dataset[kind];
  return said.replace("{file}", () => file.name).replace("{percent}", String(percent));
}

function announce(says, region = "#status") {
  const place = document.querySelector(region);
  if (place) place.textContent = says.trim();
}
