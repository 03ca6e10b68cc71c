import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { isToken } from "../domain/base/tokens.ts";
import { takeCall } from "../domain/workflows/hook_calls.ts";
import { MOST_BODY } from "../domain/workflows/hooks.ts";
import { keyringFrom } from "../domain/workflows/step_secrets.ts";
import type { Env } from "./env.ts";

const NO_SUCH = { error: "Nobody listens here, or the signature is not right." };

/** Other systems call this. It only keeps what arrived; a job starts the runs. */
export const workflowCalls = new Hono<Env>()
  .post("/w/:token", async (c) => {
    const { db, outside } = c.get("house");
    const token = c.req.param("token");
    const body = new Uint8Array(await c.req.arrayBuffer());
    if (body.length > MOST_BODY) return c.json({ error: "Send at most 256 KB." }, 413);
    if (!isToken(token)) return c.json(NO_SUCH, 404);
    const call = {
      token,
      body,
      signature: c.req.header("x-thread-signature"),
      key: c.req.header("idempotency-key"),
      now: outside.now(),
    };
    try {
      const accepted = await takeCall(db, await ringOf(outside), call);
      return accepted === undefined ? c.json(NO_SUCH, 404) : c.json({ accepted }, 202);
    } catch (error) {
      if (error instanceof Refused) return c.json({ error: error.message }, 400);
      throw error;
    }
  });

const rings = new WeakMap<object, ReturnType<typeof keyringFrom>>();

/** Read once for a process: its keys do not change while it runs. */
function ringOf(outside: Env["Variables"]["house"]["outside"]) {
  let ring = rings.get(outside);
  if (!ring) {
    ring = keyringFrom(outside);
    rings.set(outside, ring);
    ring.catch(() => rings.delete(outside));
  }
  return ring;
}
