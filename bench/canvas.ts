import { chromium } from "playwright-core";
import { flags, unpackChromium } from "../tests/chromium.ts";
import type { Graph } from "../domain/workflows/graph.ts";
import type { Figure } from "./figures.ts";
import { adminSession, type BenchHouse, serve } from "./house.ts";

const STEPS = 150;
const GESTURES = 20;

/** A workflow of 150 steps in a browser: frames while it is panned, and how long a gesture takes. */
export async function benchCanvas({ large }: BenchHouse): Promise<Figure[]> {
  await using program = await serve(large);
  const token = await adminSession(large);
  const at = await drawLarge(program.url, token);
  const { executablePath, env } = await unpackChromium();
  const browser = await chromium.launch({ executablePath, env, args: flags, headless: true });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.addCookies([{ name: "thread", value: token, url: program.url }]);
    const page = await context.newPage();
    await page.goto(program.url + at);
    await page.locator("#step-n1").waitFor();
    const frames = await page.evaluate(panned);
    const gestures: number[] = [];
    for (let i = 0; i < GESTURES; i++) gestures.push(await page.evaluate(moved, i));
    gestures.sort((a, b) => a - b);
    return [
      figure("frames a second while panning 150 steps", frames, 60, "more"),
      figure("a gesture to its picture, median, ms", gestures[GESTURES / 2]!, 100, "less"),
      figure("a gesture to its picture, 19 of 20, ms", gestures[GESTURES - 2]!, 150, "less"),
    ];
  } finally {
    await browser.close();
  }
}

function figure(what: string, value: number, must: number, better: "more" | "less"): Figure {
  return { goal: "canvas", what, value, must, stretch: must, better, note: "" };
}

/** Imported as a file, as anybody could. */
async function drawLarge(url: string, token: string): Promise<string> {
  const graph: Graph = { nodes: [], edges: [], notes: [] };
  for (let i = 0; i < STEPS; i++) {
    const kind = i === 0 ? "start" : i % 3 === 0 ? "condition" : "delay";
    graph.nodes.push({
      id: `n${i + 1}`,
      kind,
      title: `Step number ${i + 1}`,
      x: (i % 15) * 320,
      y: Math.floor(i / 15) * 160,
      config: {},
    });
    if (i > 0) {
      const from = graph.nodes[i - 1]!;
      const port = from.kind === "condition" ? "yes" : "next";
      graph.edges.push({ from: from.id, port, to: `n${i + 1}` });
    }
  }
  const yaml = JSON.stringify({ thread_workflow: 1, name: `Large ${token.slice(0, 8)}`, ...graph });
  const res = await fetch(`${url}/workflows/imports`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: `thread=${token}`, "sec-fetch-site": "same-origin" },
    body: new URLSearchParams({ yaml, save: "yes" }),
  });
  await res.body?.cancel();
  const place = res.headers.get("location");
  if (!place) throw new Error(`The large workflow was not imported: ${res.status}`);
  return place;
}

/** Runs in the page: turns the wheel once a frame for two seconds. */
function panned(): Promise<number> {
  const frame = document.getElementById("frame")!;
  return new Promise((done) => {
    let frames = 0;
    let began = 0;
    const step = (now: number) => {
      began ||= now;
      if (now - began > 2000) return done(Math.round(frames / ((now - began) / 1000)));
      frames++;
      const way = frames % 120 < 60 ? 12 : -12;
      frame.dispatchEvent(
        new WheelEvent("wheel", { deltaX: way, deltaY: way / 2, bubbles: true, cancelable: true }),
      );
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

/** Runs in the page: one move by keyboard-sized steps, until the answer is painted. */
function moved(i: number): Promise<number> {
  const began = performance.now();
  return new Promise((done) => {
    const drawn = () => {
      document.removeEventListener("htmx:after:swap", drawn);
      requestAnimationFrame(() => setTimeout(() => done(Math.round(performance.now() - began))));
    };
    document.addEventListener("htmx:after:swap", drawn);
    const { htmx } = globalThis as unknown as {
      htmx: { ajax(method: string, path: string, how: object): void };
    };
    htmx.ajax("POST", `${document.getElementById("editor")!.dataset.at}/edits`, {
      source: "#edits",
      target: "#picture",
      swap: "outerMorph",
      values: { op: "move", nodes: `n${i + 2}`, dx: 16, dy: 0 },
    });
  });
}
