import type { Account } from "../accounts/accounts.ts";
import type { OrgDb } from "../base/db.ts";
import type { FieldValue } from "../base/schema.ts";
import type { MappedValues } from "./mappings.ts";
import { OWN } from "./targets.ts";

/** What an account holds itself, beside its people, its amount and the organisation's own fields. */
export const FACTS = [
  ...["name", "domain", "segment", "industry", "product_line", "use_case"] as const,
  ...["closed_on", "go_live_on"] as const,
];

/** Undefined for what is no fact of the account, such as its people. */
export function heldBy(account: Account, target: string): FieldValue | null | undefined {
  if (target.startsWith(OWN)) return account.fields[target.slice(OWN.length)] ?? null;
  if (target === "arr") {
    const { arr_cents: cents, arr_currency: currency } = account;
    return cents === null ? null : { cents, currency };
  }
  return FACTS.find((fact) => fact === target) && account[target as typeof FACTS[number]];
}

/**
 * What an account follows already in other records, by target: of two deals of one customer the
 * first goes on to say what it is worth.
 */
export async function followedElsewhere(
  tx: OrgDb,
  accountId: string,
  recordId: string,
): Promise<Map<string, string>> {
  const others = await tx.selectFrom("outside_records").select(["id", "mapped"])
    .where("account_id", "=", accountId).where("id", "<>", recordId).where("state", "<>", "gone")
    .orderBy("id", "desc").execute();
  return new Map(
    others.flatMap(({ id, mapped }) => Object.keys(mapped).map((target) => [target, id])),
  );
}

/**
 * What was mapped, as far as the account took it: what it left empty counts as not read, so that the
 * next reading fills it.
 */
export async function takenBy(
  tx: OrgDb,
  account: Account,
  mapped: MappedValues,
): Promise<MappedValues> {
  const contact = await tx.selectFrom("contacts").select("id")
    .where("account_id", "=", account.id).where("removed_at", "is", null).executeTakeFirst();
  const isLeftOut = (target: string) => {
    if (target === "ae") return account.ae_id === null;
    return target.startsWith("contact_") ? !contact : heldBy(account, target) === null;
  };
  return Object.fromEntries(
    Object.entries(mapped).map(([target, one]) => [
      target,
      isLeftOut(target) ? { ...one, value: null } : one,
    ]),
  );
}
