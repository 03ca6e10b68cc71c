import { z } from "zod";
import type { ValueType } from "./node.ts";
import { wholeReference, written } from "./references.ts";

export const OPERATORS = [
  "is",
  "is_not",
  "contains",
  "not_contains",
  "one_of",
  "greater",
  "at_least",
  "less",
  "at_most",
  "before",
  "after",
  "is_empty",
  "is_not_empty",
] as const;
export type Operator = typeof OPERATORS[number];

export interface Row {
  left: unknown;
  operator: Operator;
  right?: unknown;
}

export interface Group {
  match: "all" | "any";
  rows: Row[];
}

/** Rows, and groups of rows: two levels, as a person can still read aloud. */
export interface Conditions {
  match: "all" | "any";
  rows: (Row | Group)[];
}

const row: z.ZodType<Row> = z.object({
  left: z.unknown().optional(),
  operator: z.enum(OPERATORS, { error: "Choose how it is compared." }),
  right: z.unknown().optional(),
}).refine(({ operator, right }) => !needsRight(operator) || !isNothing(right), {
  error: "Enter what it is compared with.",
  path: ["right"],
}) as z.ZodType<Row>;
const match = z.enum(["all", "any"]).default("all");

export const conditionsSchema: z.ZodType<Conditions> = z.object({
  match,
  rows: z.array(z.union([
    z.object({ match, rows: z.array(row).min(1, "Add a row to the group.").max(20) }),
    row,
  ])).min(1, "Add at least one condition.").max(20, "Use at most 20 rows."),
}, { error: "Add at least one condition." });

const SYMBOLS: Record<Operator, [words: string, short: string]> = {
  is: ["is", "="],
  is_not: ["is not", "≠"],
  contains: ["contains", "contains"],
  not_contains: ["does not contain", "without"],
  one_of: ["is one of", "in"],
  greater: ["is greater than", ">"],
  at_least: ["is at least", "≥"],
  less: ["is less than", "<"],
  at_most: ["is at most", "≤"],
  before: ["is before", "before"],
  after: ["is after", "after"],
  is_empty: ["is empty", "is empty"],
  is_not_empty: ["is not empty", "is set"],
};

export const operatorWords = (operator: Operator) => SYMBOLS[operator][0];

export const needsRight = (operator: Operator) => !/empty$/.test(operator);

const AMOUNTS: Operator[] = ["is", "is_not", "greater", "at_least", "less", "at_most"];
const EMPTINESS: Operator[] = ["is_empty", "is_not_empty"];

/** How a value of this type can be compared. */
export function operatorsFor(type: ValueType | undefined): Operator[] {
  if (type === "number" || type === "money") return [...AMOUNTS, ...EMPTINESS];
  if (type === "date") return ["is", "before", "after", ...EMPTINESS];
  if (type === "yes_no") return ["is", ...EMPTINESS];
  if (type === "list") return ["contains", "not_contains", ...EMPTINESS];
  if (type === "anything" || type === undefined) return [...OPERATORS];
  return ["is", "is_not", "one_of", "contains", "not_contains", ...EMPTINESS];
}

/** A missing value meets no condition but "is empty", so it goes the other way. */
export function holds({ match, rows }: Conditions | Group): boolean {
  const met = (one: Row | Group) => "rows" in one ? holds(one) : meets(one);
  return match === "any" ? rows.some(met) : rows.every(met);
}

export function meets({ left, operator, right }: Row): boolean {
  if (operator === "is_empty") return isNothing(left);
  if (isNothing(left)) return false;
  switch (operator) {
    case "is_not_empty":
      return true;
    case "is":
      return isEqual(left, right);
    case "is_not":
      return !isEqual(left, right);
    case "contains":
      return isIn(left, right);
    case "not_contains":
      return !isIn(left, right);
    case "one_of":
      return listOf(right).some((one) => isEqual(left, one));
    default:
      return isOrdered(left, operator, right);
  }
}

