import { createMiddleware } from "hono/factory";
import { randomBytes } from "node:crypto";
import type { Env } from "./env.ts";
import { isSecure } from "./cookies.ts";
import { siteOf } from "./hosts.ts";

/** Headers for every answer, set before the handler so that a route can only add to them. */
export const securityHeaders = createMiddleware<Env>(async (c, next) => {
  const nonce = randomBytes(18).toString("base64url");
  c.set("nonce", nonce);
  await next();
  const headers = c.res.headers;
  if (!headers.has("content-security-policy")) {
    headers.set("content-security-policy", contentSecurityPolicy(nonce));
  }
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "no-referrer");
  headers.set("cross-origin-opener-policy", "same-origin");
  if (!headers.has("cross-origin-resource-policy")) {
    headers.set("cross-origin-resource-policy", "same-origin");
  }
  headers.set("x-frame-options", "DENY");
  headers.set(
    "permissions-policy",
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
  );
  if (isSecure(c)) {
    // Names below a customer's own are not ours to speak for.
    const below = c.get("host") ? "" : "; includeSubDomains";
    headers.set("strict-transport-security", `max-age=63072000${below}`);
  }
  // Pages are somebody's; only the files under /static say otherwise.
  if (headers.has("cache-control")) return;
  headers.set("cache-control", "no-store");
  headers.append("vary", "HX-Request, HX-Request-Type");
});

export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    // Only static/guard.js makes this policy, and hands it to htmx.
    "require-trusted-types-for 'script'",
    "trusted-types htmx",
  ].join("; ");
}

/**
 * Mail programs and other systems post there by themselves; the address says what may be done, and
 * no cookie does.
 */
const OPEN_TO_ALL = /^\/(unsubscribe|hooks\/w)\/[^/]+$/;

const unsafe = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * Refuses a change that another site asked for. Browsers say who asks in Sec-Fetch-Site; where that
 * is absent, Origin must be ours; with neither, the request is not from a page of ours.
 */
export const crossSite = createMiddleware<Env>(async (c, next) => {
  const isElsewhere = unsafe.has(c.req.method) && !OPEN_TO_ALL.test(c.req.path) &&
    !isOwnRequest(c.req.raw, new URL(siteOf(c)));
  if (isElsewhere) {
    return c.text("This request did not come from a page of Thread. Open the page again.", 403);
  }
  await next();
});

export function isOwnRequest(request: Request, publicUrl: URL): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  return origin !== null && ownOrigins(request, publicUrl).includes(origin);
}

/** Over plain HTTP on one machine, people also use 127.0.0.1 or another local name. */
function ownOrigins(request: Request, publicUrl: URL): string[] {
  if (publicUrl.protocol === "https:") return [publicUrl.origin];
  return [publicUrl.origin, new URL(request.url).origin];
}

/** With a public https address, plain HTTP is only ever an invitation to use it. */
export const httpsOnly = createMiddleware<Env>(async (c, next) => {
  const { publicUrl } = c.get("house").settings;
  const scheme = c.req.header("x-forwarded-proto") ?? new URL(c.req.url).protocol.slice(0, -1);
  if (
    publicUrl.protocol === "https:" && scheme === "http" &&
    !c.req.path.match(/^\/((health|ready)z|portal-hosts)$/)
  ) {
    const target = new URL(c.req.url);
    return c.redirect(`${siteOf(c)}${target.pathname}${target.search}`, 308);
  }
  await next();
});
