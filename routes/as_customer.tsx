import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { Child } from "hono/jsx";
import { findAccount, recordAccount } from "../domain/accounts/accounts.ts";
import { inAccount, inOrg } from "../domain/base/db.ts";
import { listMessages } from "../domain/messages/conversations.ts";
import { readCsm, readJourney, readZone } from "../domain/portal/journey.ts";
import { findTask } from "../domain/portal/submissions.ts";
import { listTeam } from "../domain/portal/teammates.ts";
import { type PortalFrame, PortalPage, type PortalPlace } from "../views/portal.tsx";
import { PortalMessages } from "../views/portal_messages.tsx";
import { PortalSettings } from "../views/portal_settings.tsx";
import { PortalTask } from "../views/portal_task.tsx";
import { PortalTasks } from "../views/portal_tasks.tsx";
import { PortalTeam } from "../views/portal_team.tsx";
import { PortalTimeline } from "../views/portal_timeline.tsx";
import { ACCOUNT, viewerOf } from "./account_access.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { lookOf } from "./portal_page.tsx";
import { requires, signedIn, signedInAs } from "./tenant.ts";

const PLACE = `${ACCOUNT}/as-customer` as const;

/**
 * The portal's own pages, drawn in the transaction that a customer would have, but for reading only:
 * the database refuses every write. Each look is written down before anything is shown.
 */
const preview = createMiddleware<Env>(async (c, next) => {
  const { db } = c.var.house;
  const { org, member } = signedInAs(c);
  const actor = { kind: "member", id: member.id, cause: "request" } as const;
  const account = await inOrg(db, org.id, actor, async (tx) => {
    const found = await findAccount(tx, viewerOf(c), c.req.param("id")!);
    await recordAccount(tx, found.id, "account.seen_as_customer", { name: found.name });
    return found;
  }, { attempts: 1 });
  c.set("previewed", { id: account.id, name: account.name });
  try {
    await inAccount(db, org.id, account.id, member.id, async (tx) => {
      c.set("accountTx", tx);
      await next();
      if (c.error) throw c.error;
    }, { attempts: 1, readOnly: true });
  } catch (error) {
    if (error !== c.error) throw error;
  }
});

const look = [signedIn, requires("accounts.read"), preview] as const;

/** Mounted at /accounts, before the staff's own transaction. */
export const asCustomer = new Hono<Env>()
  .get(PLACE, ...look, async (c) => {
    const journey = await readJourney(c.var.accountTx);
    return await show(c, "Tasks", "", <PortalTasks journey={journey} base={baseOf(c)} />);
  })
  .get(`${PLACE}/timeline`, ...look, async (c) => {
    const journey = await readJourney(c.var.accountTx);
    const part = <PortalTimeline journey={journey} base={baseOf(c)} />;
    return await show(c, "Timeline", "/timeline", part);
  })
  .get(`${PLACE}/tasks/:task{${UUID}}`, ...look, async (c) => {
    const task = await findTask(c.var.accountTx, c.req.param("task"));
    const part = <PortalTask task={task} base={baseOf(c)} readOnly />;
    return await show(c, task.label, "", part);
  })
  .get(`${PLACE}/messages`, ...look, async (c) => {
    const { accountTx: tx, previewed } = c.var;
    const [messages, csm, timeZone] = await Promise.all([
      listMessages(tx, previewed.id),
      readCsm(tx),
      readZone(tx),
    ]);
    const props = { messages, timeZone, csm: csm?.name, action: "", readOnly: true, files: "" };
    return await show(c, "Messages", "/messages", <PortalMessages {...props} />);
  })
  .get(`${PLACE}/team`, ...look, async (c) => {
    const { accountTx: tx } = c.var;
    const [team, timeZone] = await Promise.all([listTeam(tx), readZone(tx)]);
    const part = <PortalTeam team={team} base={baseOf(c)} timeZone={timeZone} readOnly />;
    return await show(c, "Team", "/team", part);
  })
  .get(`${PLACE}/settings`, ...look, async (c) => {
    return await show(c, "Settings", "/settings", <PortalSettings readOnly />);
  });

const baseOf = (c: Ctx) => `/accounts/${c.var.previewed.id}/as-customer`;

async function show(c: Ctx, title: string, place: PortalPlace, part: Child) {
  const { org } = signedInAs(c);
  const { id, name } = c.var.previewed;
  const frame: PortalFrame = {
    org,
    ...await lookOf(c.var.accountTx, org.id),
    account: name,
    nonce: c.var.nonce,
    base: baseOf(c),
    preview: { back: `/accounts/${id}` },
  };
  return c.html(<PortalPage frame={frame} title={title} place={place}>{part}</PortalPage>);
}
