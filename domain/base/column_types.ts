/**
 * How columns become values, for a driver that does not ask the server at each connect:
 * `date` stays "YYYY-MM-DD" (a day has no time zone), `int8` is a number (our ids and counts stay
 * far below 2^53), and arrays are arrays.
 */
export const columnTypes = {
  day: { to: 1082, from: [1082], serialize: String, parse: String },
  int8: { to: 20, from: [20], serialize: String, parse: Number },
  textArray: array(1009),
  varcharArray: array(1015),
  uuidArray: array(2951),
  intArray: array(1007, Number),
  bigintArray: array(1016, Number),
  dayArray: array(1182),
  timesArray: array(1185, (text) => new Date(text)),
};

function array(oid: number, parse: (text: string) => unknown = String) {
  return {
    to: oid,
    from: [oid],
    serialize: (values: unknown[]) => `{${values.map(element).join(",")}}`,
    parse: (text: string) => elements(text).map((value) => value === null ? null : parse(value)),
  };
}

function element(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  const text = value instanceof Date ? value.toISOString() : String(value);
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function elements(text: string): (string | null)[] {
  const found: (string | null)[] = [];
  const pattern = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/g;
  for (const [, quoted, plain] of text.matchAll(pattern)) {
    if (quoted !== undefined) found.push(quoted.replace(/\\(.)/g, "$1"));
    else found.push(plain === "NULL" ? null : plain!);
  }
  return found;
}
