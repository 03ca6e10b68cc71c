import assert from "node:assert/strict";
import * as calls from "./tests/house_calls.ts";
import * as rules from "./tests/house_rules.ts";
import { readSources, type Source } from "./tests/house_sources.ts";

const root = new URL(".", import.meta.url);
const sources = await readSources(root);

function file(path: string, text: string): Source {
  return { path, text };
}

/** The rule holds for the project, and it can fail: each made-up file breaks it once. */
function holds(rule: (sources: Source[]) => string[], ...breaches: Source[]): void {
  for (const breach of breaches) {
    assert.equal(rule([breach]).length, 1, `not seen: ${breach.path}: ${breach.text}`);
  }
  assert.deepEqual(rule(sources), []);
}

Deno.test("the project is read at all", () => {
  assert.ok(sources.some(({ path }) => path === "domain/base/errors.ts"));
  assert.ok(sources.some(({ path }) => path === "main_test.ts"));
});

Deno.test("imports run one way: main, routes, views, domain, and main, jobs, domain", () => {
  holds(
    rules.brokenArrows,
    file("main.ts", `import { x } from "./tests/x.ts";`),
    file("routes/a.tsx", `import {\n  x,\n} from "../jobs/x.ts";`),
    file("views/a.tsx", `export * from "../routes/x.tsx";`),
    file("jobs/a.ts", `import "../views/x.tsx";`),
    file("domain/base/a.ts", `const x = await import("../../routes/x.ts");`),
    file("domain/base/a.ts", `type X = import("../../jobs/x.ts").X;`),
    file("domain/base/a.ts", `const x = await import(name);`),
    file("domain/base/a_test.ts", `import { x } from "../../routes/x.ts";`),
  );
});

Deno.test("views take types of domain, and call only its pure files", () => {
  holds(
    rules.brokenArrows,
    file("views/a.tsx", `import { inOrg } from "../domain/base/db.ts";`),
    file("views/a.tsx", `import { type Db, inOrg } from "../domain/base/db.ts";`),
    file("views/a.tsx", `import { sql } from "kysely";`),
  );
  const allowed = [
    `import type { Account } from "../domain/accounts/accounts.ts";`,
    `import { type Account } from "../domain/accounts/accounts.ts";`,
    `import { addWorkingDays } from "../domain/base/calendar.ts";`,
  ];
  for (const text of allowed) assert.deepEqual(rules.brokenArrows([file("views/a.tsx", text)]), []);
});

Deno.test("what views may call leads them to nothing else", () => {
  holds(
    rules.impurePureFiles,
    file("domain/base/calendar.ts", `import { inOrg } from "./db.ts";`),
  );
});

Deno.test("a lower area of domain never imports a higher one", () => {
  holds(
    rules.brokenArrows,
    file("domain/base/a.ts", `import type { Person } from "../people/people.ts";`),
    file("domain/support/a.ts", `import { x } from "../insight/x.ts";`),
    file("domain/elsewhere/a.ts", `import { x } from "../base/x.ts";`),
  );
  const down = file("domain/insight/a.ts", `import { x } from "../base/x.ts";`);
  assert.deepEqual(rules.brokenArrows([down]), []);
});

Deno.test("no circle between areas of domain", () => {
  const circle = [
    file("domain/accounts/a.ts", `import { x } from "../people/x.ts";`),
    file("domain/people/b.ts", `import { x } from "../base/x.ts";`),
    file("domain/base/c.ts", `import { x } from "../accounts/x.ts";`),
  ];
  assert.deepEqual(rules.circles(circle), ["accounts -> people -> base -> accounts"]);
  assert.deepEqual(rules.circles(circle.slice(1)), []);
  assert.deepEqual(rules.circles(sources), []);
});

Deno.test("no file is longer than 300 lines", () => {
  holds(rules.tooLong, file("routes/a.ts", "x\n".repeat(301)));
  assert.deepEqual(rules.tooLong([file("routes/a.ts", "x\n".repeat(300))]), []);
});

