import { z } from "zod";
import { changeFacts, lockAccount } from "../../accounts/accounts.ts";
import { HEALTHS } from "../../accounts/account_words.ts";
import { changed, readTold } from "../account_facts.ts";
import { pairs } from "../config_fields.ts";
import { invalid, StepFailed } from "../failures.ts";
import type { NodeKind, Pair } from "../node.ts";

interface Config {
  values: Pair[];
}

const KNOWN: Record<string, string> = {
  name: "Name",
  domain: "Domain",
  segment: "Segment",
  industry: "Industry",
  product_line: "Product line",
  use_case: "Use case",
  arr: "ARR",
  arr_currency: "Currency",
  closed_on: "Day the deal closed",
  go_live_on: "Go-live",
};

export const setFields: NodeKind<Config> = {
  kind: "set_fields",
  label: "Set fields",
  group: "actions",
  about: "Changes what the account says: its own fields, or yours.",
  config: z.object({
    values: (pairs as z.ZodType<Pair[]>).refine(
      (rows) => rows.length > 0,
      "Add at least one field.",
    ),
  }) as z.ZodType<Config>,
  empty: { values: [] },
  fields: () => [{
    name: "values",
    label: "Fields",
    hint: `${Object.values(KNOWN).join(", ")}, Health, or the name of a field of your own.`,
    input: "values",
    variables: true,
    required: true,
  }],
  summary: ({ values }) => (values ?? []).map(({ key }) => KNOWN[key] ?? key).join(", "),
  ports: () => [{ name: "next", label: "" }],
  outputs:
    () => [{ key: "changed", label: "Fields that changed", type: "list", sample: ["Segment"] }],
  run: async ({ tx, run, config, rehearsal }) => {
    if (!run.accountId) {
      return { fail: invalid("The run has no account yet, so it has no fields.") };
    }
    const account = await lockAccount(tx, run.accountId);
    const { said, own, health } = sorted(config.values);
    const told = await readTold(tx, { name: account.name, ...said }, own);
    const kept = account.health_by_hand ? account.health : null;
    const next = {
      ...changed(account, told),
      health: health === undefined ? kept : healthOf(health),
    };
    await changeFacts(tx, account.id, account.version, next);
    const names = config.values.map(({ key }) => KNOWN[nameOf(key)] ?? key);
    rehearsal?.would({ kind: "row", words: `${names.join(", ")} of ${account.name}` });
    return { follow: "next", output: { changed: names } };
  },
};

/** By its key or by its label, as people write it. */
function nameOf(key: string): string {
  const plain = key.trim().toLowerCase();
  return Object.keys(KNOWN).find((name) =>
    name === plain || KNOWN[name]!.toLowerCase() === plain
  ) ??
    plain;
}

function sorted(values: Pair[]) {
  const said: Record<string, unknown> = {};
  const own: Pair[] = [];
  let health: unknown;
  for (const { key, value } of values) {
    const name = nameOf(key);
    if (name === "health") health = value;
    else if (name in KNOWN) said[name] = value;
    else own.push({ key, value });
  }
  return { said, own, health };
}

/** Nothing lets it be reckoned again. */
function healthOf(value: unknown) {
  const wanted = String(value).toLowerCase().replaceAll(" ", "_");
  if (wanted === "") return null;
  const found = HEALTHS.find(({ health, label }) =>
    health === wanted || label.toLowerCase().replaceAll(" ", "_") === wanted
  );
  if (found) return found.health;
  const labels = HEALTHS.map(({ label }) => label).join(", ");
  throw new StepFailed(invalid(`Health is "${value}", which is none of ${labels}.`));
}
