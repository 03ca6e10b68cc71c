import { APIErrorCode, APIResponseError, Client, RequestTimeoutError } from "@notionhq/client";
import { Refused, Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import type { Line } from "../service.ts";

export const VERSION = "2026-03-11";

export function apiUrl(out: Pick<Outside, "secret">): string {
  return (out.secret("NOTION_API_URL") ?? "https://api.notion.com").replace(/\/+$/, "");
}

/** The vendor's own client, whose every request leaves by the connection's line. */
export function clientOf(line: Line): Client {
  return new Client({
    baseUrl: apiUrl(line.out),
    notionVersion: VERSION,
    fetch: (url, init) => line.fetch(url, init as RequestInit),
    retry: false,
    logger: () => {},
  });
}

/** Undefined where Notion has no such thing, or does not show it to Thread: it answers both alike. */
export async function find<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (APIResponseError.isAPIResponseError(error) && error.code === APIErrorCode.ObjectNotFound) {
      return undefined;
    }
    throw inWords(error);
  }
}

export async function ask<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    throw inWords(error);
  }
}

function inWords(error: unknown): unknown {
  if (error instanceof Upstream || error instanceof Refused) return error;
  const cause = { cause: error };
  if (RequestTimeoutError.isRequestTimeoutError(error)) {
    return new Upstream("Notion did not answer in time", true, cause);
  }
  if (error instanceof SyntaxError) {
    return new Upstream("Notion's answer broke off, or is not what it should be", true, cause);
  }
  if (!APIResponseError.isAPIResponseError(error)) return error;
  return new Upstream(
    error.code === APIErrorCode.RestrictedResource
      ? "Notion does not let this connection do that: its integration lacks the capability"
      : `Notion refuses it: ${error.message.slice(0, 300)}`,
    false,
    cause,
  );
}
