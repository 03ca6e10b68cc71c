import type { z } from "zod";
import type { Line } from "../service.ts";
import { ask, COMPANY, CONTACT, DEAL, NOTE, pathOf, shapes } from "./wire.ts";

interface Check {
  what: string;
  path: string;
  shape: z.ZodType<unknown>;
  scope: string;
}

const ONE = "?limit=1";

/** One small question for everything that is read later. */
const CHECKS: Check[] = [
  {
    what: "deals",
    path: pathOf.objects(DEAL) + ONE,
    shape: shapes.objects,
    scope: "crm.objects.deals.read",
  },
  {
    what: "the fields of deals",
    path: pathOf.properties(DEAL),
    shape: shapes.properties,
    scope: "crm.schemas.deals.read",
  },
  {
    what: "pipelines",
    path: pathOf.pipelines,
    shape: shapes.pipelines,
    scope: "crm.schemas.deals.read",
  },
  {
    what: "companies",
    path: pathOf.objects(COMPANY) + ONE,
    shape: shapes.objects,
    scope: "crm.objects.companies.read",
  },
  {
    what: "contacts",
    path: pathOf.objects(CONTACT) + ONE,
    shape: shapes.objects,
    scope: "crm.objects.contacts.read",
  },
  {
    what: "notes",
    path: pathOf.objects(NOTE) + ONE,
    shape: shapes.objects,
    scope: "crm.objects.contacts.read",
  },
  {
    what: "owners",
    path: pathOf.owners + ONE,
    shape: shapes.owners,
    scope: "crm.objects.owners.read",
  },
];

/** What the app was not allowed, each as a sentence that says what to do. */
export async function checkRights(line: Line): Promise<string[]> {
  const faults: string[] = [];
  for (const { what, path, shape, scope } of CHECKS) {
    const answer = await ask(line, shape, path);
    if ("found" in answer) continue;
    const { category, scopes, words } = answer.refused;
    const lacks = scopes.length > 0 ? scopes.join(" or ") : scope;
    faults.push(
      category === "MISSING_SCOPES" || answer.refused.status === 403
        ? `Thread may not read ${what} in HubSpot: the app there lacks ${lacks}. ` +
          "Add it to the app's scopes, then connect again."
        : `HubSpot does not tell ${what}: ${words}`,
    );
  }
  return faults;
}
