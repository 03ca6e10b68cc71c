interface Failure {
  name: string;
  message?: string;
  code?: string;
  stack?: string[];
  cause?: Failure;
}

/** A line of the log for a person at a terminal. */
export function plainLine(line: string): string {
  const { at: _at, level, message, error, ...fields } = JSON.parse(line);
  const told = Object.entries(fields).map(([name, value]) => `${name}=${value}`).join(" ");
  return `${level}: ${message}${told && ` (${told})`}${error ? `\n${plainError(error)}` : ""}`;
}

function plainError({ name, message, code, stack = [], cause }: Failure): string {
  const head = `  ${[name, code, message].filter(Boolean).join(": ")}`;
  const lines = [head, ...stack.map((frame) => `    ${frame}`)];
  if (cause) lines.push(`  because of`, plainError(cause));
  return lines.join("\n");
}
