import { sql } from "kysely";
import { z } from "zod";
import { type Account, changeFacts, createAccount, lockAccount } from "../../accounts/accounts.ts";
import { assign } from "../../accounts/assignments.ts";
import { addContact, listContacts } from "../../accounts/contacts.ts";
import { findAlike, matchKey } from "../../accounts/duplicates.ts";
import { sendAlong } from "../../base/db.ts";
import { changed, readTold, type Told } from "../account_facts.ts";
import { EVERYBODY, followRecord, mappedFacts, mappedFields } from "../account_links.ts";
import { optionalDay, optionalNumber, optionalText, pairs, text } from "../config_fields.ts";
import { invalid } from "../failures.ts";
import { findMemberNamed, memberNamed } from "../named_members.ts";
import type { Answer, Field, NodeKind, Pair, RunFacts, Step } from "../node.ts";

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
    const { tx, run } = step;
    const told = await toldBy(step);
    sendAlong(
      tx,
      sql`select pg_advisory_xact_lock(hashtextextended(
        'account ' || current_org() || ${matchKey(told.facts.name)}, 0))`,
    );
    const there = run.accountId ? { id: run.accountId } : await alike(step, told);
    if (there) {
      await followRecord(tx, run, there.id);
      return await goOnWith(step, there.id, told);
    }
    const account = await createAccount(tx, { ...told.facts, test: run.sandbox });
    await followRecord(tx, run, account.id);
    await addPeople(step, account, told);
    step.rehearsal?.would({ kind: "row", words: `The account ${account.name}` });
    return found(account, true);
  },
};

/** What the step says; and of what it leaves open, what the record is mapped to. */
async function toldBy({ tx, run, config }: Step<Config>): Promise<Told> {
  const { own, existing: _, ae: __, ...said } = config;
  const { ae: ___, ...mapped } = mappedFacts(run);
  const { currency, contact_phone: ____, contact_title: _____, ...plain } = withOpen(said, mapped);
  const fields = mappedFields(run).filter(({ key }) => !own.some((one) => one.key === key));
  return await readTold(tx, { ...plain, ...(currency ? { arr_currency: currency } : {}) }, [
    ...own,
    ...fields,
  ]);
}

function withOpen(said: Record<string, unknown>, mapped: Record<string, unknown>) {
  const closed = Object.entries(said).filter(([, value]) => value !== undefined && value !== "");
  return { ...mapped, ...Object.fromEntries(closed) } as Record<string, unknown>;
}

/** The same domain tells more than the same name. */
async function alike({ tx, run }: Step<Config>, { facts: { name, domain } }: Told) {
  const found = await findAlike(tx, EVERYBODY, { name, domain });
  // What is tried out on a sandbox never touches a customer.
  const all = run.sandbox ? found.filter(({ test }) => test) : found;
  return all.find((one) => domain !== null && one.domain === domain) ?? all[0];
}

async function goOnWith(step: Step<Config>, id: string, told: Told): Promise<Answer> {
  const { tx, config } = step;
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
  await addPeople(step, next, told);
  return found(next, false);
}

/** What a service's record says of the primary contact beside name and address. */
function reachedBy(run: RunFacts) {
  const { contact_phone: phone, contact_title: title } = mappedFacts(run);
  return {
    ...(typeof phone === "string" && { phone: phone.slice(0, 40) }),
    ...(typeof title === "string" && { job_title: title.slice(0, 120) }),
  };
}

/** An owner of the record who is nobody here is left out; one that the step names has to be there. */
async function addPeople({ tx, run, config }: Step<Config>, account: Account, { contact }: Told) {
  if (contact) {
    const there = await listContacts(tx, account.id);
    if (!there.some(({ email }) => email === contact.email)) {
      await addContact(tx, account.id, { ...contact, ...reachedBy(run) });
    }
  }
  const owner = mappedFacts(run).ae;
  const ae = config.ae
    ? await memberNamed(tx, config.ae, "ae")
    : typeof owner === "string" && await findMemberNamed(tx, owner, "ae");
  if (ae) await assign(tx, account.id, "ae", ae.id);
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
