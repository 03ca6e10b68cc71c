const ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;
const SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

export const isId = (text: string): boolean => ID.test(text);

/**
 * Salesforce writes an id in 15 characters or in 18 and means the same record: the last three say
 * which of the others are capitals. Thread keeps 18.
 */
export function longId(id: string): string {
  const short = id.slice(0, 15);
  const marks = [0, 5, 10].map((start) => {
    const capitals = [...short.slice(start, start + 5)].map((letter) => /[A-Z]/.test(letter));
    return SUFFIX[capitals.reduce((sum, is, at) => is ? sum + 2 ** at : sum, 0)];
  });
  return short + marks.join("");
}

export const sameId = (a: string, b: string): boolean =>
  isId(a) && isId(b) && a.slice(0, 15) === b.slice(0, 15);
