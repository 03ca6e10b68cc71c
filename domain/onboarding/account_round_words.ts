import { countedRows } from "../accounts/import_words.ts";
import type { RoundKind, RoundState } from "../base/schema.ts";

export interface RoundInShort {
  kind: RoundKind;
  state: RoundState;
  csm: string | null;
  template: string | null;
  total: number;
  changed: number;
  undone: number;
  waiting: number;
}

/** "Assign 1,340 accounts to Maya Chen". */
export function roundInWords(round: RoundInShort, count = round.total): string {
  const accounts = countedRows(count, "account");
  if (round.kind === "archive") return `Archive ${accounts}`;
  if (round.kind === "apply") return `Apply ${round.template ?? "a template"} to ${accounts}`;
  return round.csm ? `Assign ${accounts} to ${round.csm}` : `Take the CSM from ${accounts}`;
}

/** "1,300 archived, 40 left as they are". */
export function resultInWords({ kind, total, changed, undone, waiting }: RoundInShort): string {
  const number = (count: number) => count.toLocaleString("en");
  const left = total - waiting - changed;
  return [
    `${number(changed)} ${DONE[kind].toLowerCase()}`,
    ...(left > 0 ? [`${number(left)} left as ${left === 1 ? "it is" : "they are"}`] : []),
    ...(waiting > 0 ? [`${number(waiting)} not reached`] : []),
    ...(undone > 0 ? [`${number(undone)} taken back`] : []),
  ].join(", ");
}

/** What an account became, said of one of them. */
export const DONE: Record<RoundKind, string> = {
  archive: "Archived",
  assign: "Assigned",
  apply: "Applied",
};

type Kind = "ok" | "warn" | "bad" | "info" | "none";

export const ROUND_STATES: Record<RoundState, { label: string; kind: Kind }> = {
  asked: { label: "Not confirmed", kind: "none" },
  running: { label: "Running", kind: "info" },
  done: { label: "Done", kind: "ok" },
  cancelled: { label: "Cancelled", kind: "warn" },
  undoing: { label: "Being undone", kind: "info" },
  undone: { label: "Undone", kind: "none" },
};
