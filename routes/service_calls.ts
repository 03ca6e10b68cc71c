import { Hono } from "hono";
import { answerOwn, answerShared, NOBODY } from "../domain/connectors/calls.ts";
import type { HookAnswer } from "../domain/connectors/service.ts";
import { SERVICES } from "../domain/connectors/services.ts";
import { isToken } from "../domain/base/tokens.ts";
import type { Ctx, Env } from "./env.ts";
import { limitBody } from "./forms.ts";

const MOST = Math.max(...SERVICES.map(({ ears }) => ears.mostBytes)) + 1;
/** In a group: otherwise a path would only have to begin with the first word. */
const SERVICE = `/:service{(?:${SERVICES.map(({ key }) => key).join("|")})}` as const;

/**
 * Mounted at /hooks, before what asks for a page of ours. Services call here. It is answered once
 * what they said is kept; a job reads the record and decides.
 */
export const serviceCalls = new Hono<Env>()
  .use(limitBody(MOST))
  .post(SERVICE, async (c) => {
    const { db, outside } = c.get("house");
    return answer(
      await answerShared({ db, out: outside }, c.req.param("service"), await callOf(c)),
    );
  })
  .post(`${SERVICE}/:token`, async (c) => {
    const { db, outside } = c.get("house");
    const { service, token } = c.req.param();
    if (!isToken(token)) return answer(NOBODY);
    return answer(await answerOwn({ db, out: outside }, service, token, await callOf(c)));
  });

/** Signed over the address that the service knows, whatever a proxy made of it. */
async function callOf(c: Ctx) {
  const asked = new URL(c.req.url);
  const url = new URL(asked.pathname + asked.search, c.get("house").settings.publicUrl);
  return {
    method: c.req.method,
    url: url.href,
    headers: c.req.raw.headers,
    body: new Uint8Array(await c.req.arrayBuffer()),
  };
}

function answer({ status, type, body }: HookAnswer): Response {
  return new Response(body, { status, headers: { "content-type": type } });
}
