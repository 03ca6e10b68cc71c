import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { answerError, answerNotFound } from "./errors.tsx";
import type { Env, House } from "./env.ts";
import { health } from "./health.ts";
import { live } from "./live.tsx";
import { crossSite, httpsOnly, securityHeaders } from "./security.ts";
import { staticFiles } from "./static_files.ts";
import { sessions } from "./tenant.ts";

/** For forms. A route that takes files says its own limit. */
const MOST_BYTES = 2_000_000;

/** Every route of Thread. `main.ts` and the tests make it from the same parts. */
export function makeApp(house: House) {
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set("house", house);
    await next();
  });
  app.use(securityHeaders, httpsOnly, crossSite, bodyLimit({ maxSize: MOST_BYTES }));
  app.route("/", health);
  app.route("/static", staticFiles);
  app.onError(answerError);
  app.notFound(answerNotFound);

  app.use(sessions);
  app.route("/", live);
  return app;
}

export type App = ReturnType<typeof makeApp>;
