import { PassThrough } from "node:stream";
import type { Connection, HttpRequest, HttpResponse, Record as Row } from "jsforce";
import { Upstream } from "../../base/errors.ts";
import type { Line } from "../service.ts";
import { plain } from "./refusals.ts";

/** Another version may name things otherwise, so it changes with the tests and not by itself. */
export const API_VERSION = "67.0";

export type Client = Connection;
export type { Row };

/** Salesforce's own client, without its own ways out: no retries, no renewals, no proxy. */
export async function openClient(line: Line): Promise<Client> {
  const { default: jsforce } = await import("jsforce");
  const client = new jsforce.Connection({
    instanceUrl: line.connection.address ?? undefined,
    accessToken: "the line has it",
    version: API_VERSION,
  });
  const httpRequest = (request: HttpRequest) => {
    const answer = send(line, request);
    return Object.assign(answer, { stream: () => new PassThrough() });
  };
  client._transport = { httpRequest } as unknown as Client["_transport"];
  return client;
}

async function send(
  line: Line,
  { method, url, headers, body }: HttpRequest,
): Promise<HttpResponse> {
  const response = await line.fetch(url, { method, headers, body: body as string | undefined });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && type.includes("html") && !url.includes("/sobjects/Content")) {
    throw new Upstream("Salesforce answered with a page instead of data.", true);
  }
  if (response.ok && type.includes("json")) checkJson(text);
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: text,
  };
}

/** The client would take a torn answer for a text. */
function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new Upstream("Salesforce's answer is incomplete.", true, { cause });
  }
}

/** How Salesforce names what it does not like, such as INVALID_FIELD. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("errorCode" in error)) return undefined;
  return String(error.errorCode);
}

/** Of an object, a field or a relationship that this user cannot see, or that is gone. */
export const isUnseen = (error: unknown): boolean =>
  /^(INVALID_FIELD|INVALID_TYPE|NOT_FOUND|INSUFFICIENT_ACCESS\w*|INVALID_QUERY_FILTER_OPERATOR)$/
    .test(codeOf(error) ?? "");

/** Lets nothing of the client's own leave: a refusal is in words, and no try will change it. */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const words = plain((error as Error).message);
    throw new Upstream(`Salesforce refused to answer: ${words} (${code}).`, false, {
      cause: error,
    });
  }
}
