export interface Score {
  passed: number;
  failed: number;
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
  };
}
