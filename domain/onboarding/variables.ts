/** What a text may name in double braces. It becomes the account's own value when it is drafted. */
export const VARIABLES = [
  { name: "company_name", label: "Customer's company" },
  { name: "account_name", label: "Account" },
  { name: "contact_name", label: "Primary contact" },
  { name: "contact_first_name", label: "Primary contact's first name" },
  { name: "csm_name", label: "CSM" },
  { name: "csm_email", label: "CSM's address" },
  { name: "ae_name", label: "Account executive" },
  { name: "milestone_name", label: "Milestone" },
  { name: "portal_link", label: "Link to the portal" },
  { name: "close_date", label: "Day the deal closed" },
  { name: "arr", label: "Yearly revenue" },
] as const;

const KNOWN: ReadonlySet<string> = new Set(VARIABLES.map(({ name }) => name));
const FIELD = /^field\.[a-z0-9_]{1,60}$/;

/** The names in double braces, each once, as they were written. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, name]) => name!.trim()))];
}

/**
 * Names that will never have a value. Custom fields are known by their key; without the list of
 * keys every well-formed one passes, because an organisation may add it later.
 */
export function unknownVariables(text: string, fieldKeys?: ReadonlySet<string>): string[] {
  return variablesIn(text).filter((name) =>
    !KNOWN.has(name) &&
    !(FIELD.test(name) && (fieldKeys?.has(name.slice("field.".length)) ?? true))
  );
}

/**
 * Puts values in. What is unknown or empty is named and stays as it was written, so that nobody can
 * take the result for finished. Values are text: nothing in them is read again.
 */
export function fillVariables(
  text: string,
  values: Readonly<Record<string, string | undefined>>,
): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const filled = text.replaceAll(/\{\{([^{}]*)\}\}/g, (whole, inner: string) => {
    const name = inner.trim();
    const value = Object.hasOwn(values, name) ? values[name]?.trim() : undefined;
    if (!value) missing.add(name);
    return value || whole;
  });
  return { text: filled, missing: [...missing] };
}
