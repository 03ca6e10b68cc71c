import type { Typed } from "../base/forms.ts";
import { type Conditions, type Group, needsRight, operatorsFor, type Row } from "./conditions.ts";
import type { Asked, Case, Field, Pair } from "./node.ts";
import { wholeReference } from "./references.ts";
import { outputAt } from "./step_values.ts";
import type { Graph } from "./graph.ts";

type Config = Record<string, unknown>;

/** Typed fields by their dotted names: "c.when.0.left" stands in `when`, row 0. */
interface Branch {
  [name: string]: Branch | string | string[];
}

const MOST_TEXT = 10_000;
const MOST_ROWS = 60;

/**
 * What a step's form says, put over what the step held. It may be unfinished: an amount that is no
 * number stays as it was typed, and the problems say so. `press` is the button for a row, such as
 * "add:when", "remove:when.1" or "up:fields.2".
 */
export function readConfig(before: Config, fields: Field[], typed: Typed, press?: string): Config {
  const shown = new Set([typed.has ?? []].flat());
  const tree = treeOf(typed);
  const config = { ...before };
  for (const field of fields) {
    if (!shown.has(field.name)) continue;
    const value = field.input === "secret"
      ? readSecret(before[field.name], tree[field.name])
      : readField(field, tree[field.name]);
    if (value === undefined) delete config[field.name];
    else config[field.name] = value;
  }
  return press ? pressed(config, fields, press) : config;
}

function treeOf(typed: Typed): Branch {
  const root: Branch = Object.create(null);
  for (const [name, value] of Object.entries(typed)) {
    const path = name.split(".");
    if (path[0] !== "c" || path.length < 2 || path.length > 5) continue;
    let at = root;
    for (const part of path.slice(1, -1)) {
      const next = at[part];
      at = isBranch(next) ? next : at[part] = Object.create(null) as Branch;
    }
    at[path.at(-1)!] = value;
  }
  return root;
}

const isBranch = (value: unknown): value is Branch =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readField(field: Field, given: Branch[string] | undefined): unknown {
  switch (field.input) {
    case "conditions":
      return readConditions(given);
    case "values":
      return rowsOf(given).map((row): Pair => ({ key: line(row.key), value: text(row.value) }));
    case "cases":
      return rowsOf(given).map((row): Case => ({ value: line(row.value), label: line(row.label) }));
    case "questions":
      return readQuestions(given);
    case "yes_no":
      return text(given) === "on";
    case "choices":
    case "stages":
    case "members":
      return [isBranch(given) ? [] : given ?? []].flat().map(text).filter(Boolean);
    case "number":
    case "money":
    case "hours":
      return readNumber(text(given));
    case "long_text":
    case "markdown":
    case "json":
      return text(given) || undefined;
    default:
      return line(given) || undefined;
  }
}

/** The drawing never holds a secret, only how often one was entered. */
function readSecret(before: unknown, given: Branch[string] | undefined): unknown {
  const kept = before === true || typeof before === "number" ? Number(before) : undefined;
  if (freshIn(given)) return (kept ?? 0) + 1;
  return isBranch(given) && text(given.none) === "on" ? undefined : kept;
}

const freshIn = (given: Branch[string] | undefined) => isBranch(given) ? line(given.fresh) : "";

/** What was typed into a secret field, for the vault. */
export function secretIn(fields: Field[], typed: Typed): string | undefined {
  const tree = treeOf(typed);
  const found = fields.find(({ input, name }) => input === "secret" && freshIn(tree[name]));
  return found && freshIn(tree[found.name]);
}

