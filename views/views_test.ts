import assert from "node:assert/strict";

const ROOT = new URL("../", import.meta.url);

/** What our policy would block silently, or what would turn text into markup. */
const BANNED: [string, RegExp, string][] = [
  ["style=", /\sstyle=/, '<p style="color: red">'],
  ["hx-on", /hx-on\b/, '<p hx-on:click="go()">'],
  ["js: values", /["'`]js(cript)?:/, '<p hx-vals="js:{a: 1}">'],
  ["a filter in hx-trigger", /hx-trigger=["'{`][^"'`]*\[/, '<p hx-trigger="click[ctrlKey]">'],
  ["on*= attributes", /\son[a-zA-Z]+\s*=\s*["'{`]/, "<p onClick={go}>"],
  ["raw()", /\braw\s*\(/, "raw(text)"],
  ["dangerouslySetInnerHTML", /dangerouslySetInnerHTML/, "<p dangerouslySetInnerHTML={x} />"],
  [
    "JSX context and memo",
    /\b(createContext|useContext|memo)\b/,
    'import { memo } from "hono/jsx"',
  ],
];

const BANNED_IN_SCRIPTS: [string, RegExp, string][] = [
  ["eval", /\beval\s*\(|\bFunction\s*\(/, 'new Function("a")'],
  ["markup from text", /\.(inner|outer)HTML|insertAdjacentHTML|document\.write/, "p.innerHTML = x"],
  ["code as text", /set(Timeout|Interval)\s*\(\s*["'`]/, 'setTimeout("go()")'],
];

Deno.test("no view and no route writes what the policy blocks or what is not escaped", async () => {
  for (const folder of ["views/", "routes/"]) {
    await assertClean(folder, /(?<!_test)\.tsx?$/, BANNED);
  }
});

Deno.test("no script of ours runs text as code or makes markup from it", async () => {
  await assertClean("static/js/", /\.js$/, BANNED_IN_SCRIPTS);
  await assertClean("static/", /^(thread|guard)\.js$/, BANNED_IN_SCRIPTS);
});

Deno.test("each of these rules catches its own example", () => {
  for (const [name, pattern, example] of [...BANNED, ...BANNED_IN_SCRIPTS]) {
    assert.match(example, pattern, name);
  }
});

Deno.test("no stylesheet asks another host for anything", async () => {
  for await (const [path, text] of sources("static/css/", /\.css$/)) {
    assert.doesNotMatch(text, /@import|https?:|url\(\s*["']?(?!"?\/static\/)/, path);
  }
});

async function assertClean(folder: string, files: RegExp, rules: [string, RegExp, string][]) {
  let seen = 0;
  for await (const [path, text] of sources(folder, files)) {
    seen++;
    for (const [name, pattern] of rules) {
      const line = text.split("\n").findIndex((each) => pattern.test(each));
      assert.equal(line, -1, `${path}:${line + 1} has ${name}`);
    }
  }
  assert.ok(seen > 0, folder);
}

async function* sources(folder: string, files: RegExp): AsyncGenerator<[string, string]> {
  for await (const entry of Deno.readDir(new URL(folder, ROOT))) {
    const path = folder + entry.name;
    if (entry.isDirectory && !files.source.startsWith("^")) yield* sources(`${path}/`, files);
    else if (entry.isFile && files.test(entry.name)) {
      yield [path, await Deno.readTextFile(new URL(path, ROOT))];
    }
  }
}
