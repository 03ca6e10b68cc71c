import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import { randomBytes } from "node:crypto";
import { measureRequest } from "../domain/base/telemetry.ts";
import type { Ctx, Env } from "./env.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const PROBES = new Set(["/healthz", "/readyz"]);

/** Numbers every request, and tells how each ended: to the log, to the measures, to who asked. */
export const requests = createMiddleware<Env>(async (c, next) => {
  const since = performance.now();
  const request = randomBytes(6).toString("hex");
  c.set("requestId", request);
  await next();
  c.res.headers.set("x-request-id", request);
  const { log } = c.get("house");
  const told = {
    request,
    method: METHODS.has(c.req.method) ? c.req.method : "other",
    route: routeOf(c),
    status: c.res.status,
    ms: Math.round((performance.now() - since) * 10) / 10,
  };
  measureRequest(told);
  const level = PROBES.has(told.route) && told.status < 400 ? "debug" : "info";
  log[level]("Request", { ...told, org: c.get("session")?.org?.id });
});

/** The pattern that answered. Nothing a person typed is in it, so it may be logged and counted. */
export function routeOf(c: Ctx): string {
  return routePath(c).replace(/(:\w+)\{[^/]*\}/g, "$1");
}
