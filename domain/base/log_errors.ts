/** What may be told of an error. */
export interface Told {
  name: string;
  message?: string;
  code?: string;
  /** Of a database error: where it happened, which names no value. */
  table?: string;
  constraint?: string;
  stack?: string[];
  cause?: Told;
}

interface DatabaseError {
  name: string;
  code: string;
  table_name?: string;
  constraint_name?: string;
  stack?: string;
}

const DEEPEST = 4;
const FRAMES = 8;
const LONGEST = 1_000;

/**
 * A database repeats in its messages the values it was given, so of its errors only the code and the
 * names of table and constraint are told.
 */
export function tellError(error: unknown, depth = 0): Told {
  if (!(error instanceof Error)) return { name: typeof error };
  if (isDatabaseError(error)) {
    const { name, code, table_name, constraint_name } = error;
    return { name, code, table: table_name, constraint: constraint_name, stack: frames(error) };
  }
  const told: Told = {
    name: error.name,
    message: scrub(error.message),
    stack: frames(error),
  };
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string") told.code = scrub(code);
  if (error.cause !== undefined && depth < DEEPEST) told.cause = tellError(error.cause, depth + 1);
  return told;
}

/** Takes out what looks like a credential, the query of an address, and the person in an email. */
export function scrub(text: string): string {
  return PLAIN.test(text) ? text : scrubbed(text);
}

/** Too short and too simple to hold any of that, or an id. */
const PLAIN = /^[\w/-]{0,15}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function scrubbed(text: string): string {
  return text.slice(0, LONGEST)
    .replaceAll(/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"']*@/gi, "$1")
    .replaceAll(/(\/[^\s?"'<>()]*|^)\?[^\s"'<>()]*/g, "$1")
    .replaceAll(/[^\s@"'<>()=,;:]{1,64}@(?=[\w-]+\.[\w.-]+)/g, "***@")
    .replaceAll(NAMED, "$1$2[redacted]")
    .replaceAll(/[A-Za-z0-9_+/=-]{16,}/g, (run) => hasToken(run) ? "[redacted]" : run)
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

const NAMED =
  /(bearer|basic|token|key|secret|password|passwd|cookie|code)(["']?(?:\s*[:=]\s*|\s)["']?)(?=[^\s,;"']*\d)[^\s,;"']{6,}/gi;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Tokens mix capitals or digits into long runs; ids, lower-case paths and words do not. */
function hasToken(run: string): boolean {
  const parts = run.split("/").filter((part) => !UUID.test(part));
  return run.length >= 28 && isMixed(parts.join("")) ||
    parts.some((part) =>
      part.length >= 16 && isMixed(part) && /\d/.test(part) ||
      part.length >= 28 && (/\d/.test(part) || !/[-_]/.test(part))
    );
}

function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text);
}

function isDatabaseError(error: Error): error is Error & DatabaseError {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) &&
    (typeof severity === "string" || error.name === "PostgresError");
}

function frames({ stack }: { stack?: string }): string[] {
  return (stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)).slice(0, FRAMES)
    .map((line) => scrub(line.trim()));
}
