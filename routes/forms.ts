import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import { type Parsed, parseForm, type Typed, typedValues } from "../domain/base/forms.ts";
import { Refused } from "../domain/base/errors.ts";
import type { Ctx, Env } from "./env.ts";

/** A form as a browser sends it, or an answer in words where nobody could read it. */
export async function readForm<T>(c: Ctx, schema: z.ZodType<T>): Promise<Parsed<T>> {
  return parseForm(schema, await formData(c));
}

/** What was typed into a form that was read but then refused: shown again as it was. */
export async function typedAgain(c: Ctx): Promise<Typed> {
  return typedValues(await formData(c));
}

export async function formData(c: Ctx): Promise<FormData> {
  if (!c.req.header("content-type")) return new FormData(); // A button without fields.
  try {
    return await c.req.formData();
  } catch {
    throw new Refused("This form could not be read. Open the page again and send it once more.");
  }
}

/** A body of unknown length is read here already, and a sender who breaks off is no fault of ours. */
export function limitBody(maxSize: number) {
  const limited = bodyLimit({ maxSize });
  return createMiddleware<Env>(async (c, next) => {
    let arrived = false;
    const goOn = () => {
      arrived = true;
      return next();
    };
    try {
      return await limited(c, goOn);
    } catch (cause) {
      if (arrived || cause instanceof HTTPException) throw cause;
      throw new Refused("This form did not arrive whole. Send it once more.", { cause });
    }
  });
}
