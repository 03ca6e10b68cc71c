import { longId } from "../../domain/connectors/salesforce/ids.ts";
import { OBJECTS } from "./salesforce_objects_data.ts";

export interface FakeField {
  name: string;
  label: string;
  type: string;
  custom?: boolean;
  htmlFormatted?: boolean;
  referenceTo?: string[];
  relationshipName?: string;
  picklist?: { value: string; label?: string; active?: boolean }[];
}

export interface FakeObject {
  label: string;
  fields: FakeField[];
  children?: { relationshipName: string; childSObject: string; field: string }[];
}

export type Row = Record<string, unknown>;

export interface OrgFacts {
  name: string;
  /** Of its My Domain, such as acme.my.salesforce.com. */
  host: string;
  isSandbox?: boolean;
  id?: string;
}

/** An organisation of Salesforce: its objects, its rows, and what the connected user may see. */
export interface FakeOrg {
  id: string;
  facts: OrgFacts;
  objects: Record<string, FakeObject>;
  rows: Record<string, Row[]>;
  /** By field-level security, as "Opportunity.Amount". */
  hidden: Set<string>;
  /** Objects that the connected user may not read at all. */
  forbidden: Set<string>;
  apiDisabled: boolean;
  pageSize: number;
  childPageSize: number;
  used: number;
  limit: number;
  /** Files, by the id of a content note or of a version of it. */
  files: Map<string, string>;
  /** A row with an id of its own, stamped as just changed. */
  put: (object: string, row: Row) => string;
  find: (id: string) => Row;
  change: (id: string, row: Row) => void;
  addField: (object: string, field: FakeField) => void;
}

export function makeOrg(facts: OrgFacts): FakeOrg {
  let next = 1;
  const org: FakeOrg = {
    id: longId(facts.id ?? "00Dd0000000dtDq"),
    facts,
    objects: structuredClone(OBJECTS),
    rows: {},
    hidden: new Set(),
    forbidden: new Set(),
    apiDisabled: false,
    pageSize: 2000,
    childPageSize: 2000,
    used: 10,
    limit: 15_000,
    files: new Map(),
    put(object, row) {
      const number = String(next++).padStart(11, "0");
      const id = row.Id as string ?? longId(`${PREFIXES[object] ?? "a00"}d${number}`);
      const stamps = { CreatedDate: stampOf(new Date()), ...changedNow(), IsDeleted: false };
      (org.rows[object] ??= []).push({ ...stamps, ...row, Id: id });
      return id;
    },
    find(id) {
      const found = Object.values(org.rows).flat().find((row) => row.Id === id);
      if (!found) throw new Error(`No ${id} there`);
      return found;
    },
    change(id, row) {
      Object.assign(org.find(id), changedNow(), row);
    },
    addField(object, field) {
      org.objects[object]!.fields.push(field);
    },
  };
  org.put("Organization", { Id: org.id, Name: facts.name, IsSandbox: facts.isSandbox === true });
  putStages(org);
  return org;
}

function putStages(org: FakeOrg): void {
  const stages = org.objects.Opportunity!.fields.find(({ name }) => name === "StageName")!;
  for (const [at, { value, label, active }] of stages.picklist!.entries()) {
    org.put("OpportunityStage", {
      ApiName: value,
      MasterLabel: label ?? value,
      IsActive: active !== false,
      IsClosed: value.startsWith("Closed"),
      IsWon: value === "Closed Won",
      SortOrder: at + 1,
    });
  }
}

function changedNow(): Row {
  const stamp = stampOf(new Date());
  return { LastModifiedDate: stamp, SystemModstamp: stamp };
}

/** Whole seconds, and a zone without a colon. */
export const stampOf = (at: Date): string => `${at.toISOString().slice(0, 19)}.000+0000`;

const PREFIXES: Record<string, string> = {
  Account: "001",
  Note: "002",
  Contact: "003",
  User: "005",
  Opportunity: "006",
  OpportunityContactRole: "00K",
  Task: "00T",
  Event: "00U",
  ContentDocument: "069",
  ContentDocumentLink: "06A",
  ContentNote: "069",
  OpportunityStage: "01J",
};

/** An opportunity with all that hangs on one: two contacts of which the second is primary. */
export function putDeal(org: FakeOrg, facts: Row = {}): string {
  const account = org.put("Account", {
    Name: "Acme & Söhne GmbH",
    Website: "https://acme.example",
    Industry: "Manufacturing",
    NumberOfEmployees: 250,
  });
  const owner = org.put("User", { Name: "Ed Stone", Email: "ed@acme.test", Title: "AE" });
  const deal = org.put("Opportunity", {
    Name: "Acme – Enterprise",
    Amount: 120_000.5,
    CloseDate: "2026-11-30",
    StageName: "Closed Won",
    Description: "Replaces three spreadsheets.",
    AccountId: account,
    OwnerId: owner,
    ...facts,
  });
  putPerson(org, deal, { Name: "Otto First", Email: "otto@acme.example", Title: "Buyer" }, {
    Role: "Evaluator",
    IsPrimary: false,
  });
  putPerson(org, deal, {
    Name: "Nina Nair",
    Email: "nina@acme.example",
    Phone: "+49 30 1234567",
    Title: "Head of Operations",
    Department: "Operations",
  }, { Role: "Decision Maker", IsPrimary: true });
  return deal;
}

export function putPerson(org: FakeOrg, deal: string, person: Row, role: Row): string {
  const ContactId = org.put("Contact", person);
  org.put("OpportunityContactRole", { OpportunityId: deal, ContactId, ...role });
  return ContactId;
}

/** A note of the new kind, whose words are a file of HTML. */
export function putContentNote(org: FakeOrg, deal: string, Title: string, html: string): string {
  const id = org.put("ContentDocument", {
    Title,
    FileType: "SNOTE",
    LatestPublishedVersionId: "068d00000000001AAA",
  });
  org.put("ContentDocumentLink", { LinkedEntityId: deal, ContentDocumentId: id });
  org.files.set(id, html);
  return id;
}
