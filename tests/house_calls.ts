import { isCode, isTest, type Source, walk } from "./house_sources.ts";

export function clockReads(sources: Source[]): string[] {
  return matches(belowMain(sources), /\bDate\b/, [
    'MemberExpression[object.name="Date"][property.name="now"]',
    'NewExpression[callee.name="Date"][arguments.length=0]',
  ]);
}

export function environmentReads(sources: Source[]): string[] {
  return matches(belowMain(sources), /\benv\b/, [
    'MemberExpression[object.name="Deno"][property.name="env"]',
    'MemberExpression[object.name="process"][property.name="env"]',
  ]);
}

/** A `fetch` that came in as a parameter is Outside's, and may be called. */
export function bareFetches(sources: Source[]): string[] {
  const calls = ['CallExpression[callee.name="fetch"]'];
  const globals = ['MemberExpression[object.name="globalThis"][property.name="fetch"]'];
  return [
    ...matches(belowMain(sources), /\bfetch\b/, calls, (node) => !isGiven("fetch", node)),
    ...matches(belowMain(sources), /\bglobalThis\b/, globals),
  ];
}

export function rawSql(sources: Source[]): string[] {
  const driver = /^(domain\/base\/(driver|migrate|migrations)\.ts$|migrations\/)/;
  return matches(shipped(sources).filter(({ path }) => !driver.test(path)), /\b(sql|unsafe)\b/, [
    'MemberExpression[object.name="sql"][property.name=/^(raw|lit)$/]',
    'CallExpression[callee.property.name="unsafe"]',
  ]);
}

export function borrowedConnections(sources: Source[]): string[] {
  return matches(
    shipped(sources).filter(({ path }) => !path.startsWith("domain/base/")),
    /set_config|reserve/,
    [
      "Literal[value=/set_config/]",
      "TemplateElement[cooked=/set_config/]",
      'CallExpression[callee.property.name="reserve"]',
    ],
  );
}

export function crons(sources: Source[]): string[] {
  return matches(shipped(sources).filter(({ path }) => path !== "jobs/schedule.ts"), /\bcron\b/, [
    'MemberExpression[object.name="Deno"][property.name="cron"]',
  ]);
}

/** Functions that hold a transaction and reach outside: a row lock would wait for the network. */
export function lockedWhileOutside(sources: Source[]): string[] {
  return shipped(sources).filter(({ text }) => text.includes("Outside")).flatMap((source) => {
    const taken = new Map<number, { what: Set<string>; text: string }>();
    walk(source, {
      TSTypeReference(node) {
        if (node.typeName.type !== "Identifier") return;
        const what =
          { OrgDb: "tx", AccountDb: "tx", SystemDb: "tx", Outside: "out" }[node.typeName.name];
        const owner = what && functionTaking(node);
        if (!owner) return;
        const seen = taken.get(owner.range[0]) ??
          { what: new Set(), text: textOf(source, owner) };
        taken.set(owner.range[0], seen);
        seen.what.add(what);
      },
    });
    return [...taken.values()].filter(({ what }) => what.size > 1)
      .map(({ text }) => `${source.path}: ${text.split("\n")[0]}`);
  });
}

interface Syntax {
  type: string;
  range: readonly [number, number];
  params?: Syntax[];
  parent?: Syntax;
  name?: unknown;
  properties?: Syntax[];
  value?: unknown;
}

function functionTaking(node: Syntax): Syntax | undefined {
  for (let child = node, at = node.parent; at; child = at, at = at.parent) {
    if (!at.params || at.type === "TSTypeParameterInstantiation") continue;
    return at.params.some((param) => param.range[0] === child.range[0]) ? at : undefined;
  }
}

/** Looks into the files that hold the word at all, since reading a syntax tree takes its time. */
function matches(
  sources: Source[],
  word: RegExp,
  selectors: string[],
  counts: (node: Syntax) => boolean = () => true,
): string[] {
  return sources.filter(({ text }) => word.test(text)).flatMap((source) => {
    const found: string[] = [];
    const look = (node: Syntax) => {
      if (counts(node)) found.push(`${source.path}: ${textOf(source, node).slice(0, 80)}`);
    };
    walk(source, Object.fromEntries(selectors.map((selector) => [selector, look])));
    return found;
  });
}

function isGiven(name: string, node: Syntax): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.params?.some((param) => namesIn(param).includes(name))) return true;
  }
  return false;
}

/** The names a parameter brings: one, or those it takes apart. */
function namesIn({ name, properties }: Syntax): unknown[] {
  if (name) return [name];
  return properties?.flatMap(({ value }) => (value as Syntax | undefined)?.name ?? []) ?? [];
}

function textOf({ text }: Source, { range }: Syntax): string {
  return text.slice(...range);
}

function belowMain(sources: Source[]): Source[] {
  return shipped(sources).filter(({ path }) => path !== "main.ts");
}

function shipped(sources: Source[]): Source[] {
  return sources.filter((source) =>
    isCode(source) && !isTest(source.path) && !/^(tests|bench|static)\//.test(source.path)
  );
}
