/**
 * Lets so many at a time do something heavy; the others wait for their turn, in order. What waits
 * holds no connection to the database meanwhile, so that whoever does something light gets one.
 */
export function openTurns(most: number) {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (taken < most) taken++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next(); // The turn is handed on.
      else taken--;
    }
  };
}
