/** The header lines of a raw mail, unfolded, in their order: lower-case name and value. */
export function headerLines(raw: string): [string, string][] {
  const [head = ""] = raw.split("\r\n\r\n", 1);
  return head.replace(/\r\n[ \t]+/g, " ").split("\r\n").map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
}
