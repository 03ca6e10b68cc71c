import { isIP } from "node:net";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { orgOfHost, originUnder } from "../domain/people/domains.ts";
import type { Ctx, Env } from "./env.ts";
import { answerNotFound } from "./errors.tsx";

/**
 * Under Thread's own address everything is served; under a verified name of an organisation its
 * portal and nothing else; under any other name nothing at all, and nobody is named.
 */
export const hosts = createMiddleware<Env>(async (c, next) => {
  const { db, settings } = c.get("house");
  const name = new URL(c.req.url).hostname.replace(/\.$/, "");
  if (isOwnHost(name, settings.publicUrl) || isProbe(c)) return await next();
  const orgId = await orgOfHost(db, name);
  if (!orgId) return c.text("Nothing is served under this name.", 421);
  c.set("host", { orgId, origin: originUnder(name, settings.publicUrl).origin });
  if (c.req.path === "/" && c.req.method === "GET") return c.redirect("/p", 303);
  return isServed(c.req.path, orgId) ? await next() : await answerNotFound(c);
});

/** Over plain HTTP people also use local names and the machine's number. */
function isOwnHost(name: string, publicUrl: URL): boolean {
  if (name === publicUrl.hostname) return true;
  if (publicUrl.protocol === "https:") return false;
  return name === "localhost" || name.endsWith(".localhost") ||
    isIP(name.replace(/^\[|\]$/g, "")) > 0;
}

/** A balancer or a proxy on the same machine asks a process by its number. */
function isProbe(c: Ctx): boolean {
  return ["/healthz", "/readyz", "/portal-hosts"].includes(c.req.path);
}

/** The portal, what it looks like, and none of another organisation. */
function isServed(path: string, orgId: string): boolean {
  if (path.startsWith("/static/")) return true;
  if (path.startsWith("/brand/")) {
    return path === `/brand/${orgId}.css` || path === `/brand/${orgId}/logo`;
  }
  if (path !== "/p" && !path.startsWith("/p/")) return false;
  const [, named] = /^\/p\/([0-9a-f]{8}-[0-9a-f-]{27})(?:\/|$)/.exec(path) ?? [];
  return !named || named === orgId;
}

const HOST_NAME = /^[a-z0-9.-]{1,253}$/;

/** For a proxy that gets certificates: whether a name is served. Anybody learns that by using it. */
export const portalHosts = new Hono<Env>()
  .get("/portal-hosts", async (c) => {
    const name = (c.req.query("domain") ?? "").toLowerCase();
    const { db, settings } = c.get("house");
    if (!HOST_NAME.test(name)) return c.text("Not served", 404);
    const isServed = name === settings.publicUrl.hostname || await orgOfHost(db, name);
    return isServed ? c.text("Served") : c.text("Not served", 404);
  });

/** Where this request's site is: what its own pages are asked from. */
export function siteOf(c: Ctx): string {
  return c.get("host")?.origin ?? c.get("house").settings.publicUrl.origin;
}
