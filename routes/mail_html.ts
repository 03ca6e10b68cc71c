import { NotFound } from "../domain/base/errors.ts";
import type { Mail } from "../domain/messages/outbox.ts";
import type { Ctx } from "./env.ts";

/**
 * A mail as its reader sees it: a page of an origin of its own, with no script, no form, no cookie,
 * and nothing fetched from anywhere but logos of ours.
 */
export function showMailHtml(c: Ctx, { body_html: html }: Pick<Mail, "body_html">) {
  if (html === null) throw new NotFound();
  const { origin } = c.var.house.settings.publicUrl;
  c.header("content-security-policy", `${SANDBOX}; img-src data: ${origin}/brand/`);
  return c.html(html);
}

const SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";
