import type { OrgDb } from "../base/db.ts";
import { wordsIn } from "./account_search.ts";
import { seesAll, type Viewer } from "./viewers.ts";

export interface Alike {
  id: string;
  name: string;
  domain: string | null;
  archived_at: Date | null;
  test: boolean;
}

const LEGAL_FORMS = new Set(
  ("inc incorporated corp corporation co company llc llp lp ltd limited plc gmbh ag kg se sa sas " +
    "sarl srl spa bv nv oy ab as aps pty the").split(" "),
);

/** The same for "Acme, Inc." and "ACME": what is left of a name without its legal form. */
export function matchKey(name: string): string {
  const words = wordsIn(name);
  const telling = words.filter((word) => !LEGAL_FORMS.has(word));
  const key = (telling.length > 0 ? telling : words).join(" ");
  return (key || name.trim().toLowerCase()).slice(0, 200);
}

/** Accounts with the same name or the same domain, archived ones too. */
export async function findAlike(
  tx: OrgDb,
  viewer: Viewer,
  { name, domain }: { name: string; domain: string | null },
): Promise<Alike[]> {
  return await tx.selectFrom("accounts")
    .select(["id", "name", "domain", "archived_at", "test"])
    .where((e) =>
      e.or([e("match_key", "=", matchKey(name)), ...(domain ? [e("domain", "=", domain)] : [])])
    )
    .where("merged_into", "is", null)
    .$if(!seesAll(viewer), (q) => q.where("ae_id", "=", viewer.id))
    .orderBy("name_key")
    .limit(5)
    .execute();
}
