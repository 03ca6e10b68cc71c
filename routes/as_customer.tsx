import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { Child } from "hono/jsx";
import { findAccount, recordAccount } from "../domain/accounts/accounts.ts";
import { inAccount, inOrg, type OrgDb } from "../domain/base/db.ts";
import type { Words } from "../domain/messages/words/words.ts";
import { languageOf } from "../domain/people/orgs.ts";
import { listMessages } from "../domain/messages/conversations.ts";
import { findFile } from "../domain/portal/files.ts";
import { readCsm, readJourney, readZone } from "../domain/portal/journey.ts";
import { findTask } from "../domain/portal/submissions.ts";
import { listTeam } from "../domain/portal/teammates.ts";
import { type PortalFrame, PortalPage, type PortalPlace } from "../views/portal.tsx";
import { PortalMeetings } from "../views/portal_meetings.tsx";
import { PortalMessages } from "../views/portal_messages.tsx";
import { PortalSettings } from "../views/portal_settings.tsx";
import { PortalTask } from "../views/portal_task.tsx";
import { PortalTasks } from "../views/portal_tasks.tsx";
import { PortalTeam } from "../views/portal_team.tsx";
import { PortalTimeline } from "../views/portal_timeline.tsx";
import { ACCOUNT, viewerOf } from "./account_access.ts";
import { handOutToStaff } from "./downloads.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { documentsPart } from "./portal_documents.tsx";
import { lookOf } from "./portal_page.tsx";
import { requires, signedIn, signedInAs } from "./tenant.ts";

const PLACE = `${ACCOUNT}/as-customer` as const;

/**
 * The portal's own pages, drawn in the transaction that a customer would have, but for reading only:
 * the database refuses every write. Each look is written down before it leaves the house.
 */
const preview = createMiddleware<Env>(async (c, next) => {
  const { db } = c.var.house;
  const { org, member } = signedInAs(c);
  const actor = { kind: "member", id: member.id, cause: "request" } as const;
  const viewer = viewerOf(c);
  const find = (tx: OrgDb) => findAccount(tx, viewer, c.req.param("id")!);
  const { id, name } = await inOrg(db, org.id, actor, find, { attempts: 1, readOnly: true });
  c.set("previewed", { id, name });
  try {
    await inAccount(db, org.id, id, member.id, async (tx) => {
      c.set("accountTx", tx);
      await next();
      if (c.error) throw c.error;
    }, { attempts: 1, readOnly: true });
  } catch (error) {
    if (error !== c.error) throw error;
  }
  if (!c.res.ok) return;
  const keep = (tx: OrgDb) => recordAccount(tx, id, "account.seen_as_customer", { name });
  await inOrg(db, org.id, actor, keep, { attempts: 1 });
});

const look = [signedIn, requires("accounts.read"), preview] as const;

/** Mounted at /accounts, before the staff's own transaction. */
export const asCustomer = new Hono<Env>()
  .get(PLACE, ...look, async (c) => {
    const journey = await readJourney(c.var.accountTx);
    const words = await wordsThere(c);
    const part = <PortalTasks journey={journey} base={baseOf(c)} words={words} />;
    return await show(c, words, "place.tasks", "", part);
  })
  .get(`${PLACE}/timeline`, ...look, async (c) => {
    const journey = await readJourney(c.var.accountTx);
    const words = await wordsThere(c);
    const part = <PortalTimeline journey={journey} base={baseOf(c)} words={words} />;
    return await show(c, words, "place.timeline", "/timeline", part);
  })
  .get(`${PLACE}/meetings`, ...look, async (c) => {
    const journey = await readJourney(c.var.accountTx);
    const words = await wordsThere(c);
    const part = <PortalMeetings journey={journey} base={baseOf(c)} words={words} />;
    return await show(c, words, "place.meetings", "/meetings", part);
  })
  .get(`${PLACE}/tasks/:task{${UUID}}`, ...look, async (c) => {
    const task = await findTask(c.var.accountTx, c.req.param("task"));
    const words = await wordsThere(c);
    const part = <PortalTask task={task} base={baseOf(c)} readOnly words={words} />;
    return await show(c, words, "place.tasks", "", part, task.label);
  })
  .get(`${PLACE}/documents`, ...look, async (c) => {
    const words = await wordsThere(c);
    const part = await documentsPart(c, c.var.previewed.id, baseOf(c), words);
    return await show(c, words, "place.documents", "/documents", part);
  })
  .get(`${PLACE}/files/:file{${UUID}}`, ...look, async (c) => {
    const { accountTx: tx, previewed } = c.var;
    return handOutToStaff(c, await findFile(tx, previewed.id, c.req.param("file")));
  })
  .get(`${PLACE}/messages`, ...look, async (c) => {
    const { accountTx: tx, previewed } = c.var;
    const [messages, csm, timeZone] = await Promise.all([
      listMessages(tx, previewed.id),
      readCsm(tx),
      readZone(tx),
    ]);
    const words = await wordsThere(c);
    const seen = { messages, timeZone, csm: csm?.name, words };
    const part = <PortalMessages {...seen} action="" files="" readOnly />;
    return await show(c, words, "place.messages", "/messages", part);
  })
  .get(`${PLACE}/team`, ...look, async (c) => {
    const { accountTx: tx } = c.var;
    const [team, timeZone] = await Promise.all([listTeam(tx), readZone(tx)]);
    const words = await wordsThere(c);
    const part = <PortalTeam {...{ team, timeZone, words }} base={baseOf(c)} readOnly />;
    return await show(c, words, "place.team", "/team", part);
  })
  .get(`${PLACE}/settings`, ...look, async (c) => {
    const words = await wordsThere(c);
    const part = <PortalSettings words={words} />;
    return await show(c, words, "place.settings", "/settings", part);
  });

const baseOf = (c: Ctx) => `/accounts/${c.var.previewed.id}/as-customer`;

/** As a customer reads it who has chosen no language and whose browser asks for none of ours. */
async function wordsThere(c: Ctx): Promise<Words> {
  return c.var.house.wordsIn(await languageOf(c.var.accountTx) ?? "en");
}

type Shown = "tasks" | "timeline" | "meetings" | "documents" | "messages" | "team" | "settings";
type PlaceName = `place.${Shown}`;

async function show(
  c: Ctx,
  words: Words,
  name: PlaceName,
  place: PortalPlace,
  part: Child,
  title = words.t(name),
) {
  const { org } = signedInAs(c);
  const { id, name: account } = c.var.previewed;
  const frame: PortalFrame = {
    org,
    ...await lookOf(c.var.accountTx, org.id),
    account,
    words,
    nonce: c.var.nonce,
    base: baseOf(c),
    preview: { back: `/accounts/${id}` },
  };
  return c.html(<PortalPage frame={frame} title={title} place={place}>{part}</PortalPage>);
}