Deno.test("the top level holds what it should and nothing else", async () => {
  const stranger = { name: "utils", isDirectory: true };
  assert.deepEqual(rules.strangersAtTheTop([stranger]), ["utils"]);
  assert.deepEqual(rules.strangersAtTheTop(await Array.fromAsync(Deno.readDir(root))), []);
});

Deno.test("the README says where each folder's things are", async () => {
  const entries = await Array.fromAsync(Deno.readDir(root));
  const folders = entries.filter((entry) => entry.isDirectory && !entry.name.startsWith("."))
    .map((entry) => entry.name).filter((name) => name !== "node_modules");
  assert.deepEqual(rules.unexplained("## Where things are\n- `jobs/`", ["jobs", "views"]), [
    "views",
  ]);
  assert.deepEqual(rules.unexplained("`jobs/`", ["jobs"]), ["jobs"]);
  const readme = await Deno.readTextFile(new URL("README.md", root));
  assert.deepEqual(rules.unexplained(readme, folders), []);
});

Deno.test("only main reads the clock", () => {
  holds(
    calls.clockReads,
    file("domain/base/a.ts", `const x = Date.now();`),
    file("routes/a.tsx", `const x = new Date();`),
  );
  const spoken = file("views/a.tsx", `// Date.now()\nconst x = <p>Don't call Date.now()</p>;`);
  assert.deepEqual(calls.clockReads([spoken, file("main.ts", `Date.now();`)]), []);
});

Deno.test("only main reads the environment", () => {
  holds(
    calls.environmentReads,
    file("jobs/a.ts", `const x = Deno.env.get("X");`),
    file("domain/base/a.ts", `const x = process.env.X;`),
  );
});

Deno.test("nothing below main fetches but through Outside", () => {
  holds(
    calls.bareFetches,
    file("domain/base/a.ts", `await fetch("http://x");`),
    file("domain/base/a.ts", `await globalThis.fetch("http://x");`),
  );
  const proper = [
    `await out.fetch("http://x");`,
    `const f = ({ fetch }: Outside) => () => fetch("http://x");`,
    `function f(fetch: Outside["fetch"]) { return fetch("http://x"); }`,
  ];
  for (const text of proper) {
    assert.deepEqual(calls.bareFetches([file("domain/base/a.ts", text)]), []);
  }
});

Deno.test("only the driver and the migrations run SQL that is not parameterised", () => {
  holds(
    calls.rawSql,
    file("domain/base/queue.ts", "const x = sql`${sql.raw(name)}`;"),
    file("domain/base/queue.ts", "const x = sql.lit(name);"),
    file("main.ts", "await pool.unsafe(text);"),
  );
  assert.deepEqual(calls.rawSql([file("domain/base/driver.ts", "sql.unsafe(text);")]), []);
});

Deno.test("only domain/base reserves a connection or sets who acts", () => {
  holds(
    calls.borrowedConnections,
    file("routes/a.ts", "await sql`select set_config('thread.org_id', ${id}, true)`;"),
    file("routes/a.ts", `const text = "select set_config(1, 2)";`),
    file("jobs/a.ts", "const one = await pool.reserve();"),
  );
});

Deno.test("only jobs/schedule.ts rings the clock", () => {
  holds(calls.crons, file("main.ts", `Deno.cron("x", "* * * * *", () => {});`));
  assert.deepEqual(calls.crons([file("jobs/schedule.ts", `Deno.cron("x", "", f);`)]), []);
});

Deno.test("no function takes both a transaction and Outside", () => {
  holds(
    calls.lockedWhileOutside,
    file("domain/base/a.ts", `export function send(tx: OrgDb, out: Outside) {}`),
    file(
      "domain/base/a.ts",
      `const send = async (tx: AccountDb, { out }: { out: Outside }) => {};`,
    ),
    file("domain/base/a.ts", `type Send = (tx: OrgDb, id: string, out: Outside) => void;`),
    file("domain/base/a.ts", `interface S {\n  send(tx: OrgDb, out: Outside): void;\n}`),
  );
  const apart = file(
    "domain/base/a.ts",
    `function send(db: Db, out: Outside, work: (tx: OrgDb) => void): OrgDb { const x = y as OrgDb; }`,
  );
  assert.deepEqual(calls.lockedWhileOutside([apart]), []);
});
