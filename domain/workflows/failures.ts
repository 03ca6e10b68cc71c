import { ConnectionLost } from "../base/driver.ts";
import { Busy, Forbidden, NotFound, Refused, Upstream } from "../base/errors.ts";
import type { Failure } from "./node.ts";

/** Thrown by a step that knows what is wrong: as good as answering it. */
export class StepFailed extends Error {
  override name = "StepFailed";
  constructor(readonly failure: Failure) {
    super(failure.text);
  }
}

export function missing(what: string, field: string): Failure {
  return {
    cause: "missing_data",
    text: `${what} is missing.`,
    todo: `Enter ${what} and retry from here, or skip this step.`,
    field,
  };
}

export function invalid(text: string, field?: string): Failure {
  const todo = "Put it right and retry from here, or skip this step.";
  return { cause: "validation", text, todo, field };
}

export function unreachable(text: string): Failure {
  const todo = "Retry from here once the other side answers, or skip this step.";
  return { cause: "integration", text, todo };
}

/** What an error that a step threw means to a person. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StepFailed) return error.failure;
  if (error instanceof Refused || error instanceof Forbidden) return invalid(error.message);
  if (error instanceof NotFound) {
    return invalid(
      error.message === "Not found"
        ? "Something that this step points at is not there any more."
        : `${error.message}.`,
    );
  }
  if (error instanceof Upstream) return unreachable(error.message);
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  const what = typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)
    ? `the database refused it, ${code}`
    : String(name ?? "unknown");
  return {
    cause: "internal",
    text: `Something went wrong inside Thread (${what}).`,
    todo: "Retry from here. If it fails again, tell whoever runs Thread, with this page's address.",
  };
}

/** Not the step's fault: the whole transaction is tried again, or waits for the database. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionLost || error instanceof Busy) return true;
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" &&
    /^(40001|40P01|55P03|57014|57P0\d|08\w{3}|53\w{3})$/.test(code);
}
