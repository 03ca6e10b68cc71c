import { Hono } from "hono";
import { inOrg } from "../domain/base/db.ts";
import { NotFound } from "../domain/base/errors.ts";
import { readKeyring } from "../domain/base/vault.ts";
import { findStoppable, stop, type Stoppable } from "../domain/messages/stopping.ts";
import { readStop, type Unsubscribing } from "../domain/messages/unsubscribing.ts";
import { StopPage, StoppedPage } from "../views/unsubscribe.tsx";
import type { Ctx, Env } from "./env.ts";
import { showFront } from "./page.tsx";

const TOKEN = "/:token{[A-Za-z0-9._-]{60,400}}";

/**
 * Mounted at /unsubscribe. Whoever holds the address of a mail may stop it, without signing in:
 * mail programs post here by themselves (RFC 8058), from wherever they are. Opening the address
 * changes nothing, because what scans mail opens every link in it.
 */
export const unsubscribe = new Hono<Env>()
  .get(TOKEN, async (c) => {
    const what = await whatOf(c);
    const found = await inOrg(
      c.var.house.db,
      what.orgId,
      { kind: "nobody", cause: "unsubscribe" },
      (tx) => findStoppable(tx, what),
      { readOnly: true },
    );
    if (!found) throw new NotFound();
    return await (found.isStopped ? stoppedPage(c, what, found) : stopPage(c, found));
  })
  .post(TOKEN, async (c) => {
    const what = await whatOf(c);
    const actor = { kind: what.who, id: what.id, cause: "unsubscribe" } as const;
    const found = await inOrg(c.var.house.db, what.orgId, actor, async (tx) => {
      const found = await findStoppable(tx, what);
      if (found) await stop(tx, what);
      return found;
    });
    if (!found) throw new NotFound();
    return await stoppedPage(c, what, found);
  });

async function whatOf(c: Ctx): Promise<Unsubscribing> {
  const setting = c.var.house.outside.secret("THREAD_SECRET_KEYS");
  const token = c.req.param("token")!;
  const what = setting ? await readStop(await readKeyring(setting), token) : undefined;
  if (!what) throw new NotFound();
  return what;
}

function stopPage(c: Ctx, found: Stoppable) {
  const title = "Stop this mail?";
  return showFront(c, { title }, <StopPage {...found} at={c.req.path} />);
}

function stoppedPage(c: Ctx, { who }: Unsubscribing, found: Stoppable) {
  const title = "This mail is stopped";
  const settings = who === "member" ? "/profile/notifications" : "/p/settings";
  return showFront(c, { title }, <StoppedPage {...found} settings={settings} />);
}
