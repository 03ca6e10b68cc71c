import type { RouteTable } from "../routes_table.ts";

const may = "imports.run" as const;
const at = "/import/{import}";
const done = "/import/{doneImport}";
const version = { version: "1" };

/** One import whose rows are in review, and one that is done. */
export const imports: RouteTable = {
  "GET /import": { may, at: "/import?before={account}" },
  "GET /import/new": { may },
  "POST /import": {
    may,
    form: { id: "{newImport}", text: "Company,ARR\nA new account,50000\nAnother,60000" },
    optional: ["file"],
    to: "/import/{newImport}/source",
  },
  "GET /import/:id": { may, at: done, to: `${done}/result` },
  "GET /import/:id/progress": { may, at: `${done}/progress`, to: `${done}/result` },
  "GET /import/:id/source": { may, at: `${at}/source` },
  "POST /import/:id/source": {
    may,
    at: `${at}/source`,
    form: { ...version, format: "csv", separator: ",", encoding: "utf-8", header: "on" },
    to: `${at}/source`,
  },
  "GET /import/:id/columns": { may, at: `${at}/columns` },
  "POST /import/:id/columns": {
    may,
    at: `${at}/columns`,
    form: { ...version, column_0: "name", column_1: "arr", default_segment: "SMB" },
    optional: [
      ...["default_csm", "default_template", "default_arr_currency", "default_industry"],
      ...["default_product_line", "default_use_case"],
    ],
    to: `${at}/review`,
  },
  "GET /import/:id/review": { may, at: `${at}/review?show=all&after=0` },
  "POST /import/:id/rows/:row": {
    may,
    at: `${at}/rows/1`,
    form: { ...version, decision: "", cell_name: "A changed name", cell_arr: "70000" },
    optional: [
      ...["row", "cell_contact_name", "cell_contact_email", "cell_csm", "cell_template"],
      "cell_segment",
    ],
    to: `${at}/review#row-1`,
  },
  "POST /import/:id/bulk": {
    may,
    at: `${at}/bulk`,
    form: { row: "1", does: "set", field: "name", fill: "A changed name", show: "all" },
    to: `${at}/review?show=all`,
  },
  "POST /import/:id/repairs": {
    may,
    at: `${at}/repairs`,
    form: { field: "name", problem: "Enter the company's name.", text: "A changed name" },
    to: `${at}/review`,
  },
  "POST /import/:id/day-order": {
    may,
    at: `${at}/day-order`,
    form: { order: "day" },
    to: `${at}/review`,
  },
  "POST /import/:id/guesses/confirmation": {
    may,
    at: `${at}/guesses/confirmation`,
    to: `${at}/review`,
  },
  "POST /import/:id/last-edit/removal": {
    may,
    at: `${at}/last-edit/removal`,
    to: `${at}/review`,
  },
  "GET /import/:id/confirm": { may, at: `${at}/confirm` },
  "POST /import/:id/confirmation": {
    may,
    at: `${at}/confirmation`,
    form: { ...version, template: "" },
    to: `${at}/progress`,
  },
  "GET /import/:id/result": { may, at: `${done}/result` },
  "GET /import/:id/skipped.csv": { may, at: `${done}/skipped.csv` },
  "GET /import/:id/undo": { may, at: `${done}/undo` },
  "POST /import/:id/undoing": { may, at: `${done}/undoing`, to: `${done}/progress` },
  "POST /import/:id/removal": { may, at: `${at}/removal`, to: "/import" },
};
