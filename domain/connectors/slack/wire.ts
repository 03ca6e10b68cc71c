import { z } from "zod";
import { Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import type { Line } from "../service.ts";
import { inWords } from "./refusals.ts";

/** With a stroke at its end, as methods are appended. */
export function apiUrl(out: Pick<Outside, "secret">): string {
  return `${(out.secret("SLACK_API_URL") ?? "https://slack.com/api").replace(/\/+$/, "")}/`;
}

export type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string };

const Told = z.looseObject({ ok: z.boolean(), error: z.string().optional().catch(undefined) });

/** Undefined where it is no answer of Slack's own, such as a page in HTML. */
export function readAnswer(text: string): Answer | undefined {
  const { data } = Told.safeParse(parsed(text));
  if (!data) return undefined;
  if (data.ok) return { ...data, ok: true };
  return { ok: false, error: wordIn(data.error) };
}

/** A client may hand whole pages on as an "error": only Slack's own words are one. */
const wordIn = (error: string | undefined) =>
  error && /^[a-z0-9_:]{1,80}$/.test(error) ? error : "unknown_error";

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Every method is a POST of a form, and says with 200 what it refuses. */
export function formOf(fields: Record<string, string>): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: new URLSearchParams(fields).toString(),
  };
}

/** For what may be asked as often as need be. */
export async function call(
  line: Line,
  method: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  const response = await line.fetch(apiUrl(line.out) + method, formOf(fields));
  const answer = readAnswer(await response.text());
  if (answer) return answer;
  throw new Upstream("Slack's answer broke off, or is not what it should be.", true);
}

/** The same, where a refusal is the end of it. */
export async function ask(
  line: Line,
  method: string,
  fields: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const answer = await call(line, method, fields);
  if (answer.ok) return answer;
  throw new Upstream(inWords(answer.error), false);
}
