import { createHmac } from "node:crypto";
import type { FakePage } from "./notion_store.ts";

export interface SignedCall {
  body: string;
  headers: Record<string, string>;
}

export interface EventOptions {
  id?: string;
  timestamp?: Date;
  attempt?: number;
  /** By default a person. */
  authors?: { id: string; type: string }[];
  /** Absent as in events of an internal integration. */
  accessibleBy?: { id: string; type: string }[] | null;
  updated?: string[];
  parent?: Record<string, string>;
}

/** What Notion posts of a page, before it is signed. */
export function eventOf(
  type: string,
  page: Pick<FakePage, "id" | "source">,
  { workspace, bot, now }: { workspace: { id: string; name: string }; bot: string; now: Date },
  options: EventOptions = {},
) {
  const { source } = page;
  const parent = options.parent ??
    (source
      ? { id: source.databaseId, type: "database", data_source_id: source.id }
      : { id: workspace.id, type: "space" });
  const seenBy = options.accessibleBy === undefined
    ? [{ id: bot, type: "bot" }]
    : options.accessibleBy;
  return {
    id: options.id ?? crypto.randomUUID(),
    timestamp: (options.timestamp ?? now).toISOString(),
    workspace_id: workspace.id,
    workspace_name: workspace.name,
    subscription_id: "29d75c0d-5546-4414-8459-7b7a92f1fc4b",
    integration_id: "0ef2e755-4912-8096-91c1-00376a88a5ca",
    type,
    authors: options.authors ?? [{ id: "c7c11cca-1d73-471d-9b6e-bdef51470190", type: "person" }],
    ...(seenBy && { accessible_by: seenBy }),
    attempt_number: options.attempt ?? 1,
    api_version: "2026-03-11",
    entity: { id: page.id, type: "page" },
    data: { parent, ...(options.updated && { updated_properties: options.updated }) },
  };
}

/** Over the very bytes that are sent. */
export function signCall(body: string, token: string): SignedCall {
  const signature = createHmac("sha256", token).update(body).digest("hex");
  return {
    body,
    headers: {
      "content-type": "application/json",
      "x-notion-signature": `sha256=${signature}`,
    },
  };
}

/** The first call of a subscription, which brings what all others are signed with. */
export function handshake(token: string, signed = false): SignedCall {
  const body = JSON.stringify({ verification_token: token });
  return signed ? signCall(body, token) : { body, headers: { "content-type": "application/json" } };
}
