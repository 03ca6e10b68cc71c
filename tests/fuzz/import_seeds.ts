import { Buffer } from "node:buffer";
import { idOf, type OrgName, type Row } from "./seeds.ts";

/** One import whose rows are in review, after an edit, and one that is done. */
export function importRowsOf(org: OrgName, say: (column: string) => string): [string, Row[]][] {
  const org_id = idOf(org);
  const admin = idOf(org, "member", "admin");
  const open = idOf(org, "import");
  const columns = ["name", "arr"].map((field) => ({
    name: `canary-${org} ${field}`,
    field,
    guessed: false,
    samples: [`canary-${org}`],
  }));
  const row = (import_id: string, row_no: number, more: Row): Row => ({
    org_id,
    import_id,
    row_no,
    line: row_no + 1,
    cells: [`canary-${org} cell ${row_no}`, "50000"],
    snippet: say("import_rows.snippet"),
    ...more,
  });
  return [
    [
      "imports",
      (["review", "done"] as const).map((state) => ({
        org_id,
        id: state === "review" ? open : idOf(org, "done import"),
        name: say("imports.name").slice(0, 200),
        state,
        format: "csv",
        encoding: "utf-8",
        remark: say("imports.remark"),
        problem: state === "done" ? say("imports.problem") : null,
        defaults: { segment: say("imports.defaults").slice(0, 80) },
        columns,
        rows_count: 2,
        position: 2,
        changes: state === "review" ? 1 : 0,
        created_count: state === "done" ? 1 : 0,
        created_by: admin,
        changed_by: admin,
        confirmed_by: state === "done" ? admin : null,
        finished_at: state === "done" ? new Date(Date.now() + 6 * 3_600_000) : null,
      })),
    ],
    ["import_sources", [{
      org_id,
      import_id: open,
      part: 0,
      bytes: Buffer.from(`Company,ARR\ncanary-${org},50000\ncanary-${org} two,60000`),
    }]],
    [
      "import_rows",
      [
        row(open, 1, {
          guesses: { arr: `canary-${org}` },
          match_key: `canary-${org} row`,
          reading: {
            account: {
              name: `canary-${org} row`,
              domain: null,
              arr_cents: 5_000_000,
              arr_currency: "USD",
              fields: {},
            },
            given: ["name", "arr"],
            contact: null,
            csm_id: null,
            ae_id: null,
            template_id: null,
          },
        }),
        row(open, 2, {
          edits: { name: say("import_rows.edits") },
          status: "fix",
          problems: { name: "Enter the company's name." },
          domain: `canary-${org}.test`,
        }),
        row(idOf(org, "done import"), 1, {
          outcome: "created",
          account_id: idOf(org, "account"),
        }),
        row(idOf(org, "done import"), 2, {
          outcome: "skipped",
          problems: { name: say("import_rows.problems") },
          error: say("import_rows.error"),
        }),
      ],
    ],
    ["import_changes", [{
      org_id,
      import_id: open,
      change_no: 1,
      row_no: 2,
      edits: { name: say("import_changes.edits") },
    }]],
  ];
}
