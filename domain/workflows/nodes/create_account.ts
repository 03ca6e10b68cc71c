import { sql } from "kysely";
import { z } from "zod";
import { type Account, changeFacts, createAccount, lockAccount } from "../../accounts/accounts.ts";
import { assign } from "../../accounts/assignments.ts";
import { addContact, listContacts } from "../../accounts/contacts.ts";
import { findAlike, matchKey } from "../../accounts/duplicates.ts";
import type { OrgDb } from "../../base/db.ts";
import { sendAlong } from "../../base/db.ts";
import { changed, readTold, type Told } from "../account_facts.ts";
import { optionalDay, optionalNumber, optionalText, pairs, text } from "../config_fields.ts";
import { invalid } from "../failures.ts";
import { memberNamed } from "../named_members.ts";
import type { Answer, Field, NodeKind, Pair, Step } from "../node.ts";

interface Config {
  name: string;
  domain?: string;
  arr?: number;
  currency?: string;
  segment?: string;
  industry?: string;
  product_line?: string;
  use_case?: string;
  closed_on?: string;
  go_live_on?: string;
  contact_name?: string;
  contact_email?: string;
  ae?: string;
  own: Pair[];
  existing: "link" | "update" | "stop";
}

const EXISTING = [
  { value: "link", label: "Go on with it as it is" },
  { value: "update", label: "Bring it up to date and go on" },
  { value: "stop", label: "End the run" },
];

/** Makes the account of a deal, or finds the one that is there: never a second one. */
export const createAccountKind: NodeKind<Config> = {
  kind: "create_account",
  label: "Create account",
  group: "actions",
  about: "Makes the account, unless one with its domain or name is there already.",
  config: z.object({
    name: text("Say what the account is called.", 200),
    domain: optionalText(400),
    arr: optionalNumber({ least: 0 }),
    currency: optionalText(3),
    segment: optionalText(80),
    industry: optionalText(80),
    product_line: optionalText(80),
    use_case: optionalText(80),
    closed_on: optionalDay(),
    go_live_on: optionalDay(),
    contact_name: optionalText(120),
    contact_email: optionalText(254),
    ae: optionalText(254),
    own: pairs,
    existing: z.enum(["link", "update", "stop"]).default("link"),
  }) as z.ZodType<Config>,
  empty: { name: "", own: [], existing: "link" },
  fields: () => FIELDS,
  summary: ({ name, existing }) =>
    [
      name && !name.includes("{{") ? name : "From the deal",
      existing === "update"
        ? "updates the one that is there"
        : existing === "stop" && "ends if it is there",
    ].filter(Boolean).join(" · "),
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [
    { key: "account", label: "Account", type: "account", sample: "Northwind Traders" },
    { key: "name", label: "Account name", type: "text", sample: "Northwind Traders" },
    { key: "created", label: "It is new", type: "yes_no", sample: true },
  ],
  run: async (step) => {
    const { tx, run, config } = step;
    const told = await toldBy(step);
    sendAlong(
      tx,
      sql`select pg_advisory_xact_lock(hashtextextended(
        'account ' || current_org() || ${matchKey(told.facts.name)}, 0))`,
    );
    const there = run.accountId ? { id: run.accountId } : await alike(tx, told);
    if (there) return await goOnWith(step, there.id, told);
    const account = await createAccount(tx, { ...told.facts, test: run.sandbox });
    await addPeople(tx, account, told, config.ae);
    step.rehearsal?.would({ kind: "row", words: `The account ${account.name}` });
    return found(account, true);
  },
};

async function toldBy({ tx, config }: Step<Config>): Promise<Told> {
  const { own, existing: _, ae: __, currency, ...plain } = config;
  return await readTold(tx, { ...plain, ...(currency && { arr_currency: currency }) }, own);
}

/** The same domain tells more than the same name. */
async function alike(tx: OrgDb, { facts: { name, domain } }: Told) {
  const all = await findAlike(tx, EVERYBODY, { name, domain });
  return all.find((one) => domain !== null && one.domain === domain) ?? all[0];
}

const EVERYBODY = { id: "00000000-0000-0000-0000-000000000000", roles: ["admin" as const] };

async function goOnWith({ tx, config }: Step<Config>, id: string, told: Told): Promise<Answer> {
  const account = await lockAccount(tx, id);
  if (config.existing === "stop") {
    return { end: "Account already there", output: outputOf(account, false) };
  }
  if (account.archived_at) {
    return {
      fail: invalid(
        `${account.name} is there already, and archived. Restore it, or skip this step.`,
      ),
    };
  }
  if (config.existing === "link") return found(account, false);
  const health = account.health_by_hand ? account.health : null;
  const next = await changeFacts(tx, id, account.version, { ...changed(account, told), health });
  await addPeople(tx, next, told, config.ae);
  return found(next, false);
}

async function addPeople(tx: OrgDb, account: Account, { contact }: Told, ae?: string) {
  if (contact) {
    const there = await listContacts(tx, account.id);
    if (!there.some(({ email }) => email === contact.email)) {
      await addContact(tx, account.id, contact);
    }
  }
  if (ae) await assign(tx, account.id, "ae", (await memberNamed(tx, ae, "ae")).id);
}

function found(account: Account, created: boolean): Answer {
  return { follow: "next", accountId: account.id, output: outputOf(account, created) };
}

const outputOf = ({ id, name }: Account, created: boolean) => ({ account: id, name, created });

const plain = (name: string, label: string): Field => ({
  name,
  label,
  input: "text",
  variables: true,
});

const FIELDS: Field[] = [
  { ...plain("name", "Name"), required: true },
  { ...plain("domain", "Domain"), hint: "Tells best whether the account is there already." },
  { name: "arr", label: "ARR", input: "money", variables: true },
  { ...plain("currency", "Currency"), hint: "Left empty, USD." },
  plain("segment", "Segment"),
  plain("industry", "Industry"),
  plain("product_line", "Product line"),
  plain("use_case", "Use case"),
  { name: "closed_on", label: "Day the deal closed", input: "date", variables: true },
  { name: "go_live_on", label: "Go-live", input: "date", variables: true },
  plain("contact_name", "Primary contact"),
  plain("contact_email", "Primary contact's address"),
  {
    ...plain("ae", "Account executive"),
    hint: "Somebody's address or name, such as the owner of the deal.",
  },
  {
    name: "own",
    label: "Your own fields",
    hint: "The name of a field of yours, and its value.",
    input: "values",
    variables: true,
  },
  {
    name: "existing",
    label: "If it is there already",
    input: "choice",
    options: EXISTING,
    required: true,
  },
];
