import { askedBy } from "./triggers.ts";
import { sql } from "kysely";
import { z } from "zod";
import { csmRoster } from "../accounts/roster.ts";
import type { OrgDb } from "../base/db.ts";
import { inputOf, outputsOf } from "./asked_values.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { kindOf } from "./kinds.ts";
import type { Asked, NodeKind } from "./node.ts";
import type { StartConfig } from "./nodes/start.ts";
import { NO_ANSWER } from "./rehearsal_answers.ts";

/** Something that a test answers in place of people, time or another system. */
export interface TrialChoice {
  nodeId: string;
  title: string;
  kind: string;
  options: { value: string; label: string }[];
  /** JSON that stands in for what would come back. */
  sample?: string;
}

export interface TrialAsks {
  fields: Asked[];
  /** What the fields begin with: their samples, or those of a start that was chosen. */
  values: Record<string, string>;
  wantsAccount: boolean;
  accounts: { id: string; name: string }[];
  choices: TrialChoice[];
  /** What has started it lately, to try again with. */
  recent: { id: string; label: string; at: Date }[];
}

/** What a test of this drawing asks. */
export async function trialAsks(
  tx: OrgDb,
  workflowId: string,
  graph: Graph,
  from?: string,
): Promise<TrialAsks> {
  const start = startIn(graph);
  const [csms, accounts, recent] = await Promise.all([
    csmRoster(tx),
    recentAccounts(tx),
    recentStarts(tx, workflowId),
  ]);
  const chosen = recent.find(({ id }) => id === from);
  const given = chosen && inputOf(start, chosen.body);
  return {
    fields: start.fields,
    values: Object.fromEntries(
      outputsOf(start.fields).map(({ key, sample }, at) => {
        const { required, sample: written } = start.fields[at]!;
        return [key, typedValue(given ? given[key] : required || written ? sample : "")];
      }),
    ),
    wantsAccount: start.account,
    accounts,
    choices: choicesIn(graph, csms),
    recent: recent.map(({ id, label, at }) => ({ id, label, at })),
  };
}

export function startIn(graph: Graph): StartConfig {
  const node = graph.nodes.find(({ kind }) => kind === "start");
  const config = (node?.config ?? {}) as Partial<StartConfig>;
  return {
    on: "manual",
    account: false,
    ...config,
    fields: askedBy(config),
    paths: config.paths ?? [],
    stages: config.stages ?? [],
  };
}

function typedValue(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const MOST_ACCOUNTS = 200;

async function recentAccounts(tx: OrgDb) {
  return await tx.selectFrom("accounts").select(["id", "name"])
    .where("archived_at", "is", null).orderBy("id", "desc").limit(MOST_ACCOUNTS).execute();
}

const MOST_RECENT = 20;

async function recentStarts(tx: OrgDb, workflowId: string) {
  const rows = await tx.selectFrom("trigger_events")
    .select(["id", "dedupe_key", "body", "arrived_at as at"])
    .where("org_id", "=", sql<string>`current_org()`).where("workflow_id", "=", workflowId)
    .orderBy("id", "desc").limit(MOST_RECENT).execute();
  return rows.map(({ dedupe_key, ...row }) => ({ ...row, label: labelOf(row.body, dedupe_key) }));
}

/** What people would call it: a name in it, or the sender's own number. */
export function labelOf(input: Record<string, unknown>, otherwise: string): string {
  const named = ["name", "company", "account", "account_name", "customer"].map((key) => input[key]);
  const text = [...named, ...Object.values(input)].find((value) =>
    typeof value === "string" && value.trim() !== ""
  );
  return String(text ?? otherwise).slice(0, 200);
}

/** Steps with one way, and nothing to bring, need no answer. */
export function choicesIn(graph: Graph, csms: { id: string; name: string }[]): TrialChoice[] {
  return graph.nodes.flatMap((node) => {
    const kind = kindOf(node.kind);
    if (!kind?.wake) return [];
    const choice = choiceOf(node, kind, csms);
    return choice.options.length > 1 || choice.sample !== undefined ? [choice] : [];
  });
}

function choiceOf(
  node: GraphNode,
  kind: NodeKind,
  csms: { id: string; name: string }[],
): TrialChoice {
  const about = { nodeId: node.id, title: node.title || kind.label, kind: kind.label };
  if (kind.outside) {
    const options = [
      { value: "", label: "It answers with the sample" },
      { value: NO_ANSWER, label: "It does not answer" },
    ];
    return { ...about, options, sample: JSON.stringify(sampleOf(node, kind), null, 2) };
  }
  if (node.config.asks === "assignment" || node.config.how === "queue") {
    const options = csms.map(({ id, name }) => ({ value: id, label: name }));
    return { ...about, options: [{ value: "", label: "Whoever has least" }, ...options] };
  }
  const ports = kind.ports(node.config).map(({ name, label }) => ({
    value: name === "late" ? NO_ANSWER : name,
    label: label || name,
  }));
  return { ...about, options: ports };
}

function sampleOf(node: GraphNode, kind: NodeKind): Record<string, unknown> {
  const read = kind.config.safeParse(node.config);
  const trial = read.success ? kind.trial?.(read.data) : undefined;
  return trial ??
    Object.fromEntries(kind.outputs(node.config).map(({ key, sample }) => [key, sample]));
}

export interface TypedTrial {
  input: Record<string, unknown>;
  accountId: string | null;
  answers: Record<string, string>;
  samples: Record<string, Record<string, unknown>>;
  /** To be shown again as it was. */
  typed: Record<string, string>;
}

const MOST_TEXT = 20_000;
const text = z.string().max(MOST_TEXT, "Use at most 20,000 characters.").default("");
const uuid = z.string().regex(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  "Choose from the list.",
);

/** The form that asks all that: fields by "f_", answers by "a_", samples by "s_". */
export function trialForm({ fields, choices }: TrialAsks) {
  return z.strictObject({
    account_id: z.union([z.literal(""), uuid]).default(""),
    ...Object.fromEntries(fields.map(({ id }) => [`f_${id}`, text])),
    ...Object.fromEntries(choices.flatMap(({ nodeId, options, sample }) => [
      [`a_${nodeId}`, oneOf(options)],
      ...(sample === undefined ? [] : [[`s_${nodeId}`, json]]),
    ])),
  }).transform((typed): TypedTrial => {
    const given = typed as Record<string, unknown>;
    return {
      accountId: String(given.account_id) || null,
      typed: Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, typedValue(value)]),
      ),
      input: Object.fromEntries(fields.map(({ id }) => [id, given[`f_${id}`]])),
      answers: Object.fromEntries(
        choices.map(({ nodeId }) => [nodeId, String(given[`a_${nodeId}`] ?? "")]),
      ),
      samples: Object.fromEntries(
        choices.filter(({ nodeId }) => given[`s_${nodeId}`])
          .map(({ nodeId }) => [nodeId, given[`s_${nodeId}`] as Record<string, unknown>]),
      ),
    };
  });
}

function oneOf(options: TrialChoice["options"]) {
  return z.string().default("").refine(
    (typed) => typed === "" || options.some(({ value }) => value === typed),
    { message: "Choose from the list." },
  );
}

const json = text.transform((typed, issues) => {
  if (typed.trim() === "") return undefined;
  try {
    const read = JSON.parse(typed);
    if (read !== null && typeof read === "object" && !Array.isArray(read)) return read;
  } catch {
    // Said below, with what is right.
  }
  issues.addIssue({ code: "custom", message: 'Write one JSON object, such as {"status": 200}.' });
  return z.NEVER;
});