function readNumber(typed: string): unknown {
  const plain = typed.replaceAll(/[\s,_']/g, "");
  if (plain === "") return undefined;
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(plain) ? Number(plain) : typed.trim();
}

function text(given: Branch[string] | undefined): string {
  return typeof given === "string" ? given.replaceAll(/\r\n?/g, "\n").slice(0, MOST_TEXT) : "";
}

const line = (given: Branch[string] | undefined) =>
  text(given).replaceAll(/\s+/g, " ").trim().slice(0, 2000);

function rowsOf(given: Branch[string] | undefined): Branch[] {
  if (!isBranch(given)) return [];
  return Object.keys(given).filter((key) => /^\d{1,2}$/.test(key))
    .sort((a, b) => Number(a) - Number(b)).map((key) => given[key]).filter(isBranch)
    .slice(0, MOST_ROWS);
}

function readConditions(given: Branch[string] | undefined): Conditions {
  const rows = rowsOf(given).map((row) => "match" in row ? readGroup(row) : readRow(row));
  return { match: matchOf(given), rows };
}

const readGroup = (given: Branch): Group => ({
  match: matchOf(given),
  rows: rowsOf(given).map(readRow),
});

const matchOf = (given: Branch[string] | undefined) =>
  isBranch(given) && given.match === "any" ? "any" : "all";

function readRow(given: Branch): Row {
  const operator = line(given.operator) as Row["operator"];
  const row: Row = { left: line(given.left), operator: operator || "is" };
  if (needsRight(row.operator)) row.right = line(given.right);
  return row;
}

function readQuestions(given: Branch[string] | undefined): Asked[] {
  const taken = new Set<string>();
  return rowsOf(given).map((row) => {
    const label = line(row.label);
    const id = freeKey(line(row.id) || keyOf(label), taken);
    taken.add(id);
    return {
      id,
      label,
      type: (line(row.type) || "text") as Asked["type"],
      required: text(row.required) === "on",
      options: text(row.options).split("\n").map((one) => one.trim()).filter(Boolean),
      sample: line(row.sample),
    };
  });
}

/** "Annual amount" is used as {{n1.annual_amount}}. */
function keyOf(label: string): string {
  const plain = label.normalize("NFD").toLowerCase().replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[_0-9]+|_+$/g, "");
  return plain.slice(0, 36) || "field";
}

function freeKey(key: string, taken: Set<string>): string {
  let free = key;
  for (let number = 2; taken.has(free); number++) free = `${key}_${number}`;
  return free;
}

type List = unknown[];

function pressed(config: Config, fields: Field[], press: string): Config {
  const [, act = "", path = ""] = /^(add|group|remove|up|down):([a-z_]+(?:\.\d{1,2}){0,2})$/
    .exec(press) ?? [];
  const [name = "", ...places] = path.split(".");
  const field = fields.find((one) => one.name === name);
  if (!field || !act) return config;
  const after = structuredClone(config);
  const list = listAt(
    after,
    field,
    act === "add" || act === "group" ? places : places.slice(0, -1),
  );
  if (!list) return config;
  const at = Number(places.at(-1));
  if (act === "add" && list.length < MOST_ROWS) list.push(blankRow(field, list));
  if (act === "group") list.push({ match: "any", rows: [blankRow(field, [])] });
  if (act === "remove") list.splice(at, 1);
  if (act === "up" || act === "down") swap(list, at, act === "up" ? at - 1 : at + 1);
  return after;
}

function listAt(config: Config, field: Field, places: string[]): List | undefined {
  if (field.input !== "conditions") {
    if (!Array.isArray(config[field.name])) config[field.name] = [];
    return config[field.name] as List;
  }
  const whole = (config[field.name] ??= { match: "all", rows: [] }) as Conditions;
  if (places.length === 0) return whole.rows;
  const group = whole.rows[Number(places[0])];
  return group && "rows" in group ? group.rows : undefined;
}

function swap(list: List, at: number, to: number) {
  if (to < 0 || to >= list.length || at >= list.length) return;
  [list[at], list[to]] = [list[to], list[at]];
}

function blankRow(field: Field, list: List): unknown {
  if (field.input === "conditions") return { left: "", operator: "is", right: "" };
  if (field.input === "values") return { key: "", value: "" };
  if (field.input === "cases") return { value: "", label: "" };
  const taken = new Set((list as Asked[]).map(({ id }) => id));
  return {
    id: freeKey("field", taken),
    label: "",
    type: "text",
    required: false,
    options: [],
    sample: "",
  };
}

/** How the form is laid out: while that stays, what somebody types in it need not be drawn anew. */
export function formShape(graph: Graph, config: Config, fields: Field[]): string {
  return JSON.stringify(fields.map((field) => [
    field.name,
    field.input,
    field.options,
    isShown(field, config),
    // What was typed into the form of a secret must not stay there.
    field.input === "secret" ? config[field.name] : rowShape(graph, config[field.name]),
  ]));
}

function rowShape(graph: Graph, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((row) => (row as Partial<Asked>)?.type ?? "");
  const rows = (value as Conditions | undefined)?.rows;
  if (!Array.isArray(rows)) return undefined;
  return rows.map((row) =>
    "rows" in row ? rowShape(graph, row) : [leftType(graph, row.left), needsRight(row.operator)]
  );
}

export function leftType(graph: Graph, left: unknown) {
  const path = wholeReference(left);
  return path ? outputAt(graph, path)?.type : undefined;
}

export function isShown({ shownWhen }: Field, config: Config): boolean {
  if (!shownWhen) return true;
  const value = config[shownWhen.name];
  const given = value === true ? "on" : value === false || value === undefined ? "" : String(value);
  return [shownWhen.is].flat().includes(given);
}

/** An operator that the value's type has no use for is put right by the next choice. */
export function fittingOperators(graph: Graph, row: Row) {
  const known = operatorsFor(leftType(graph, row.left));
  return known.includes(row.operator) ? known : [row.operator, ...known];
}
