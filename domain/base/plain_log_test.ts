import assert from "node:assert/strict";
import { openLog } from "./log.ts";
import { plainLine } from "./plain_log.ts";

Deno.test("plainLine() tells what happened, and of an error where and why", () => {
  let line = "";
  const log = openLog({ write: (text) => line = text, now: () => new Date(0) });
  log.info("Request", { route: "/members/:id", status: 200 });
  assert.equal(plainLine(line), "info: Request (route=/members/:id status=200)");

  log.error("Unexpected", new Error("No chain", { cause: new TypeError("Rust") }));
  const [first, second, frame] = plainLine(line).split("\n");
  assert.equal(first, "error: Unexpected");
  assert.equal(second, "  Error: No chain");
  assert.match(frame!, /^ {4}at .*plain_log_test/);
  assert.match(plainLine(line), /because of\n {2}TypeError: Rust/);
});
