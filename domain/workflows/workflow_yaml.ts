// Read on first use: few processes ever meet a file, and it would be a tenth of the start.
import defer * as YAML from "yaml";
import { type Graph, graphSchema } from "./graph.ts";
import { factsSchema } from "./workflow_forms.ts";

/** Of the shape of the file. A file of a later Thread is refused, not half understood. */
const VERSION = 1;

export const MOST_YAML_BYTES = 1_000_000;

export interface YamlProblem {
  line?: number;
  /** Where in the file, such as "nodes 2, title". */
  field: string;
  says: string;
}

export interface Facts {
  name: string;
  about: string;
}

export type YamlWorkflow =
  | { ok: true; facts: Facts; graph: Graph }
  | { ok: false; problems: YamlProblem[] };

export function writeYaml({ name, about }: Facts, graph: Graph): string {
  const file = { thread_workflow: VERSION, name, about, ...graph };
  return YAML.stringify(file, { lineWidth: 100, aliasDuplicateObjects: false });
}

const MOST_PROBLEMS = 50;

/** Reads a file that anybody may have written, with the schema that also guards the editor. */
export function readYaml(text: string): YamlWorkflow {
  if (new TextEncoder().encode(text).length > MOST_YAML_BYTES) {
    return refused("file", "A workflow file has at most 1 MB.");
  }
  const lines = new YAML.LineCounter();
  // Numbers, booleans and texts only: no tag of a file makes an object of another kind.
  const document = YAML.parseDocument(text.replace(/^\ufeff/, ""), {
    lineCounter: lines,
    schema: "core",
    prettyErrors: false,
    resolveKnownTags: false,
    stringKeys: true,
  });
  if (document.errors.length > 0) {
    const problems = document.errors.slice(0, MOST_PROBLEMS).map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      field: "file",
      says: `This line is not valid YAML: ${error.message.split("\n")[0]!.slice(0, 200)}`,
    }));
    return { ok: false, problems };
  }
  const value = plainValue(document);
  if (!isRecord(value)) return refused("file", "This is no workflow: it has no fields.");
  const { thread_workflow: version, name, about, ...graph } = value;
  if (version !== VERSION) return refused("thread_workflow", wrongVersion(version));
  const facts = factsSchema.safeParse({ name, about: about ?? "" });
  const drawn = graphSchema.safeParse({ edges: [], notes: [], ...graph });
  if (facts.success && drawn.success) return { ok: true, facts: facts.data, graph: drawn.data };
  const issues = [...facts.error?.issues ?? [], ...drawn.error?.issues ?? []];
  return {
    ok: false,
    problems: issues.slice(0, MOST_PROBLEMS).map((issue) => {
      const path = issue.path as (string | number)[];
      return { line: lineOf(document, lines, path), field: fieldInWords(path), says: says(issue) };
    }),
  };
}

function says(issue: { code?: string; keys?: string[]; message: string }): string {
  if (issue.code !== "unrecognized_keys") return issue.message;
  return `There is no field named ${issue.keys?.join(", ").slice(0, 200)}.`;
}

function wrongVersion(version: unknown): string {
  if (typeof version === "number" && version > VERSION) {
    return `This file is of version ${version}, from a newer Thread. ` +
      `This one reads version ${VERSION}.`;
  }
  return `Begin the file with "thread_workflow: ${VERSION}", so that it is known for a workflow.`;
}

function plainValue(document: YAML.Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined; // Aliases that would grow without end.
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The line of the field, or of the nearest that is there where the field is missing. */
function lineOf(document: YAML.Document, lines: YAML.LineCounter, path: (string | number)[]) {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (YAML.isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
}

function fieldInWords(path: (string | number)[]): string {
  return path.map((part) => typeof part === "number" ? ` ${part + 1}` : `, ${part}`).join("")
    .replace(/^, /, "") || "file";
}

function refused(field: string, says: string): YamlWorkflow {
  return { ok: false, problems: [{ field, says }] };
}
