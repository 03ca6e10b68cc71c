import assert from "node:assert/strict";
import { openConnection } from "../../domain/base/driver.ts";
import { testDatabase } from "../postgres.ts";
import { type Mutation, mutations } from "./mutations.ts";

const root = new URL("../..", import.meta.url).pathname;
const copy = await Deno.makeTempDir({ prefix: "thread-prove-" });
const before = await templates();
await copyTree("");
await Deno.symlink(`${root}.data`, `${copy}/.data`); // The copy's tests use the server of this run.

Deno.test.afterAll(async () => {
  await Deno.remove(copy, { recursive: true });
  await dropTemplates(before);
});

Deno.test("without a mutation all those tests are green", async () => {
  const suites = [...new Set(mutations.map(({ suite }) => suite))];
  const tests = mutations.map(({ test }) => test.replaceAll(/[^\w ]/g, "."));
  const { green, said } = await run(suites, `/${tests.join("|")}/`);
  assert.ok(green, said);
});

for (const mutation of mutations) {
  Deno.test(`${mutation.name}: the suite goes red`, async () => {
    const path = `${copy}/${mutation.file}`;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, mutated(text, mutation));
    try {
      const { green, failed, said } = await run([mutation.suite], mutation.test);
      assert.ok(!green && failed.length > 0, `${mutation.suite} stayed green:\n${said}`);
      console.log(`mutation "${mutation.name}": caught by "${failed[0]}"`);
    } finally {
      await Deno.writeTextFile(path, text);
    }
  });
}

function mutated(text: string, { name, edits }: Mutation): string {
  return edits.reduce((changed, [from, to]) => {
    if (from === null) return changed + to;
    assert.equal(changed.split(from).length, 2, `"${name}" must find its text once: ${from}`);
    return changed.replace(from, () => to);
  }, text);
}

/** Red is a test that failed, not a file that did not load. */
async function run(suites: string[], filter?: string) {
  const only = filter ? [`--filter=${filter}`] : [];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", "--parallel", ...only, ...suites],
    cwd: copy,
    env: { DENO_JOBS: "2", NO_COLOR: "1", THREAD_TEST_LONG: "" },
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  const failed = [...said.matchAll(/^(.+) => \.\/\S+:\d+:\d+$/gm)].map(([, name]) => name!);
  return { green: code === 0, failed, said: said.slice(-4000) };
}

async function copyTree(folder: string): Promise<void> {
  await Deno.mkdir(`${copy}/${folder}`, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(`${root}${folder}`)) {
    if (name.startsWith(".") || name === "node_modules") continue;
    if (isDirectory) await copyTree(`${folder}${name}/`);
    else await Deno.copyFile(`${root}${folder}${name}`, `${copy}/${folder}${name}`);
  }
}

/** Each changed migration has made a template of its own, which nobody needs again. */
async function dropTemplates(kept: Set<string>): Promise<void> {
  const made = [...await templates()].filter((name) => !kept.has(name));
  await onServer(async (query) => {
    for (const name of made) await query(`drop database if exists ${name} with (force)`);
  });
}

function templates(): Promise<Set<string>> {
  return onServer(async (query) => {
    const rows = await query(
      `select datname from pg_database where datname ~ '^thread_template_'`,
    );
    return new Set(rows.map(({ datname }) => String(datname)));
  });
}

type Query = (text: string) => Promise<Record<string, unknown>[]>;

async function onServer<T>(work: (query: Query) => Promise<T>): Promise<T> {
  await using database = await testDatabase();
  const admin = await openConnection({ url: database.adminUrl, applicationName: "thread-prove" });
  try {
    return await work(async (text) => (await admin.query(text, [])).rows);
  } finally {
    admin.destroy(new Error("Done"));
  }
}
