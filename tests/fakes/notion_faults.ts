/** An answer that is none: in Notion's own body, or in the one of OAuth. */
export class NotionFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  answer(): Response {
    return Response.json({
      object: "error",
      status: this.status,
      code: this.code,
      message: this.message,
      request_id: crypto.randomUUID(),
    }, { status: this.status, headers: this.headers });
  }
}

export function invalid(message: string): NotionFault {
  return new NotionFault(400, "validation_error", message);
}

export function notFound(what: string, id: string): NotionFault {
  return new NotionFault(
    404,
    "object_not_found",
    `Could not find ${what} with ID: ${id}. Make sure the relevant pages and databases are shared ` +
      "with your integration.",
  );
}

export function missingVersion(): NotionFault {
  return new NotionFault(400, "missing_version", "Notion-Version header is missing.");
}

export function restricted(): NotionFault {
  return new NotionFault(
    403,
    "restricted_resource",
    "Insufficient permissions for this endpoint.",
  );
}

/** What the server does with the next call to its API instead of answering it. */
export type NotionOrder =
  | { status: number; code?: string; message?: string; retryAfter?: string }
  /** As a gate before Notion answers. */
  | { html: number }
  /** Half of an answer, and then the connection ends. */
  | { cut: true }
  /** No answer until the fake ends. */
  | { hang: true };

export async function obeyOrder(order: NotionOrder, hanging: Set<() => void>): Promise<Response> {
  if ("html" in order) {
    return new Response("<!doctype html><title>Attention</title><h1>Sorry, you were blocked</h1>", {
      status: order.html,
      headers: { "content-type": "text/html" },
    });
  }
  if ("cut" in order) return cutOff();
  if ("hang" in order) {
    await new Promise<void>((done) => hanging.add(done));
    return new NotionFault(503, "service_unavailable", "Too late").answer();
  }
  const { status, code = "internal_server_error", message = "Trouble", retryAfter } = order;
  const headers: Record<string, string> = retryAfter ? { "retry-after": retryAfter } : {};
  return new NotionFault(status, code, message, headers).answer();
}

function cutOff(): Response {
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(control) {
      if (sent) return control.error(new Error("The fake cuts its answer"));
      sent = true;
      control.enqueue(new TextEncoder().encode('{"object":"list","results":[{"obj'));
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}
