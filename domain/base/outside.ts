/**
 * Everything beyond the database that code may touch. Only `main.ts` makes the real one.
 * No function takes both an `OrgDb` and an `Outside`, so no row lock ever waits for the network.
 */
export interface Outside {
  fetch: typeof fetch;
  now: () => Date;
  secret: (name: string) => string | undefined;
}
