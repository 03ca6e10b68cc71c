import { median } from "./commits.ts";

/** One goal: `value` against what must and what should be reached, as a ratio, in ms or in MB. */
export interface Figure {
  goal: number | string;
  what: string;
  value: number;
  must: number;
  stretch: number;
  better: "more" | "less";
  note: string;
}

const ROUNDS = 3;

/** Each round measures what it is held against too; the median of each figure counts. */
export async function inRounds(measure: () => Promise<Figure[]>): Promise<Figure[]> {
  const rounds: Figure[][] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure());
  return rounds[0]!.map((first, at) => {
    const runs = rounds.map((round) => round[at]!);
    const value = median(runs.map(({ value }) => value));
    return runs.find((run) => run.value === value) ?? first;
  });
}

export function table(figures: Figure[]): string {
  const lines = figures.map((figure) => [
    String(figure.goal),
    figure.what,
    short(figure.value),
    `${figure.better === "more" ? ">=" : "<="} ${short(figure.must)}`,
    short(figure.stretch),
    reached(figure),
    figure.note,
  ]);
  const all = [["goal", "what", "value", "must", "stretch", "reached", "note"], ...lines];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  const right = new Set([2, 3, 4]);
  return all.map((line) =>
    line.map((cell, column) => {
      const width = widths[column]!;
      return right.has(column) ? cell.padStart(width) : cell.padEnd(width);
    }).join("  ").trimEnd()
  ).join("\n");
}

export function reached({ value, must, stretch, better }: Figure): "stretch" | "must" | "no" {
  const meets = (bar: number) => better === "more" ? value >= bar : value <= bar;
  if (meets(stretch)) return "stretch";
  return meets(must) ? "must" : "no";
}

export function short(value: number): string {
  if (!Number.isFinite(value)) return "none";
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export const perSecond = (rate: number) => `${Math.round(rate).toLocaleString("en")}/s`;
