import { Hono } from "hono";
import { inOrg, type OrgDb } from "../domain/base/db.ts";
import { NotFound } from "../domain/base/errors.ts";
import { readKeyring } from "../domain/base/vault.ts";
import { findStoppable, stop, type Stoppable } from "../domain/messages/stopping.ts";
import { readStop, type Unsubscribing } from "../domain/messages/unsubscribing.ts";
import {
  findStoppableContact,
  stopContactMail,
  type StoppableContact,
} from "../domain/portal/stopping.ts";
import {
  ContactStopPage,
  ContactStoppedPage,
  StopPage,
  StoppedPage,
} from "../views/unsubscribe.tsx";
import type { Ctx, Env } from "./env.ts";
import { showFront } from "./page.tsx";
import { portalFront } from "./portal_page.tsx";
import { visitorWords } from "./portal_words.ts";

const TOKEN = "/:token{[A-Za-z0-9._-]{60,400}}";

/**
 * Mounted at /unsubscribe. Whoever holds the address of a mail may stop it, without signing in:
 * mail programs post here by themselves (RFC 8058), from wherever they are. Opening the address
 * changes nothing, because what scans mail opens every link in it.
 */
export const unsubscribe = new Hono<Env>()
  .get(TOKEN, async (c) => {
    const what = await whatOf(c);
    if (what.who === "contact") {
      const contact = present(await reading(c, what, (tx) => findStoppableContact(tx, what)));
      return await contactPage(c, what, contact, contact.isStopped);
    }
    const found = present(await reading(c, what, (tx) => findStoppable(tx, what)));
    return await memberPage(c, found, found.isStopped);
  })
  .post(TOKEN, async (c) => {
    const what = await whatOf(c);
    const actor = { kind: what.who, id: what.id, cause: "unsubscribe" } as const;
    const stopped = await inOrg(c.var.house.db, what.orgId, actor, (tx) => stopAll(tx, what));
    return "language" in stopped
      ? await contactPage(c, what, stopped, true)
      : await memberPage(c, stopped, true);
  });

async function stopAll(tx: OrgDb, what: Unsubscribing): Promise<Stoppable | StoppableContact> {
  if (what.who === "member") {
    const found = present(await findStoppable(tx, what));
    await stop(tx, what);
    return found;
  }
  const contact = present(await findStoppableContact(tx, what));
  await stopContactMail(tx, what, contact);
  return contact;
}

function reading<T>(c: Ctx, { orgId }: Unsubscribing, work: (tx: OrgDb) => Promise<T>): Promise<T> {
  const nobody = { kind: "nobody", cause: "unsubscribe" } as const;
  return inOrg(c.var.house.db, orgId, nobody, work, { readOnly: true });
}

/** Whoever is gone gets no mail. */
function present<T>(found: T | undefined): T {
  if (found === undefined) throw new NotFound();
  return found;
}

async function whatOf(c: Ctx): Promise<Unsubscribing> {
  const setting = c.var.house.outside.secret("THREAD_SECRET_KEYS");
  const token = c.req.param("token")!;
  return present(setting ? await readStop(await readKeyring(setting), token) : undefined);
}

function memberPage(c: Ctx, found: Stoppable, isStopped: boolean) {
  return isStopped
    ? showFront(c, { title: "This mail is stopped" }, <StoppedPage {...found} />)
    : showFront(c, { title: "Stop this mail?" }, <StopPage {...found} at={c.req.path} />);
}

/** In the look of the organisation, and in the language that they have chosen. */
async function contactPage(
  c: Ctx,
  { orgId }: Unsubscribing,
  { org, email, language }: StoppableContact,
  isStopped: boolean,
) {
  const words = language ? c.var.house.wordsIn(language) : await visitorWords(c, orgId);
  const title = words.t(isStopped ? "stop.doneTitle" : "stop.title");
  const part = isStopped
    ? <ContactStoppedPage {...{ org, email, words }} />
    : <ContactStopPage {...{ org, email, words }} at={c.req.path} />;
  return await portalFront(c, orgId, { title, words }, part);
}
