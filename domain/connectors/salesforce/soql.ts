/** A text as a literal of SOQL, which knows no parameters. */
export function quoted(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `'${escaped}'`;
}

/** Moments stand there without quotes, and without parts of a second that nobody needs. */
export const momentIn = (at: Date): string => at.toISOString().replace(".000Z", "Z");

/** "2026-11-20T09:00:00.000+0000", as Salesforce writes moments. */
export function momentOf(value: unknown): Date | null {
  if (typeof value !== "string") return null;
  const at = new Date(value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(at.getTime()) ? null : at;
}
