import type { Context } from "hono";
import { Busy, Forbidden, NotFound, Refused, Upstream } from "../domain/base/errors.ts";
import type { Env } from "./env.ts";

/** One place answers every error: what went wrong in words, never how. */
export function answerError(error: Error, c: Context<Env>) {
  return c.text(error.message, statusOf(error));
}

export function answerNotFound(c: Context<Env>) {
  return c.text("Not found", 404);
}

function statusOf(error: Error) {
  if (error instanceof NotFound) return 404;
  if (error instanceof Forbidden) return 403;
  if (error instanceof Refused) return 409;
  if (error instanceof Busy) return 503;
  if (error instanceof Upstream) return 502;
  return 500;
}
