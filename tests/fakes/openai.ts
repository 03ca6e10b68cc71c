import type { Outside } from "../../domain/base/outside.ts";

/** What the server does with the next question. Without orders it answers what the schema asks for. */
export type Order =
  | { answer: unknown; tokens?: number; model?: string }
  /** The model's text, as it stands. */
  | { says: string }
  | { finish: "length" | "content_filter" }
  | { refuses: string }
  | { status: number; message?: string; retryAfter?: string }
  | { cut: "half" | "before" }
  | { hang: true }
  | { bytes: number }
  | { body: string; type?: string }
  /** The model does whatever stands in the text it is given. */
  | { obeys: true };

export interface FakeOpenAI extends AsyncDisposable {
  /** For OPENAI_BASE_URL. */
  url: string;
  /** Each question, as it came over the wire. */
  asked: Asked[];
  /** Done in turn, one a question. The last one stays. */
  orders: (...orders: Order[]) => void;
  /** What servers that are not OpenAI's do not know. */
  knowsNot: Set<"response_format" | "max_completion_tokens">;
}

export interface Asked {
  authorization: string | null;
  body: ChatBody;
  /** All that the model reads. */
  text: string;
}

interface ChatBody {
  model: string;
  messages: { role: string; content: string }[];
  max_completion_tokens?: number;
  max_tokens?: number;
  response_format?: { type: string; json_schema: { name: string; schema: JsonSchema } };
  tools?: unknown;
  stream?: boolean;
}

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  minimum?: number;
}

/** Chat completions as OpenAI and the servers like it speak them, with their faults. */
export function startOpenAI(): FakeOpenAI {
  const asked: Asked[] = [];
  const knowsNot: FakeOpenAI["knowsNot"] = new Set();
  let queue: Order[] = [];
  const hanging = new Set<() => void>();
  const next = () => queue.length > 1 ? queue.shift() : queue[0];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      if (request.method !== "POST" || pathname !== "/v1/chat/completions") {
        return fault(404, `Unknown request URL: ${request.method} ${pathname}`);
      }
      const body = await request.json() as ChatBody;
      const text = body.messages.map(({ content }) => content).join("\n\n");
      asked.push({ authorization: request.headers.get("authorization"), body, text });
      for (const name of knowsNot) {
        if (name in body) return fault(400, `Unsupported parameter: '${name}'`);
      }
      return await obey(next(), body, hanging);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    asked,
    knowsNot,
    orders: (...orders) => {
      queue = orders;
    },
    async [Symbol.asyncDispose]() {
      for (const release of hanging) release();
      await server.shutdown();
    },
  };
}

/** An outside that reaches this fake and nothing else. */
export function reachOpenAI({ url }: FakeOpenAI, secrets: Record<string, string> = {}) {
  const known: Record<string, string> = {
    OPENAI_BASE_URL: url,
    OPENAI_API_KEY: "sk-fake-key-of-a-test",
    OPENAI_MODEL: "fake-large",
    ...secrets,
  };
  return {
    secret: (name) => known[name],
    fetch: (input, init) => {
      const { href } = new URL(input instanceof Request ? input.url : input);
      if (!href.startsWith(url)) return Promise.reject(new Error(`No fake answers for ${href}`));
      return fetch(input, init);
    },
  } satisfies Partial<Outside>;
}

async function obey(
  order: Order | undefined,
  body: ChatBody,
  hanging: Set<() => void>,
): Promise<Response> {
  if (!order) return completion(body, JSON.stringify(sampleOf(schemaOf(body))));
  if ("answer" in order) {
    return completion(body, JSON.stringify(order.answer), {
      total: order.tokens,
      model: order.model,
    });
  }
  if ("says" in order) return completion(body, order.says);
  if ("finish" in order) return completion(body, '{"half": ', { finish: order.finish });
  if ("refuses" in order) return completion(body, null, { refusal: order.refuses });
  if ("status" in order) return fault(order.status, order.message ?? "Trouble", order.retryAfter);
  if ("cut" in order) {
    return cutOff(completion(body, JSON.stringify({ a: "b".repeat(500) })), order);
  }
  if ("bytes" in order) return completion(body, "x".repeat(order.bytes));
  if ("body" in order) {
    return new Response(order.body, {
      headers: { "content-type": order.type ?? "application/json" },
    });
  }
  if ("obeys" in order) return completion(body, JSON.stringify(obeyed(body)));
  await new Promise<void>((done) => hanging.add(done));
  return fault(503, "Too late");
}

/** Half of the bytes that were promised, and then the connection ends. */
async function cutOff(whole: Response, { cut }: { cut: "half" | "before" }): Promise<Response> {
  const bytes = new Uint8Array(await whole.arrayBuffer());
  const body = new ReadableStream<Uint8Array>({
    pull(control) {
      if (cut === "half") control.enqueue(bytes.subarray(0, bytes.length >> 1));
      control.error(new Error("The fake cuts its answer"));
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

interface Extras {
  total?: number;
  model?: string;
  finish?: string;
  refusal?: string;
}

function completion(body: ChatBody, content: string | null, extras: Extras = {}): Response {
  const asked = Math.ceil(body.messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
  const wrote = Math.ceil((content?.length ?? 0) / 4);
  return Response.json({
    id: `chatcmpl-${crypto.randomUUID()}`,
    object: "chat.completion",
    created: 1_795_000_000,
    model: extras.model ?? body.model,
    choices: [{
      index: 0,
      message: { role: "assistant", content, refusal: extras.refusal ?? null },
      logprobs: null,
      finish_reason: extras.finish ?? "stop",
    }],
    usage: {
      prompt_tokens: asked,
      completion_tokens: wrote,
      total_tokens: extras.total ?? asked + wrote,
    },
  });
}

function fault(status: number, message: string, retryAfter?: string): Response {
  return Response.json(
    { error: { message, type: "fake_error", param: null, code: null } },
    { status, headers: retryAfter === undefined ? {} : { "retry-after": retryAfter } },
  );
}

function schemaOf({ response_format, messages }: ChatBody): JsonSchema {
  if (response_format) return response_format.json_schema.schema;
  const last = messages.at(-1)!.content;
  return JSON.parse(last.slice(last.lastIndexOf("\n{") + 1)) as JsonSchema;
}

/** The smallest answer that a schema allows, with these words in its texts. */
function sampleOf(schema: JsonSchema, words = "Written by the fake model"): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return sampleOf(first, words);
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, one]) => [name, sampleOf(one, words)]),
      );
    case "array":
      return Array.from(
        { length: Math.max(1, schema.minItems ?? 1) },
        () => sampleOf(schema.items ?? {}, words),
      );
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return false;
    default:
      return words;
  }
}

/** The worst model: what the sources tell it to say stands in every text of its answer. */
function obeyed(body: ChatBody): unknown {
  const said = body.messages.at(-1)!.content.split("\n")
    .filter((line) => line.startsWith("| ")).map((line) => line.slice(2)).join(" ");
  return sampleOf(schemaOf(body), said.slice(0, 900) || "Nothing to obey");
}
