import { readValue } from "./asked_values.ts";
import type { Asked } from "./node.ts";

/** The label whose words stand in the text most often; the last one where none does. */
export function classifyByRules(text: string, labels: string[]): string {
  const words = wordsOf(text);
  const scores = labels.map((label) =>
    wordsOf(label).reduce((sum, word) => sum + words.filter((one) => one === word).length, 0)
  );
  const best = Math.max(...scores);
  return labels[best > 0 ? scores.indexOf(best) : labels.length - 1]!;
}

/** "Seats: 40" is the seats. What no line names is not found. */
export function extractByRules(text: string, fields: Asked[]): Record<string, unknown> {
  const lines = text.split(/[\n;]/).map((line) => line.split(/[:=]\s*/));
  return Object.fromEntries(fields.map((row) => {
    const found = lines.find(([name, value]) =>
      value && [row.label, row.id.replaceAll("_", " ")]
        .some((known) => known.toLowerCase() === name!.trim().toLowerCase())
    );
    return [row.id, found ? readValue(row, found.slice(1).join(":").trim()) : undefined];
  }));
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
