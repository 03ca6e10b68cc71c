import { dirname, join } from "node:path/posix";

export interface Source {
  /** From the project's root, as "domain/base/db.ts". */
  path: string;
  text: string;
}

export interface Import {
  from: string;
  /** A path from the project's root; for a package, its bare name. */
  to: string;
  /** A path of this project rather than a package. */
  local: boolean;
  typeOnly: boolean;
}

const unread = new Set(["node_modules", "vendor"]);
const extensions = /\.(tsx?|js|sql|css)$/;

/** Reads the project's own sources; dot folders, packages and vendored files are not ours. */
export async function readSources(root: URL): Promise<Source[]> {
  const sources: Source[] = [];
  await readFolder(root, "", sources);
  return sources.sort((a, b) => a.path < b.path ? -1 : 1);
}

async function readFolder(root: URL, folder: string, into: Source[]): Promise<void> {
  for await (const entry of Deno.readDir(new URL(folder || ".", root))) {
    if (entry.name.startsWith(".") || unread.has(entry.name)) continue;
    const path = folder + entry.name;
    if (entry.isDirectory) await readFolder(root, `${path}/`, into);
    else if (extensions.test(entry.name)) {
      into.push({ path, text: await Deno.readTextFile(new URL(path, root)) });
    }
  }
}

const known = new WeakMap<Source, Import[]>();

/** Every import of a file, in whichever of the language's six ways it is written. */
export function importsOf(source: Source): Import[] {
  if (known.has(source)) return known.get(source)!;
  const imports: Import[] = [];
  const from = source.path;
  const add = (specifier: string, typeOnly: boolean) => {
    const local = /^\.{0,2}\//.test(specifier);
    const to = local ? join(dirname(from), specifier) : specifier;
    imports.push({ from, to, local, typeOnly });
  };
  walk(source, {
    ImportDeclaration(node) {
      add(node.source.value, node.importKind === "type" || allTypes(node.specifiers));
    },
    ExportNamedDeclaration(node) {
      if (node.source) {
        add(node.source.value, node.exportKind === "type" || allTypes(node.specifiers));
      }
    },
    ExportAllDeclaration(node) {
      add(node.source.value, node.exportKind === "type");
    },
    ImportExpression({ source }) {
      const literal = source.type === "Literal" && typeof source.value === "string";
      if (literal) add(String(source.value), false);
      else imports.push({ from, to: "(a computed path)", local: true, typeOnly: false });
    },
    TSImportType(node) {
      const { argument } = node;
      if (argument.type === "TSLiteralType" && argument.literal.type === "Literal") {
        add(String(argument.literal.value), true);
      }
    },
  });
  known.set(source, imports);
  return imports;
}

function allTypes(
  specifiers: { type: string; importKind?: string; exportKind?: string }[],
): boolean {
  return specifiers.length > 0 &&
    specifiers.every((one) => (one.importKind ?? one.exportKind) === "type");
}

/** Visits the syntax tree. Nothing is reported to the linter, so no ignore comment hides a node. */
export function walk(source: Source, visitor: Deno.lint.LintVisitor): void {
  const rules = { house: { create: () => visitor } };
  Deno.lint.runPlugin({ name: "house", rules }, source.path, source.text);
}

export function isCode({ path }: Source): boolean {
  return /\.tsx?$/.test(path);
}

export function isTest(path: string): boolean {
  return /_test\.tsx?$/.test(path);
}
