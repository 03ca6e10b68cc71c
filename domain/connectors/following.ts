import type { FieldValue } from "../base/schema.ts";
import type { FieldMapping, Mapped, MappedValues } from "./mappings.ts";
import type { OutsideRecord } from "./service.ts";
import type { Policy } from "./targets.ts";

/** One value of an account that follows a record. */
export interface Following {
  target: string;
  policy: Policy;
  last: FieldValue | null | undefined;
  now: FieldValue | null;
}

/** Of what was read, all that the account follows by the mapping it was last read by. */
export function follow(
  mappings: FieldMapping[],
  held: MappedValues,
  mapped: MappedValues,
  anew: boolean,
): Following[] {
  // Nobody is removed where nobody is named, so whoever was followed is followed further.
  const namesNobody = (mapped.contact_email?.value ?? null) === null;
  return mappings.flatMap(({ target, policy, field }) => {
    const read = target.startsWith("contact_") && namesNobody ? undefined : mapped[target];
    if (!read || read.unread || (!anew && held[target]?.field !== field)) return [];
    return [{ target, policy, last: held[target]?.value, now: read.value }];
  });
}

/** What the account follows from now on, and what it still holds from when it could be read. */
export function nextMapped(
  held: MappedValues,
  taken: MappedValues,
  { hidden, missing }: OutsideRecord,
): MappedValues {
  const old = Object.entries(held).map(([target, one]): [string, Mapped] => {
    const { lost: _, unread: __, ...plain } = one;
    if (plain.value === null) return [target, plain];
    if (hidden.includes(one.field)) return [target, { ...plain, lost: "hidden" }];
    return [target, missing.includes(one.field) ? { ...plain, lost: "missing" } : plain];
  });
  return { ...Object.fromEntries(old), ...taken };
}

/** What it follows although nothing could be read yet: it is taken as soon as it can be. */
export function begun(
  mappings: FieldMapping[],
  held: MappedValues,
  mapped: MappedValues,
  anew: boolean,
): MappedValues {
  const fresh = mappings.filter(({ target, field }) =>
    anew && mapped[target]?.unread && held[target]?.field !== field
  );
  return Object.fromEntries(fresh.map(({ target, field, field_label: label }) => [
    target,
    { field, label, value: held[target]?.value ?? null },
  ]));
}

export function pick(mapped: MappedValues, targets: string[]): MappedValues {
  return Object.fromEntries(targets.map((target) => [target, mapped[target]!]));
}
