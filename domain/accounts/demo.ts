import { sql } from "kysely";
import { addDays } from "../base/calendar.ts";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import type { DemoMembers } from "../people/demo.ts";
import type { Health } from "../base/schema.ts";
import { addField } from "./account_fields.ts";
import { createAccount, updateAccount } from "./accounts.ts";
import { assign } from "./assignments.ts";
import { addContact } from "./contacts.ts";
import { addNote } from "./notes.ts";

interface DemoAccount {
  name: string;
  domain: string;
  segment: string;
  industry: string;
  arr: number;
  /** Days from today. */
  goLive: number;
  csm: string;
  health: Health;
  contacts: [name: string, title: string][];
  note?: string;
}

const ACCOUNTS: DemoAccount[] = [
  {
    ...company("Northwind Traders", "northwind-traders.example", "Enterprise", "Logistics"),
    ...{ arr: 120_000, goLive: 24, csm: "maya", health: "at_risk" },
    contacts: [["Priya Nair", "COO"], ["Daniel Cho", "IT lead"]],
    note: "Single sign-on must work before the training. Daniel waits for their identity team.",
  },
  {
    ...company("Fabrikam", "fabrikam.example", "Mid-market", "Manufacturing"),
    ...{ arr: 48_000, goLive: 50, csm: "leo", health: "on_track" },
    contacts: [["Sofia Rossi", "Head of operations"]],
    note: "Kickoff went well. Sofia wants the plan as a PDF for her board.",
  },
  {
    ...company("Contoso Health", "contoso-health.example", "Enterprise", "Health"),
    ...{ arr: 210_000, goLive: 8, csm: "maya", health: "on_track" },
    contacts: [["Dr. Amir Haddad", "Chief medical officer"], ["Jane Okafor", "Programme manager"]],
    note: "Their privacy review is done. The data processing agreement is signed.",
  },
  {
    ...company("Tailspin Toys", "tailspin-toys.example", "SMB", "Retail"),
    ...{ arr: 9_600, goLive: 12, csm: "leo", health: "waiting" },
    contacts: [["Ben Achterberg", "Owner"]],
  },
  {
    ...company("Adventure Works", "adventure-works.example", "Mid-market", "Travel"),
    ...{ arr: 36_000, goLive: 28, csm: "leo", health: "on_track" },
    contacts: [["Lena Olsen", "Customer care lead"]],
    note: "Season starts in January: everything has to stand by then.",
  },
  {
    ...company("Wide World Importers", "wide-world.example", "SMB", "Wholesale"),
    ...{ arr: 14_400, goLive: 15, csm: "maya", health: "blocked" },
    contacts: [["Marta Kowalska", "Managing director"]],
    note: "Stopped until the old system's export is repaired. Their vendor promised Friday.",
  },
  {
    ...company("Litware", "litware.example", "Mid-market", "Software"),
    ...{ arr: 30_000, goLive: 61, csm: "", health: "not_started" },
    contacts: [["Samir Patel", "VP engineering"]],
  },
  {
    ...company("Proseware", "proseware.example", "Enterprise", "Media"),
    ...{ arr: 96_000, goLive: -20, csm: "maya", health: "live" },
    contacts: [["Aiko Sato", "Editor in chief"], ["Tomás Vidal", "Platform owner"]],
    note: "Live since last month. The renewal is in October.",
  },
];

/** Customers of the demo's company, made by the verbs that people use. `members` by first name. */
export async function seedDemoAccounts(
  db: Db,
  orgId: string,
  members: DemoMembers,
): Promise<void> {
  await inOrg(db, orgId, { kind: "member", id: members.ana!, cause: "demo" }, async (tx) => {
    if (await tx.selectFrom("accounts").select("id").limit(1).executeTakeFirst()) return;
    await addField(tx, { label: "Seats", hint: "As sold", type: "number", options: [] });
    const options = ["HubSpot", "Salesforce", "None"];
    await addField(tx, { label: "CRM", hint: "", type: "choice", options });
    const { rows: [day] } = await sql<{ today: string }>`select current_date as today`.execute(tx);
    for (const account of ACCOUNTS) await makeAccount(tx, account, members, day!.today);
  });
}

async function makeAccount(
  tx: OrgDb,
  { arr, goLive, csm, health, contacts, note, ...facts }: DemoAccount,
  members: DemoMembers,
  today: string,
) {
  const { id } = await createAccount(tx, {
    ...facts,
    product_line: "Cloud suite",
    use_case: null,
    arr_cents: arr * 100,
    arr_currency: "USD",
    closed_on: addDays(today, -30),
    go_live_on: addDays(today, goLive),
    fields: { seats: Math.round(arr / 480), crm: arr > 40_000 ? "Salesforce" : "HubSpot" },
  });
  await updateAccount(tx, id, { health });
  if (members[csm]) await assign(tx, id, "csm", members[csm]);
  await assign(tx, id, "ae", members.tom!);
  for (const [name, job_title] of contacts) {
    const mailbox = name.split(" ").at(-1)!.toLowerCase();
    const email = `${mailbox}@${facts.domain}`;
    await addContact(tx, id, { name, email, job_title, phone: "" });
  }
  if (note) await addNote(tx, id, members[csm] ?? members.ana!, note);
}

function company(name: string, domain: string, segment: string, industry: string) {
  return { name, domain, segment, industry };
}
