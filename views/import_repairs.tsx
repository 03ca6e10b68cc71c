import type { ImportField } from "../domain/accounts/import_fields.ts";
import type { Repair, RowCounts } from "../domain/accounts/import_rows.ts";
import type { Typed } from "../domain/base/forms.ts";
import type { ListedImport } from "../domain/accounts/imports.ts";
import { countedRows, UNCLEAR_ORDER } from "../domain/accounts/import_words.ts";
import { Button } from "./parts/buttons.tsx";

export interface RepairsProps {
  found: ListedImport;
  repairs: Repair[];
  fields: ImportField[];
  counts: RowCounts;
  typed?: Typed;
}

/** What is wrong with several rows is put right once. */
export function Repairs({ found, repairs, fields, counts, typed }: RepairsProps) {
  if (repairs.length === 0 && counts.guessed === 0) return null;
  const at = `/import/${found.id}`;
  const labels = new Map(fields.map(({ field, label }) => [field, label]));
  const unclear = repairs.filter(({ problem }) => problem === UNCLEAR_ORDER);
  const others = repairs.filter(({ problem }) => problem !== UNCLEAR_ORDER);
  return (
    <ul class="import-repairs" aria-label="What needs fixing">
      {unclear.length > 0 && <DayOrder at={at} repairs={unclear} />}
      {others.map((repair) => (
        <OneRepair
          at={at}
          repair={repair}
          label={labels.get(repair.field) ?? repair.field}
          typed={typed}
          known={labels.has(String(typed?.field))}
        />
      ))}
      {counts.guessed > 0 && (
        <li>
          <p>
            <strong>{countedRows(counts.guessed)}</strong>{" "}
            hold values that were guessed. They are marked until somebody confirms them.
          </p>
          <form method="post" action={`${at}/guesses/confirmation`}>
            <Button type="submit" small>Confirm all guesses</Button>
          </form>
        </li>
      )}
    </ul>
  );
}

function DayOrder({ at, repairs }: { at: string; repairs: Repair[] }) {
  const count = repairs.reduce((sum, one) => sum + one.count, 0);
  const samples = [...new Set(repairs.flatMap((one) => one.samples))].slice(0, 3);
  const example = /^(\d+)\D+(\d+)/.exec(samples[0] ?? "");
  return (
    <li>
      <p>
        <strong>{count === 1 ? "1 date" : `${count.toLocaleString("en")} dates`}</strong>{" "}
        not understood: {samples.join(", ")}. Which number is the day?
      </p>
      <form class="row" method="post" action={`${at}/day-order`}>
        <Button type="submit" small name="order" value="day">
          Day first{example && `: ${readAs(example[1]!, example[2]!)}`}
        </Button>
        <Button type="submit" small name="order" value="month">
          Month first{example && `: ${readAs(example[2]!, example[1]!)}`}
        </Button>
      </form>
    </li>
  );
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August"]
  .concat(["September", "October", "November", "December"]);

const readAs = (day: string, month: string) => `${Number(day)} ${MONTHS[Number(month) - 1] ?? ""}`;

function OneRepair(
  { at, repair, label, typed, known }: {
    at: string;
    repair: Repair;
    label: string;
    typed?: Typed;
    /** What was typed is for a field of the grid. */
    known: boolean;
  },
) {
  const { field, problem, count, samples } = repair;
  const again = typed?.field === field || !known;
  const list = field === "csm" || field === "template" ? `import-${field}s` : undefined;
  return (
    <li>
      <p>
        <strong>{countedRows(count)}</strong>, {label}: {problem}
        {samples.length > 0 && <span class="muted">{` For example ${samples.join(", ")}.`}</span>}
      </p>
      <form class="row" method="post" action={`${at}/repairs`}>
        <input type="hidden" name="field" value={field} />
        <input type="hidden" name="problem" value={problem} />
        <input
          class="input short"
          name="text"
          list={list}
          aria-label={`${label} for ${countedRows(count)}`}
          placeholder="Leave empty to clear"
          value={again ? typed?.text?.toString() : undefined}
          maxlength={1000}
        />
        <Button type="submit" small>Put into {count === 1 ? "it" : "all of them"}</Button>
      </form>
    </li>
  );
}
