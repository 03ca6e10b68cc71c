import { type AccountField, listFields } from "../accounts/account_fields.ts";
import type { Account, Facts } from "../accounts/accounts.ts";
import type { ContactFacts } from "../accounts/contacts.ts";
import { type RowRead, rowReader, type Texts } from "../accounts/import_values.ts";
import type { OrgDb } from "../base/db.ts";
import { invalid, StepFailed } from "./failures.ts";
import type { Pair } from "./node.ts";
import { written } from "./references.ts";

/** What a step says of an account, by the names that the import knows, read by the same rules. */
export interface Told {
  facts: Facts;
  /** Which of them it says anything about. */
  given: string[];
  contact: ContactFacts | null;
}

export async function readTold(
  tx: OrgDb,
  said: Record<string, unknown>,
  own: Pair[],
): Promise<Told> {
  const fields = await listFields(tx);
  const texts: Texts = {};
  for (const [name, value] of Object.entries(said)) texts[name] = textOf(value);
  for (const { key, value } of own) texts[`field_${keyOf(key, fields)}`] = textOf(value);
  const { reading, problems } = readerOf(fields)(texts);
  if (!reading) {
    const [field, problem] = Object.entries(problems)[0] ?? ["name", "It cannot be read."];
    throw new StepFailed(invalid(`${labelOf(field, fields)}: ${problem}`, field));
  }
  return { facts: onlyFacts(reading.account), given: reading.given, contact: reading.contact };
}

const FACTS = [
  ...["name", "domain", "segment", "industry", "product_line", "use_case"],
  ...["arr_cents", "arr_currency", "closed_on", "go_live_on", "fields"],
];

/** The form of a new account also asks for what is done with it, which steps of their own do. */
function onlyFacts(read: Facts): Facts {
  return Object.fromEntries(Object.entries(read).filter(([name]) => FACTS.includes(name))) as Facts;
}

/** Only what is said; the rest stays as the account has it. */
export function changed(account: Account, { facts, given }: Told): Facts {
  const known = { ...account } as unknown as Record<string, unknown>;
  const next = facts as unknown as Record<string, unknown>;
  const names = Object.keys(facts).filter((name) => name !== "fields");
  const said = new Set(given.map((name) => name === "arr" ? "arr_cents" : name));
  const plain = names.map((name) => [name, said.has(name) ? next[name] : known[name]]);
  const own = Object.entries(facts.fields).filter(([key]) => said.has(`field_${key}`));
  return { ...Object.fromEntries(plain), fields: Object.fromEntries(own) } as Facts;
}

function keyOf(key: string, fields: AccountField[]): string {
  const plain = key.replace(/^field\./, "");
  const same = fields.find((one) =>
    one.key === plain || one.label.toLowerCase() === plain.toLowerCase()
  );
  if (!same) throw new StepFailed(invalid(`There is no account field "${plain}".`, plain));
  return same.key;
}

function labelOf(name: string, fields: AccountField[]): string {
  const own = fields.find(({ key }) => name === `field_${key}`)?.label;
  const plain = name.replaceAll("_", " ");
  return own ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

const textOf = (value: unknown) =>
  Array.isArray(value) ? value.map(written).join(";") : written(value);

/** Made once for the fields as they are: its schema is the costly part. */
function readerOf(fields: AccountField[]): (texts: Texts) => RowRead {
  const key = fields.map(({ id, version }) => `${id} ${version}`).join();
  let reader = readers.get(key);
  if (!reader) {
    if (readers.size >= 100) readers.clear();
    reader = rowReader({
      columns: [],
      defaults: {},
      dayOrder: null,
      own: fields,
      csms: [],
      aes: [],
      templates: [],
    });
    readers.set(key, reader);
  }
  return reader;
}

const readers = new Map<string, (texts: Texts) => RowRead>();
