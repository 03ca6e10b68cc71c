import type { Line } from "../../domain/connectors/service.ts";
import { notion } from "../../domain/connectors/notion/notion.ts";
import { Upstream } from "../../domain/base/errors.ts";
import type { Outside } from "../../domain/base/outside.ts";
import { type FakeNotion, reachNotion } from "./notion.ts";
import type { FakeGrant } from "./notion_oauth.ts";

export function outsideOf(there: FakeNotion, secrets: Record<string, string> = {}): Outside {
  const reach = reachNotion(there);
  return { ...reach, secret: (name: string) => secrets[name] ?? reach.secret(name) } as Outside;
}

/** The connection's line, without its database: with the token, and by the verdicts. */
export function lineOf(
  there: FakeNotion,
  grant: FakeGrant,
  settings: Record<string, unknown> = {},
): Line {
  const out = outsideOf(there);
  return {
    out,
    connection: {
      id: "c1",
      service: "notion",
      environment: "production",
      outsideId: grant.botId,
      host: null,
      address: null,
      settings,
    },
    async fetch(url, init) {
      const headers = new Headers(init?.headers);
      headers.set("authorization", `Bearer ${grant.accessToken}`);
      const response = await out.fetch(url, { ...init, headers });
      const text = await response.text();
      const verdict = notion.judge({ status: response.status, headers: response.headers, text });
      if (verdict !== "fine" && !(typeof verdict === "object" && "refused" in verdict)) {
        throw new Upstream(JSON.stringify(verdict), true);
      }
      return new Response(text, response);
    },
  };
}
