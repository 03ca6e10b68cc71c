import { scrub, tellError, type Told } from "./log_errors.ts";
import { Secret } from "./secret.ts";

/** The fields a line may have. What is not named here is not written, whoever passes it. */
const FIELDS = [
  "actor",
  "address",
  "attempt",
  "bytes",
  "cause",
  "code",
  "count",
  "host",
  "job",
  "key",
  "kind",
  "method",
  "ms",
  "name",
  "node",
  "org",
  "path",
  "pid",
  "port",
  "request",
  "route",
  "run",
  "signal",
  "slot",
  "state",
  "status",
  "trace",
  "version",
] as const;

const KNOWN: ReadonlySet<string> = new Set(FIELDS);

const LEVELS = ["debug", "info", "warn", "error"] as const;
const LONGEST = 300;

export type Level = typeof LEVELS[number];
export type LogField = typeof FIELDS[number];
export type LogFields = Partial<Record<LogField, string | number | boolean | Secret | undefined>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields, error?: unknown): void;
  error(message: string, error: unknown, fields?: LogFields): void;
  /** The same log, with these fields on every line. */
  with(fields: LogFields): Log;
}

export interface LogOptions {
  write: (line: string) => void;
  now: () => Date;
  level?: Level;
}

interface Line extends Record<string, unknown> {
  at: string;
  level: Level;
  message: string;
  error?: Told;
}

/** One line of JSON for each thing told. */
export function openLog(options: LogOptions, always: LogFields = {}): Log {
  const least = LEVELS.indexOf(options.level ?? "info");

  function tell(level: Level, message: string, fields: LogFields, error?: unknown) {
    if (LEVELS.indexOf(level) < least) return;
    const at = options.now().toISOString();
    const line: Line = { at, level, message: scrub(message), ...allowed({ ...always, ...fields }) };
    if (error !== undefined) line.error = tellError(error);
    options.write(JSON.stringify(line));
  }

  return {
    debug: (message, fields = {}) => tell("debug", message, fields),
    info: (message, fields = {}) => tell("info", message, fields),
    warn: (message, fields = {}, error) => tell("warn", message, fields, error),
    error: (message, error, fields = {}) => tell("error", message, fields, error),
    with: (fields) => openLog(options, { ...always, ...fields }),
  };
}

function allowed(fields: LogFields): Record<string, string | number | boolean> {
  const told: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries<unknown>(fields)) {
    if (!KNOWN.has(name)) continue;
    if (value instanceof Secret) told[name] = String(value);
    else if (typeof value === "string") told[name] = scrub(value).slice(0, LONGEST);
    else if (typeof value === "boolean" || Number.isFinite(value)) {
      told[name] = value as number | boolean;
    }
  }
  return told;
}