function isOrdered(left: unknown, operator: Operator, right: unknown): boolean {
  const order = compared(left, right);
  if (order === undefined) return false;
  if (operator === "greater" || operator === "after") return order > 0;
  if (operator === "less" || operator === "before") return order < 0;
  return operator === "at_least" ? order >= 0 : order <= 0;
}

/** Numbers as numbers, days as days; undefined where the two cannot be put in an order. */
function compared(left: unknown, right: unknown): number | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return Math.sign(a - b);
  const [x, y] = [dayOf(left), dayOf(right)];
  if (x && y) return x < y ? -1 : x > y ? 1 : 0;
}

function isEqual(left: unknown, right: unknown): boolean {
  if (typeof left === "boolean") return left === isYes(right);
  if (typeof left === "number") return left === numberOf(right);
  if (Array.isArray(left)) return left.length === 1 && isEqual(left[0], right);
  return folded(left) === folded(right);
}

function isIn(left: unknown, right: unknown): boolean {
  if (Array.isArray(left)) return left.some((one) => isEqual(one, right));
  return folded(left).includes(folded(right));
}

function listOf(right: unknown): unknown[] {
  if (Array.isArray(right)) return right;
  return String(right).split(",").map((one) => one.trim()).filter(Boolean);
}

const isYes = (value: unknown) => value === true || /^(yes|true|on|1)$/i.test(String(value));

const folded = (value: unknown) => written(value).trim().toLowerCase();

export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const plain = value.replaceAll(/[\s,_']/g, "");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

function dayOf(value: unknown): string | undefined {
  return /^\d{4}-\d{2}-\d{2}/.exec(String(value))?.[0];
}

export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === "" ||
    (Array.isArray(value) && value.length === 0);
}

/** What a reference is called in words. */
export type Called = (path: string) => string | undefined;

/** "Amount is greater than 100,000 and (Segment is SMB or Segment is empty)". */
export function sentenceOf({ match, rows }: Conditions | Group, called: Called): string {
  const joined = match === "any" ? " or " : " and ";
  return rows.map((one) =>
    "rows" in one ? groupSentence(one, called) : rowSentence(one, called, SENTENCE)
  ).join(joined);
}

/** "Amount > 100k": as much of it as a wire's label has room for. */
export function shortSentence({ match, rows }: Conditions, called: Called): string {
  const [first] = rows;
  if (!first) return "";
  const words = "rows" in first
    ? groupSentence(first, called)
    : rowSentence(first, called, { words: 1, amount: shortAmount });
  const more = rows.length - 1;
  return more === 0 ? words : `${words} ${match === "any" ? "or" : "and"} ${more} more`;
}

function groupSentence(group: Group, called: Called): string {
  const words = sentenceOf(group, called);
  return group.rows.length > 1 ? `(${words})` : words;
}

const SENTENCE = { words: 0 as 0 | 1, amount: (value: number) => value.toLocaleString("en-US") };

function rowSentence({ left, operator, right }: Row, called: Called, style: typeof SENTENCE) {
  const words = [nameOf(left, called), SYMBOLS[operator]?.[style.words] ?? "…"];
  if (needsRight(operator)) words.push(side(right, called, style));
  return words.join(" ");
}

function nameOf(left: unknown, called: Called): string {
  const path = wholeReference(left);
  if (path) return called(path) ?? plainName(path);
  return written(left) || "…";
}

function side(right: unknown, called: Called, style: typeof SENTENCE): string {
  const path = wholeReference(right);
  if (path) return called(path) ?? plainName(path);
  const amount = numberOf(right);
  return amount === undefined ? written(right) || "…" : style.amount(amount);
}

function plainName(path: string): string {
  const words = path.split(".").at(-1)!.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function shortAmount(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6 && size % 1e5 === 0) return `${value / 1e6}M`;
  if (size >= 1e3 && size % 100 === 0) return `${value / 1e3}k`;
  return value.toLocaleString("en-US");
}
