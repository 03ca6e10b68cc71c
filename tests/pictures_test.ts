import assert from "node:assert/strict";
import { FOLDER, PICTURES } from "./pictures.ts";

Deno.test("the README shows every picture that its task takes, in both themes", async () => {
  const readme = await Deno.readTextFile(new URL("../README.md", import.meta.url));
  for (const { name } of PICTURES) {
    for (const theme of ["light", "dark"]) {
      const path = `${FOLDER}/${name}-1280-${theme}.png`;
      assert.ok(readme.includes(path), `The README lacks ${path}`);
      const { size } = await Deno.stat(new URL(`../${path}`, import.meta.url));
      assert.ok(size > 10_000, `${path} is empty`);
    }
  }
});
