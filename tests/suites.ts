import { dirname, join } from "node:path/posix";

/**
 * A few files, tested in a process of its own, which is ended after its minutes: a test that waits
 * for ever fails the run and does not hold it up.
 */
export interface Suite {
  name: string;
  holds: (file: TestFile) => boolean;
  minutes: number;
  /**
   * Whether what fails in a few files gets another chance alone. Never where chance decides what is
   * tried: what a storm or a random input has found may not come again.
   */
  again?: boolean;
  /** How many loads of the program its files share; without it each file loads its own. */
  groups?: number;
  env?: Record<string, string>;
}

export interface TestFile {
  path: string;
  /** Whether it asks for a database, by itself or by what it imports. */
  stored: boolean;
}

const alone: Suite = {
  name: "alone",
  holds: (file) => !slowSuiteOf(file.path) && !file.stored,
  minutes: 5,
  groups: 4,
};

const beside: Suite = {
  name: "beside",
  holds: (file) => !slowSuiteOf(file.path) && file.stored,
  minutes: 25,
  again: true,
  groups: 24,
};

/** What the tasks in deno.json run. */
export const runs: Record<string, Suite[]> = {
  fast: [alone],
  all: [alone, beside, ...["browser", "processes", "chaos", "fuzz"].map(folder)],
  chaos: [long("chaos")],
  prove: [long("prove")],
};

function folder(name: string): Suite {
  const again = name === "browser" || name === "processes";
  return { name, holds: ({ path }) => slowSuiteOf(path) === name, minutes: 25, again };
}

function long(name: string): Suite {
  return { ...folder(name), minutes: 300, env: { THREAD_TEST_LONG: "1" } };
}

/** The folder under tests/; besides, what starts whole servers counts to the processes. */
function slowSuiteOf(path: string): string | undefined {
  if (path === "domain/base/embedded_test.ts") return "processes";
  return /^tests\/(browser|processes|chaos|fuzz|prove)\//.exec(path)?.[1];
}

export async function testFiles(root: string): Promise<TestFile[]> {
  const stored = storedBy(await sourcesIn(root));
  return [...stored].filter(([path]) => /_test\.tsx?$/.test(path))
    .map(([path, stored]) => ({ path, stored }))
    .sort((a, b) => a.path < b.path ? -1 : 1);
}

async function sourcesIn(root: string, under = ""): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(`${root}/${under}`)) {
    if (name.startsWith(".") || name === "node_modules") continue;
    const path = under + name;
    if (isDirectory) {
      for (const one of await sourcesIn(root, `${path}/`)) found.set(...one);
    } else if (/\.tsx?$/.test(name)) found.set(path, await Deno.readTextFile(`${root}/${path}`));
  }
  return found;
}

/** Which sources lead, over whatever imports, to the one that hands out databases. */
function storedBy(sources: Map<string, string>): Map<string, boolean> {
  const stored = new Map<string, boolean>();
  const visit = (path: string): boolean => {
    if (stored.has(path)) return stored.get(path)!;
    stored.set(path, path === "tests/postgres.ts");
    const leads = importsIn(path, sources.get(path) ?? "").map(visit).includes(true);
    if (leads) stored.set(path, true);
    return stored.get(path)!;
  };
  for (const path of sources.keys()) visit(path);
  return stored;
}

function importsIn(path: string, text: string): string[] {
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)]
    .map(([, to]) => join(dirname(path), to!));
}
