// Read on first use: few processes ever meet a file, and it would be a tenth of the start.
import defer * as YAML from "yaml";
import { newId } from "../base/tokens.ts";
import { type Content, contentSchema } from "./template_content.ts";
import type { Description } from "./template_changes.ts";
import { descriptionSchema } from "./template_forms.ts";

/** Of the shape of the file. A file of a later Thread is refused, not half understood. */
const VERSION = 1;

export const MOST_YAML_BYTES = 1_000_000;

export interface YamlProblem {
  /** Line of the file, from 1. */
  line?: number;
  /** Where in the file, such as "milestones 2, actions 1, label". */
  field: string;
  says: string;
}

export type YamlTemplate =
  | { ok: true; facts: Description; content: Content }
  | { ok: false; problems: YamlProblem[] };

export function writeYaml(facts: Description, content: Content): string {
  const { name, description, segment, product_line, use_case, industry } = facts;
  const file = {
    thread_template: VERSION,
    name,
    description,
    segment,
    product_line,
    use_case,
    industry,
    ...content,
  };
  return YAML.stringify(file, { lineWidth: 100, aliasDuplicateObjects: false });
}

const MOST_PROBLEMS = 50;

/** Reads a file that anybody may have written, with the schema that also guards the editor. */
export function readYaml(text: string): YamlTemplate {
  const size = new TextEncoder().encode(text).length;
  if (size > MOST_YAML_BYTES) {
    return refused("file", `A template file has at most 1 MB. This one has ${megabytes(size)}.`);
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
    return {
      ok: false,
      problems: document.errors.slice(0, MOST_PROBLEMS).map((error) => ({
        line: lines.linePos(error.pos[0]).line,
        field: "file",
        says: malformed(error),
      })),
    };
  }
  const value = plainValue(document);
  if (!isRecord(value)) return refused("file", "This is no template: it has no fields.");
  const { thread_template: version, milestones, ...facts } = value;
  const wrong = wrongVersion(version);
  if (wrong) return refused("thread_template", wrong, lineOf(document, lines, ["thread_template"]));
  const described = descriptionSchema.safeParse({ ...BLANK, ...facts });
  const content = contentSchema.safeParse({ milestones: withIds(milestones ?? []) });
  const issues = [...described.error?.issues ?? [], ...content.error?.issues ?? []];
  if (described.success && content.success) {
    return { ok: true, facts: described.data, content: content.data };
  }
  return {
    ok: false,
    problems: issues.slice(0, MOST_PROBLEMS).map((issue) => {
      const path = issue.path as (string | number)[];
      return {
        line: lineOf(document, lines, path),
        field: fieldInWords(path),
        says: issue.code === "unrecognized_keys"
          ? `There is no field named ${issue.keys.join(", ").slice(0, 200)}.`
          : issue.message,
      };
    }),
  };
}

const BLANK = {
  name: "",
  description: "",
  segment: "",
  product_line: "",
  use_case: "",
  industry: "",
};

function wrongVersion(version: unknown): string | undefined {
  if (version === VERSION) return undefined;
  if (typeof version === "number" && version > VERSION) {
    return `This file is of version ${version}, from a newer Thread. This one reads version ${VERSION}.`;
  }
  return `Begin the file with "thread_template: ${VERSION}", so that it is known for a template.`;
}

function plainValue(document: YAML.Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined; // Aliases that would grow without end.
  }
}

/** Whoever writes a file by hand need not think of ids; only conditions name one. */
function withIds(list: unknown): unknown {
  return each(list, (milestone) => ({
    id: newId(),
    ...milestone,
    actions: each(milestone.actions ?? [], (action) => ({
      id: newId(),
      ...action,
      content: isRecord(action.content) ? withInnerIds(action.content) : action.content,
    })),
  }));
}

function withInnerIds(content: Record<string, unknown>) {
  const inner = { ...content };
  for (const name of ["files", "questions"]) {
    if (name in inner) inner[name] = each(inner[name], (one) => ({ id: newId(), ...one }));
  }
  return inner;
}

function each(list: unknown, change: (one: Record<string, unknown>) => unknown): unknown {
  return Array.isArray(list) ? list.map((one) => isRecord(one) ? change(one) : one) : list;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The line of the field, or of the nearest that is there where the field is missing. */
function lineOf(
  document: YAML.Document,
  lines: YAML.LineCounter,
  path: (string | number)[],
): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (YAML.isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
}

function fieldInWords(path: (string | number)[]): string {
  return path.map((part) => typeof part === "number" ? ` ${part + 1}` : `, ${part}`).join("")
    .replace(/^, /, "") || "file";
}

function malformed({ code, message }: YAML.YAMLParseError): string {
  if (code === "DUPLICATE_KEY") return "This field stands here for the second time.";
  if (code === "MULTIPLE_DOCS") return "The file holds more than one document.";
  if (code === "TAB_AS_INDENT") return "Indent with spaces, not with tabs.";
  return `This line is not valid YAML: ${message.split("\n")[0]!.slice(0, 200)}`;
}

function refused(field: string, says: string, line?: number): YamlTemplate {
  return { ok: false, problems: [{ field, says, line }] };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
