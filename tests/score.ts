export interface Score {
  passed: number;
  failed: number;
  /** What failed, with the first line of why, to be read again at the end of a long run. */
  faults: string[];
  /** Of the tests that failed, those files that have loaded. */
  failing: string[];
  /** What failed beside others and passed alone: it has to be mended, and says nothing of Thread. */
  unsteady: string[];
}

/**
 * Counts a JUnit report of `deno test`. A skipped test counts as failed, and so does a file
 * without any; what the report cannot know (a file that did not load) shows in the exit code.
 */
export function readReport(xml: string, files: string[], exitCode: number): Score {
  const cases = xml.split("<testcase ").slice(1);
  const bad = cases.filter((one) =>
    /<(failure|error|skipped)\b/.test(one.split("</testcase>")[0]!)
  );
  const empty = files.filter((file) => !xml.includes(`classname="./${file}"`));
  if (exitCode === 0) { for (const file of empty) console.error(`${file} holds no test`); }
  const unseen = exitCode !== 0 && bad.length === 0 ? 1 : 0;
  return {
    passed: cases.length - bad.length,
    failed: bad.length + Math.max(empty.length, unseen),
    failing: empty.length + unseen > 0 ? [] : [...new Set(bad.map(fileOf))],
    unsteady: [],
    faults: [
      ...bad.map(faultOf),
      ...empty.map((file) => `${file}: holds no test, or did not load`),
      ...(unseen && empty.length === 0 ? ["a file failed outside its tests"] : []),
    ],
  };
}

const fileOf = (testcase: string) => /classname="\.\/([^"]*)"/.exec(testcase)?.[1] ?? "";

function faultOf(testcase: string): string {
  const of = (name: string) => readable(new RegExp(`${name}="([^"]*)"`).exec(testcase)?.[1] ?? "");
  const why = readable(/<failure[^>]*>([^<]*)/.exec(testcase)?.[1] ?? "").trim().slice(0, 600);
  return `${of("classname")}: ${of("name")}\n  ${why.replaceAll("\n", "\n  ")}`;
}

function readable(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'").replaceAll("&#x27;", "'").replaceAll("&#10;", "\n")
    .replaceAll("&amp;", "&");
}
