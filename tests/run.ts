import { fileURLToPath } from "node:url";
import { endLeftovers } from "./leftovers.ts";
import { stopTestServer } from "./postgres.ts";
import { readReport, type Score } from "./score.ts";
import { runs, type Suite, testFiles } from "./suites.ts";
import { writeGroups } from "./test_groups.ts";

if (import.meta.main) Deno.exit(await main(Deno.args[0] ?? "fast", Deno.args.slice(1)));

async function main(name: string, only: string[]): Promise<number> {
  const suites = runs[name];
  if (!suites) {
    console.error(`There is no run "${name}", only ${Object.keys(runs).join(", ")}`);
    return 2;
  }
  const id = crypto.randomUUID();
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  Deno.addSignalListener("SIGTERM", () => stop.abort());
  const score = nothing();
  try {
    for (const suite of suites) add(score, await runSuite(suite, { id, only, stop: stop.signal }));
  } finally {
    await stopTestServer();
    await endLeftovers(id);
    await stopTestServer();
  }
  if (stop.signal.aborted) console.log("Interrupted before the end");
  for (const fault of score.unsteady) console.log(`\nUnsteady, passed alone: ${fault}`);
  for (const fault of score.faults) console.log(`\nFailed: ${fault}`);
  console.log(`${score.passed} passed, ${score.failed} failed`);
  if (stop.signal.aborted) return 130;
  return score.failed > 0 || score.passed === 0 ? 1 : 0;
}

function nothing(): Score {
  return { passed: 0, failed: 0, faults: [], failing: [], unsteady: [] };
}

function add(score: Score, more: Score): void {
  score.passed += more.passed;
  score.failed += more.failed;
  score.faults.push(...more.faults);
  score.unsteady.push(...more.unsteady);
}

interface Options {
  id: string;
  only: string[];
  stop: AbortSignal;
  root?: string;
  quiet?: boolean;
}

export async function runSuite(suite: Suite, options: Options): Promise<Score> {
  const root = options.root ?? fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
  const files = (await testFiles(root)).filter(suite.holds).map(({ path }) => path)
    .filter((path) => options.only.every((part) => path.includes(part)));
  if (options.stop.aborted || files.length === 0) return nothing();
  if (!options.quiet) console.log(`\n${suite.name}: ${files.length} files`);
  const score = await testFilesOf(suite, files, { ...options, root });
  return suite.again ? await alone(suite, score, { ...options, root }) : score;
}

const MOST_UNSTEADY = 3;

/**
 * Two cores that drive browsers, databases and servers at once are late now and then. A few files
 * that failed are run once more by themselves; those that pass then are named at the end, and do
 * not fail the run.
 */
async function alone(suite: Suite, score: Score, options: Rooted): Promise<Score> {
  const { failing, passed, failed, faults } = score;
  if (options.stop.aborted || failing.length === 0 || failing.length > MOST_UNSTEADY) return score;
  const again = await testFilesOf({ ...suite, groups: undefined }, failing, options);
  if (again.failed > 0 || again.passed === 0) return score;
  return { passed: passed + failed, failed: 0, faults: [], failing: [], unsteady: faults };
}

type Rooted = Options & { root: string };

async function testFilesOf(suite: Suite, files: string[], options: Rooted): Promise<Score> {
  const { root } = options;
  const report = await Deno.makeTempFile({ prefix: "thread-tests-", suffix: ".xml" });
  try {
    await using groups = suite.groups ? await writeGroups(root, files, suite.groups) : undefined;
    const code = await denoTest(groups?.paths ?? files, { ...suite, ...options, report });
    if (code !== undefined) return readReport(await Deno.readTextFile(report), files, code);
    const fault = `${suite.name} did not end within ${suite.minutes} minutes`;
    return { ...nothing(), failed: 1, faults: [fault] };
  } finally {
    await Deno.remove(report);
  }
}

async function denoTest(
  files: string[],
  { id, root, report, env, groups, minutes, stop, quiet }: Suite & Options & { report: string },
): Promise<number | undefined> {
  // The groups stand outside the project, and go by its map of imports all the same.
  const config = groups ? [`--config=${root}/deno.json`] : [];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", "--parallel", ...config, `--junit-path=${report}`, ...files],
    cwd: root,
    env: { DENO_JOBS: "2", ...env, THREAD_TEST_RUN: id },
    stdout: quiet ? "null" : "inherit",
    stderr: quiet ? "null" : "inherit",
  }).spawn();
  const interrupt = () => child.kill("SIGINT");
  stop.addEventListener("abort", interrupt);
  const late = setTimeout(() => child.kill("SIGKILL"), minutes * 60_000);
  try {
    const { code, signal } = await child.status;
    return signal === "SIGKILL" ? undefined : code;
  } finally {
    clearTimeout(late);
    stop.removeEventListener("abort", interrupt);
  }
}
