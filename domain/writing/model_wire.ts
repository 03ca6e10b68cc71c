import type { OpenAI } from "openai";
import { retryAfterMs } from "../base/backoff.ts";
import { TooLarge } from "../base/http_answer.ts";
import type { Outside } from "../base/outside.ts";
import { shortWords } from "../messages/outgoing.ts";
import type { Provider } from "./provider.ts";

/** What is asked, in the words of the wire. There are no tools: the model can do nothing but answer. */
export interface Asking {
  system: string;
  user: string;
  schemaName: string;
  schema: Record<string, unknown>;
  mostTokens: number;
}

/** What a server did not understand of the wire, so that it is asked without. */
export type Missing = "schema" | "token_limit";

/** One try. `tokens` is absent where the server may have written and did not say how much. */
export type Tried =
  | { kind: "answer"; text: string; tokens?: number; model: string }
  | { kind: "missing"; what: Missing }
  | { kind: "late" }
  | Failed;

export interface Failed {
  kind: "failed";
  words: string;
  /** Whether the same question may be answered soon. */
  again: boolean;
  afterMs?: number;
  tokens?: number;
  /** The server is at fault, not this one question. */
  isTrouble: boolean;
}

const MOST_BYTES = 500_000;

export async function tryOnce(
  out: Outside,
  provider: Provider,
  asking: Asking,
  without: ReadonlySet<Missing>,
  signal: AbortSignal,
): Promise<Tried> {
  try {
    const client = await openClient(out, provider);
    const completion = await client.chat.completions.create(
      bodyOf(provider, asking, without),
      { signal },
    );
    return readCompletion(completion, provider);
  } catch (error) {
    if (signal.aborted) return { kind: "late" };
    return readFailure(error as Error, provider, out.now());
  }
}

/** Loaded when it is first needed, as most starts need it not. Its own retries know no budget. */
async function openClient(out: Outside, { url, key }: Provider): Promise<OpenAI> {
  const { OpenAI } = await import("openai");
  return new OpenAI({
    baseURL: url,
    apiKey: key ?? "none",
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: 600_000, // The signal ends it long before.
    logLevel: "off",
    fetch: bounded(out.fetch),
  });
}

/** Reads no more than fits, and takes the key to no other address. */
function bounded(ask: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await ask(input, { ...init, redirect: "manual" });
    if (!response.body) return response;
    let left = MOST_BYTES;
    const body = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, control) {
          left -= chunk.length;
          if (left < 0) control.error(new TooLarge("The answer is too long"));
          else control.enqueue(chunk);
        },
      }),
    );
    const { status, statusText, headers } = response;
    return new Response(body, { status, statusText, headers });
  };
}

function bodyOf(
  { model }: Provider,
  { system, user, schemaName, schema, mostTokens }: Asking,
  without: ReadonlySet<Missing>,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: [{ role: "system", content: system }, { role: "user", content: user }],
    ...without.has("token_limit")
      ? { max_tokens: mostTokens }
      : { max_completion_tokens: mostTokens },
    ...without.has("schema") ? {} : {
      // Not strict: servers differ in what they take then, and the answer is checked here anyway.
      response_format: {
        type: "json_schema" as const,
        json_schema: { name: schemaName, schema, strict: false },
      },
    },
  };
}

function readCompletion(completion: OpenAI.ChatCompletion, provider: Provider): Tried {
  const choice = completion?.choices?.[0];
  const reported = completion?.usage?.total_tokens;
  const tokens = Number.isSafeInteger(reported) && reported! >= 0 ? reported : undefined;
  const text = choice?.message?.content;
  const fail = (words: string): Failed => (
    { kind: "failed", words, again: false, tokens, isTrouble: false }
  );
  if (choice?.finish_reason === "length") return fail("The model's answer was longer than allowed");
  if (choice?.message?.refusal || choice?.finish_reason === "content_filter") {
    return fail("The model refused to write this");
  }
  if (typeof text !== "string") return fail("The server's answer is not one of a language model");
  return { kind: "answer", text, tokens, model: String(completion.model || provider.model) };
}

interface ServerError extends Error {
  status?: number;
  headers?: Headers;
  cause?: unknown;
}

function readFailure(error: ServerError, { key }: Provider, now: Date): Tried {
  const { status, headers, message } = error;
  const secrets = key ? [key] : [];
  if (status === undefined) return readBrokenWire(error, secrets);
  const missing = missingOf(status, message);
  if (missing) return { kind: "missing", what: missing };
  const afterMs = retryAfterMs(headers?.get("retry-after") ?? null, now);
  return {
    kind: "failed",
    words: shortWords(`The AI provider answered ${message}`, secrets),
    again: status === 429 ? afterMs !== undefined : status >= 500 || status === 408,
    afterMs,
    tokens: 0,
    isTrouble: ![400, 413, 422].includes(status),
  };
}

function missingOf(status: number, message: string): Missing | undefined {
  if (status !== 400 && status !== 422) return;
  if (/response_format|json_schema/i.test(message)) return "schema";
  if (/max_completion_tokens/i.test(message)) return "token_limit";
}

/** Without a status the server was not reached, or its answer broke off or is not JSON. */
function readBrokenWire(error: ServerError, secrets: string[]): Failed {
  const chain: unknown[] = [error, error.cause, (error.cause as ServerError | undefined)?.cause];
  if (chain.some((one) => one instanceof TooLarge)) {
    return {
      kind: "failed",
      words: "The answer was longer than Thread reads",
      again: false,
      isTrouble: false,
    };
  }
  const isUnsent = error.name === "APIConnectionError" || error.message === "Connection error.";
  const words = isUnsent
    ? `The AI provider cannot be reached: ${causesOf(chain)}`
    : "The AI provider's answer broke off";
  return {
    kind: "failed",
    words: shortWords(words, secrets),
    again: true,
    tokens: isUnsent ? 0 : undefined,
    isTrouble: true,
  };
}

function causesOf(chain: unknown[]): string {
  return chain.slice(1).flatMap((one) => one instanceof Error ? [one.message] : []).join(": ");
}
