/** What a text may name in double braces. It becomes the account's own value when it is drafted. */
export const VARIABLES = [
  { name: "company_name", label: "Customer's company", example: "Northwind Traders" },
  { name: "account_name", label: "Account", example: "Northwind Traders" },
  { name: "contact_name", label: "Primary contact", example: "Priya Shah" },
  { name: "contact_first_name", label: "Primary contact's first name", example: "Priya" },
  { name: "csm_name", label: "CSM", example: "Maya Ortiz" },
  { name: "csm_email", label: "CSM's address", example: "maya@example.com" },
  { name: "ae_name", label: "Account executive", example: "Tom Fischer" },
  { name: "milestone_name", label: "Milestone", example: "Kickoff" },
  { name: "portal_link", label: "Link to the portal", example: "https://portal.example.com" },
  { name: "close_date", label: "Day the deal closed", example: "14 December 2026" },
  { name: "arr", label: "Yearly revenue", example: "$48,000" },
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
