const WAIT_MS = 10;
const MOST = 64 * 1024;

/** Lines that leave together: a call to the system for each would be a twentieth of a request. */
export function openLines(write: (text: string) => void) {
  let waiting = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  function add(line: string) {
    waiting += `${line}\n`;
    if (waiting.length > MOST) flush();
    else timer ??= setTimeout(flush, WAIT_MS);
  }

  /** To be called before the process ends. */
  function flush() {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === "") return;
    const text = waiting;
    waiting = "";
    write(text);
  }

  return { add, flush };
}
