import assert from "node:assert/strict";
import axe from "axe-core";
import type { CDPSession, Page } from "playwright-core";

export interface Finding {
  rule: string;
  impact: string;
  help: string;
  where: string[];
}

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Fails on each serious or critical finding, and on a moderate one unless its rule is reviewed.
 * The checker runs in a world of its own beside the page's, where the page's CSP does not reach
 * and from where it leaves no trace in the page.
 */
export async function checkAccess(
  page: Page,
  { reviewed = [] as string[], only = undefined as string[] | undefined } = {},
): Promise<void> {
  const found = (await accessFindings(page, only)).filter(({ rule, impact }) =>
    /^(serious|critical)$/.test(impact) || (impact === "moderate" && !reviewed.includes(rule))
  );
  const text = found.map((one) =>
    `${one.impact} ${one.rule}: ${one.help}\n  ${one.where.join("\n  ")}`
  );
  assert.equal(found.length, 0, `${page.url()} is hard to use:\n${text.join("\n")}`);
}

/** All that differs between the themes. */
export const COLOURS = ["color-contrast"];

/** Everything the checker, or these rules of it, hold against the page and the frames in it. */
export async function accessFindings(page: Page, only?: string[]): Promise<Finding[]> {
  const devtools = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await devtools.send("Page.getFrameTree");
    const found: Finding[] = [];
    for (const frameId of frameIds(frameTree)) {
      found.push(...await checkFrame(devtools, frameId, only));
    }
    return found;
  } finally {
    await devtools.detach();
  }
}

interface FrameTree {
  frame: { id: string };
  childFrames?: FrameTree[];
}

function frameIds(tree: FrameTree): string[] {
  return [tree.frame.id, ...(tree.childFrames ?? []).flatMap(frameIds)];
}

async function checkFrame(
  devtools: CDPSession,
  frameId: string,
  only?: string[],
): Promise<Finding[]> {
  const { executionContextId } = await devtools.send("Page.createIsolatedWorld", {
    frameId,
    worldName: "axe",
  });
  const run = async (expression: string) => {
    const { result, exceptionDetails } = await devtools.send("Runtime.evaluate", {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) {
      throw new Error(`Cannot check the page: ${exceptionDetails.exception?.description}`);
    }
    return result.value;
  };
  if (!await scriptRuns(run)) throw new Error("The checker needs script: give it a tab with it");
  await run(`${axe.source};0`);
  const runOnly = only ? { type: "rule", values: only } : tags;
  const options = { runOnly, iframes: false, preload: false, resultTypes: ["violations"] };
  return await run(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.map(({ id, impact, help, nodes }) => ({
      rule: id, impact, help, where: nodes.map((node) => node.target.join(" ") + "  " + node.html),
    })))`);
}

/** Without script no timer ever fires, and the checker would wait for one for ever. */
async function scriptRuns(run: (expression: string) => Promise<unknown>): Promise<boolean> {
  const fired = run("new Promise((done) => setTimeout(() => done(true), 0))");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((done) => timer = setTimeout(() => done(false), 2000));
  try {
    return await Promise.race([fired.then(() => true, () => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
