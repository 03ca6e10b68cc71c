import { Hono } from "hono";
import { findFile } from "../domain/portal/files.ts";
import { handOutToCustomer } from "./downloads.ts";
import { type Env, UUID } from "./env.ts";
import { contactOf } from "./portal_door.ts";

/** Mounted at /p. How files come is in portal_uploads.ts. */
export const portalFiles = new Hono<Env>().get(`/files/:file{${UUID}}`, async (c) => {
  const { accountId } = contactOf(c);
  return handOutToCustomer(c, await findFile(c.var.accountTx, accountId, c.req.param("file")));
});
