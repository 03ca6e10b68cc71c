/**
 * What a step may name of earlier ones: {{n3.amount}}, or {{account.segment}} of the run's account.
 * Mails have names of their own, {{contact_name}} and {{field.tier}}, which are filled in later.
 */
const REFERENCE = /\{\{\s*((?!field\.)[a-z][\w-]*(?:\.[\w-]+)+)\s*\}\}/g;
const WHOLE = /^\s*\{\{\s*((?!field\.)[a-z][\w-]*(?:\.[\w-]+)+)\s*\}\}\s*$/;

/** Where a text is nothing but one reference, what it names. */
export function wholeReference(text: unknown): string | undefined {
  return typeof text === "string" ? WHOLE.exec(text)?.[1] : undefined;
}

/** Everything that a step's configuration names, each once. */
export function referencesIn(config: unknown): string[] {
  const found = new Set<string>();
  visit(config, (text) => {
    for (const [, path] of text.matchAll(REFERENCE)) found.add(path!);
    return text;
  });
  return [...found];
}

/**
 * The configuration with every reference replaced. One that stands alone keeps its type; within a
 * text it is written out. What has no value becomes undefined, or nothing within a text.
 */
export function resolve<T>(config: T, value: (path: string) => unknown): T {
  return visit(config, (text) => {
    const whole = wholeReference(text);
    if (whole) return value(whole);
    return text.replaceAll(REFERENCE, (_, path) => written(value(path)));
  }) as T;
}

/**
 * Within JSON: a text that is nothing but a reference becomes the value with its type, and so does
 * one outside of texts; within a longer text it is written out, and never leaves its quotes.
 */
export function resolveInJson(json: string, value: (path: string) => unknown): string {
  let [put, from, inText] = ["", 0, false];
  for (const { 0: found, 1: path, index } of json.matchAll(REFERENCE)) {
    const before = json.slice(from, index);
    const opened = before.endsWith('"') && !endsInText(before.slice(0, -1), inText);
    inText = endsInText(before, inText);
    from = index + found.length;
    const known = value(path!);
    if (inText && opened && json[from] === '"') {
      put += before.slice(0, -1) + JSON.stringify(known ?? null);
      [from, inText] = [from + 1, false];
    } else if (inText) put += before + JSON.stringify(written(known)).slice(1, -1);
    else put += before + JSON.stringify(known ?? null);
  }
  return put + json.slice(from);
}

function endsInText(json: string, inText: boolean): boolean {
  let inside = inText;
  for (let at = 0; at < json.length; at++) {
    if (inside && json[at] === "\\") at++;
    else if (json[at] === '"') inside = !inside;
  }
  return inside;
}

/** Other names for what is referred to, such as when steps are copied. */
export function renameReferences<T>(config: T, rename: (path: string) => string): T {
  return visit(
    config,
    (text) => text.replaceAll(REFERENCE, (_, path) => `{{${rename(path)}}}`),
  ) as T;
}

/** A value as it is read within a sentence. */
export function written(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value)) return value.map(written).join(", ");
  if (typeof value === "object") {
    const { name } = value as { name?: unknown };
    return typeof name === "string" ? name : JSON.stringify(value);
  }
  return String(value);
}

function visit(config: unknown, change: (text: string) => unknown): unknown {
  if (typeof config === "string") return config.includes("{{") ? change(config) : config;
  if (Array.isArray(config)) return config.map((one) => visit(one, change));
  if (config === null || typeof config !== "object") return config;
  return Object.fromEntries(
    Object.entries(config).map(([name, one]) => [name, visit(one, change)]),
  );
}
