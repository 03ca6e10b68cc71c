import type { RecordService } from "../service.ts";
import { changed } from "./changes.ts";
import { check } from "./checks.ts";
import { door } from "./door.ts";
import { ears } from "./ears.ts";
import { fields, standard } from "./fields.ts";
import { judge, usage } from "./judge.ts";
import { absence, record, sample } from "./records.ts";
import { TROUBLES } from "./refusals.ts";
import { stages } from "./stages.ts";

export const salesforce: RecordService = {
  key: "salesforce",
  name: "Salesforce",
  about: "An opportunity that reaches a stage starts a workflow, with its account, contacts, " +
    "notes and activities.",
  permissions: [
    "Read opportunities: name, amount, stage, close date, owner and mapped custom fields",
    "Read accounts: company name, website, industry, size",
    "Read contacts: the contact roles of an opportunity with name, email, phone and title",
    "Read notes and attachments: the notes on an opportunity, and its tasks and events",
    "Read custom objects: only those that an admin names under Set up",
    "Stay connected, until somebody disconnects it here or revokes it in Salesforce",
    "Salesforce calls all of this “Manage user data via APIs”, as it knows no narrower scope. " +
    "Thread writes nothing there",
  ],
  needs: [
    "Sales Cloud Professional with API access, Enterprise or higher",
    "A System Administrator of Salesforce, or a user to whom a delegated admin gave access",
    "An admin of Thread",
  ],
  troubles: [TROUBLES.rights, TROUBLES.api, TROUBLES.addresses, TROUBLES.app],
  environments: ["production", "sandbox"],
  ownHost: {
    label: "My Domain",
    hint: "If you sign in at an address of your own, such as acme.my.salesforce.com or " +
      "acme--dev.sandbox.my.salesforce.com.",
  },
  door,
  ears,
  records: {
    one: "opportunity",
    many: "opportunities",
    reader: { check, fields, stages, record, absence, sample, changed },
    standard,
  },
  judge,
  usage,
  // It names no pace of its own; one opportunity with many notes takes a hundred requests.
  pace: { requests: 300, seconds: 30 },
};
