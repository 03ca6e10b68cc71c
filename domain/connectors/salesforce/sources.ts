import type { Line } from "../service.ts";
import type { Client } from "./client.ts";
import { describe, type Described } from "./describes.ts";

/** An object whose fields are read along with an opportunity, and how it hangs on it. */
export interface Source {
  /** Before the field's own name in the id by which it is mapped. */
  prefix: string;
  via: "own" | "parent" | "contact" | "child";
  relation: string;
  object: string;
  of: string;
  /** Of many fields only these. */
  only?: Set<string>;
  /** Absent where the user may not read the object at all. */
  described: Described | undefined;
}

const OF_OWNERS = new Set(["Name", "Email", "Phone", "MobilePhone", "Title", "Department"]);

/** Custom objects are read only where an admin has named them. */
export async function sourcesOf(line: Line, client: Client): Promise<Source[]> {
  const seen = (object: string) => describe(line, client, object);
  const own = await seen("Opportunity");
  const sources: Source[] = [
    { ...source("own", "", "Opportunity"), of: "Opportunity", described: own },
    { ...source("parent", "Account", "Account"), of: "Account", described: await seen("Account") },
    {
      ...source("parent", "Owner", "User"),
      of: "Opportunity owner",
      only: OF_OWNERS,
      described: await seen("User"),
    },
    {
      ...source("contact", "Contact", "Contact"),
      of: "Primary contact",
      described: await seen("Contact"),
    },
  ];
  for (const object of customObjects(line)) {
    const described = await seen(object);
    sources.push(
      ...ways(own, object).map((way) => ({
        ...way,
        of: `Custom object: ${described?.label ?? object}`,
        described,
      })),
    );
  }
  return sources;
}

export function customObjects({ connection }: Pick<Line, "connection">): string[] {
  const named = connection.settings.customObjects;
  if (!Array.isArray(named)) return [];
  return named.filter((one): one is string => typeof one === "string" && CUSTOM.test(one));
}

export const CUSTOM = /^[A-Za-z]\w{0,80}__c$/;

type Way = Pick<Source, "prefix" | "via" | "relation" | "object">;

/** An opportunity can point to such a record, or such records can point to it. */
function ways(own: Described | undefined, object: string): Way[] {
  const up = [...own?.fields.values() ?? []].flatMap(({ pointsTo, relationship }) =>
    relationship && pointsTo.includes(object) ? [source("parent", relationship, object)] : []
  );
  const down = (own?.children ?? []).filter((child) => child.object === object)
    .map(({ relationship }) => source("child", relationship, object));
  return [...up, ...down];
}

const SIGN = { own: "", parent: ".", contact: ".", child: "/" };

function source(via: Source["via"], relation: string, object: string): Way {
  return { prefix: `${relation}${SIGN[via]}`, via, relation, object };
}

/** Where a mapped field is read. Undefined where nothing of this name hangs on an opportunity. */
export function placeOf(
  sources: Source[],
  id: string,
): { source: Source; name: string } | undefined {
  const [, prefix = "", name = ""] = /^((?:\w+[./])?)(\w+)$/.exec(id) ?? [];
  const source = sources.find((one) => one.prefix === prefix);
  return source && name !== "" ? { source, name } : undefined;
}
