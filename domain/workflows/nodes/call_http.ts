import { z } from "zod";
import { PutOff } from "../../base/queue_leases.ts";
import { Upstream } from "../../base/errors.ts";
import { optionalText, pairs, text, yesNo } from "../config_fields.ts";
import { StepFailed, unreachable } from "../failures.ts";
import type { Errand, NodeKind, Pair } from "../node.ts";
import { written } from "../references.ts";
import { stepSecret } from "../step_secrets.ts";

interface Config {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers: Pair[];
  body?: string;
  /** How often one was entered; it is itself in the vault. */
  secret?: boolean | number;
  secret_header?: string;
  any_status: boolean;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const MOST_KEPT = 20_000;

/** A job calls another system, over safe_fetch: never into our own network. */
export const callHttp: NodeKind<Config> = {
  kind: "call_http",
  label: "Call HTTP",
  group: "actions",
  about: "Calls another system over HTTPS and keeps its answer for later steps.",
  config: z.object({
    method: z.enum(METHODS, { error: "Choose a method." }),
    url: text("Enter an address that begins with https://.", 2000),
    headers: pairs,
    body: optionalText(20_000),
    secret: z.union([z.boolean(), z.number()], { error: "Enter the secret again." }).optional(),
    secret_header: optionalText(80),
    any_status: yesNo(),
  }) as z.ZodType<Config>,
  empty: { method: "POST", url: "", headers: [], any_status: false },
  fields: ({ method }) =>
    [
      {
        name: "method",
        label: "Method",
        input: "choice",
        options: METHODS.map((value) => ({ value, label: value })),
        required: true,
      },
      { name: "url", label: "Address", input: "text", variables: true, required: true },
      { name: "headers", label: "Headers", input: "values", variables: true },
      {
        name: "body",
        label: "Body",
        hint: "JSON. It carries the same Idempotency-Key at every try.",
        input: "json",
        variables: true,
        shownWhen: { name: "method", is: ["POST", "PUT", "PATCH"] },
      },
      {
        name: "secret",
        label: "Secret",
        hint: "Kept in the vault, and never shown again. It is sent in the header below.",
        input: "secret",
      },
      {
        name: "secret_header",
        label: "Header of the secret",
        hint: "Left empty, Authorization.",
        input: "text",
      },
      {
        name: "any_status",
        label: "Go on whatever it answers",
        hint: "Otherwise an answer that is not 2xx fails the step.",
        input: "yes_no",
      },
    ].filter(({ name }) => name !== "body" || method !== "GET") as ReturnType<NodeKind["fields"]>,
  summary: ({ method, url }) => `${method ?? ""} ${hostOf(url)}`.trim(),
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [
    { key: "status", label: "Status", type: "number", sample: 200 },
    { key: "body", label: "Answer", type: "anything", sample: { id: 1 } },
  ],
  run: ({ run, node, visit, config, rehearsal }) => {
    rehearsal?.would({ kind: "call", words: `${config.method} ${config.url}`, data: config.body });
    return { wait: { job: `${run.id}/${node.id}/${visit}` } };
  },
  wake: (_, wake) => {
    if (!("job" in wake)) throw new Error("It waits for its job");
    return { follow: "next", output: wake.job };
  },
  trial: () => ({ status: 200, body: {} }),
  outside: async (errand) => {
    const { out, config, key, signal } = errand;
    if (!out.safeFetch) {
      throw new StepFailed(unreachable("This Thread may not call other systems."));
    }
    const response = await out.safeFetch(config.url, {
      method: config.method,
      headers: await headersOf(errand, key),
      body: config.method === "GET" ? undefined : config.body,
      signal,
    });
    const answer = await response.text();
    if (!config.any_status) refuseStatus(response, answer);
    return { status: response.status, body: readBody(answer) };
  },
};

async function headersOf(errand: Errand<Config>, key: string): Promise<Headers> {
  const { config } = errand;
  const headers = new Headers({ "idempotency-key": key });
  if (config.body) headers.set("content-type", "application/json");
  for (const { key: name, value } of config.headers) headers.set(name, written(value));
  const secret = await stepSecret(errand);
  if (secret) headers.set(config.secret_header || "authorization", secret.reveal());
  return headers;
}

/** What may be better in a while is tried again; a refusal is the step's failure. */
function refuseStatus({ status, headers, ok }: Response, answer: string): void {
  if (ok) return;
  const words = `The other side answered with ${status}${
    answer ? `: ${answer.slice(0, 200)}` : ""
  }.`;
  const after = Number(headers.get("retry-after"));
  if (after > 0 && (status === 429 || status === 503)) {
    throw new PutOff(words, Math.min(after, 3600) * 1000);
  }
  throw new Upstream(words, status === 408 || status === 425 || status === 429 || status >= 500);
}

function readBody(answer: string): unknown {
  const kept = answer.slice(0, MOST_KEPT).replaceAll("\0", "");
  if (answer.length > MOST_KEPT) return kept;
  try {
    return JSON.parse(kept);
  } catch {
    return kept;
  }
}

function hostOf(url: string | undefined): string {
  return URL.parse(url ?? "")?.host ?? url ?? "";
}
