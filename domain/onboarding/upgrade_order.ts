/** Those of both, in the order of the first. */
export function common(first: string[], second: string[]): string[] {
  const there = new Set(second);
  return first.filter((id) => there.has(id));
}

/** Whether what both hold stands in another order. */
export function reordered(before: string[], after: string[]): boolean {
  const [old, now] = [common(before, after), common(after, before)];
  return old.some((id, at) => id !== now[at]);
}

/**
 * The members in the order of `lead`. One that only `other` has comes after the nearest that stands
 * before it there; where none does, after `floor`, or first.
 */
export function mergeOrder(
  members: Set<string>,
  lead: string[],
  other: string[],
  floor?: string,
): string[] {
  const order = lead.filter((id) => members.has(id));
  const placed = new Set(order);
  other.forEach((id, at) => {
    if (!members.has(id) || placed.has(id)) return;
    const before = other.slice(0, at).findLast((earlier) => placed.has(earlier)) ?? floor;
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
    placed.add(id);
  });
  return order;
}
