/**
 * Loading the program takes a second of a core, and `deno test` loads it anew for each file that it
 * is given. So it is given files that import a few test files each. A report names the test's own
 * file all the same.
 */
export async function writeGroups(root: string, files: string[], count: number) {
  const folder = await Deno.makeTempDir({ prefix: "thread-groups-" });
  const groups = Array.from({ length: Math.min(count, files.length) }, () => [] as string[]);
  files.forEach((file, at) => groups[at % groups.length]!.push(file));
  const paths: string[] = [];
  for (const [at, group] of groups.entries()) {
    const path = `${folder}/group_${String(at + 1).padStart(2, "0")}.ts`;
    const imports = group.map((file) => `import ${JSON.stringify(`${root}/${file}`)};\n`);
    await Deno.writeTextFile(path, imports.join(""));
    paths.push(path);
  }
  return { paths, [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
}
